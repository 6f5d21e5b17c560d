"""What somebody is to do."""

from datetime import date

import pytest

from doorstep.activity.actions import (
    assign_record,
    assign_task,
    complete_task,
    create_task,
    reopen_task,
)
from doorstep.activity.models import Task, TaskLink
from doorstep.history.timeline import timeline
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.actions import delete_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.ui.offers import offered_on
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_user


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice)


def test_a_task_is_for_oneself_unless_said_otherwise(alice, lead):
    task = create_task(Task, by=alice, subject="Send the catalogue", records=[lead])

    assert (task.owner, task.assignee) == (alice, alice)
    assert [link.about for link in task.links.all()] == [lead]


def test_a_task_needs_a_subject(alice):
    with pytest.raises(Invalid) as refused:
        create_task(Task, by=alice, subject=" ")

    assert set(refused.value.fields) == {"subject"}


def test_the_same_task_on_the_same_record_is_asked_of_a_person_once(alice, bob, carol, lead):
    assign_record(lead, by=alice, to=bob)

    with pytest.raises(Conflict):
        assign_record(lead, by=alice, to=bob)
    assign_record(lead, by=alice, to=carol)
    assert {task.assignee for task in Task._base_manager.all()} == {bob, carol}


def test_only_whoever_it_was_asked_of_completes_it(alice, bob, lead):
    task = assign_record(lead, by=alice, to=bob)

    with pytest.raises(Forbidden):
        complete_task(task, by=alice)
    complete_task(task, by=bob)

    task.refresh_from_db()
    assert task.status == Task.Status.DONE
    assert task.done_at is not None


def test_a_task_that_is_done_is_not_done_again(alice):
    task = create_task(Task, by=alice, subject="Call")
    complete_task(task, by=alice)

    with pytest.raises(Conflict):
        complete_task(task, by=alice)
    reopen_task(task, by=alice)
    assert Task.objects.get().status == Task.Status.OPEN


def test_a_task_handed_over_is_the_other_persons(alice, bob):
    task = create_task(Task, by=alice, subject="Call")

    assign_task(task, by=alice, to=bob)

    assert complete_task(Task.objects.get(), by=bob).status == Task.Status.DONE


def test_what_happens_to_a_task_is_told_on_its_record(alice, lead):
    task = create_task(Task, by=alice, subject="Send the catalogue", records=[lead])
    complete_task(task, by=alice)

    told = [event.name for event in timeline(lead, seen_by=alice).items]
    assert told == ["task.done", "task.created"]


def test_open_tasks_about_nothing_else_go_with_their_record(alice, lead):
    other = make_lead(owner=alice, name="Eve")
    create_task(Task, by=alice, subject="Only here", records=[lead])
    create_task(Task, by=alice, subject="Both", records=[lead, other])
    done = create_task(Task, by=alice, subject="Done", records=[lead])
    complete_task(done, by=alice)

    delete_lead(lead, by=alice)

    assert sorted(Task._base_manager.values_list("subject", flat=True)) == ["Both", "Done"]
    assert TaskLink._base_manager.count() == 1


def test_who_sees_the_record_sees_its_tasks(alice, bob, carol, lead):
    task = create_task(Task, by=alice, subject="Send the catalogue", records=[lead])

    assert task in Task.objects.visible_to(bob)
    assert task not in Task.objects.visible_to(carol)


def test_overdue_is_what_was_due_before_today_and_is_open(alice):
    task = create_task(Task, by=alice, subject="Call", due_on=date(2026, 3, 1))

    assert task.is_overdue(date(2026, 3, 2))
    assert not task.is_overdue(date(2026, 3, 1))


def test_a_menu_offers_what_can_be_done_now(alice, lead):
    task = create_task(Task, by=alice, subject="Write", records=[lead])

    assert offers(task, alice) >= {"task.done", "task.cancelled"}
    assert "task.reopened" not in offers(task, alice)
    complete_task(task, by=alice)
    task.refresh_from_db()
    assert "task.reopened" in offers(task, alice)
    assert not offers(task, alice) & {"task.done", "task.cancelled"}


def offers(record, by):
    return {action.name for action in offered_on(by, record)}


def test_whoever_is_asked_about_what_they_could_not_see_is_let_see_it(alice, carol):
    lead = make_lead(owner=alice)

    assign_record(lead, by=alice, to=carol, subject="Call her")

    carol = User.objects.get(pk=carol.pk)
    assert Lead.objects.permitted(carol, "edit").get() == lead
    assert not Lead.objects.permitted(carol, "delete").exists()


def test_nobody_is_asked_whose_role_keeps_them_from_such_records(alice):
    outsider = make_user("o@example.org", roles=[make_role("Nothing")])

    with pytest.raises(Invalid, match="role would have to change"):
        assign_record(make_lead(owner=alice), by=alice, to=outsider, subject="Call her")

    assert not Task.objects.exists()
