"""Changing many: those ticked, or all that match; at once, or in parts in the background."""

from __future__ import annotations

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records import bulk
from doorstep.records.models import BulkRun, Tagging

HTMX = {"HX-Request": "true"}


@pytest.fixture
def leads(alice):
    return [make_lead(owner=alice, name=f"Lead {n}", value=n) for n in range(4)]


def do(client, what, value="", **more):
    return client.post("/leads/bulk/", {"do": what, "value": value, "go": "1", **more})


def test_ticked_rows_are_assigned(as_alice, leads, bob):
    answer = do(as_alice, "set:owner", "bob@example.org", ids=[leads[0].pk, leads[1].pk])

    assert answer.status_code == 302
    assert Lead.objects.filter(owner=bob).count() == 2


def test_all_that_match_are_changed_and_no_others(as_alice, leads):
    do(as_alice, "set:phone", "+49 30 7", all="1", query="value.min=2&sort=name")

    assert set(Lead.objects.exclude(phone="").values_list("name", flat=True)) == {
        "Lead 2",
        "Lead 3",
    }


def test_what_is_out_of_reach_is_left_alone_and_told(as_alice, leads, carol):
    theirs = make_lead(owner=carol)

    answer = do(as_alice, "delete", ids=[leads[0].pk, theirs.pk])

    assert set(Lead.objects.all()) == {*leads[1:], theirs}
    assert answer.status_code == 302


def test_a_wrong_value_is_told_in_the_dialog(as_alice, leads):
    answer = as_alice.post(
        "/leads/bulk/",
        {"do": "set:owner", "value": "no@example.org", "go": "1", "ids": [leads[0].pk]},
        headers=HTMX,
    )

    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#dialog"
    assert "no@example.org" in answer.text
    assert not Event.objects.exists()


def test_tags_are_put_on_and_taken_off_many(as_alice, leads, alice):
    ids = [lead.pk for lead in leads]
    with unrecorded():
        from doorstep.records.models import Tag

        Tag.objects.create(name="VIP")
    do(as_alice, "tag", "VIP", ids=ids)
    assert Tagging.objects.count() == 4

    do(as_alice, "untag", "vip", ids=ids[:3])
    assert Tagging.objects.count() == 1


def test_it_asks_what_to_do_and_with_what(as_alice, leads):
    ids = [lead.pk for lead in leads]

    menu = as_alice.post("/leads/bulk/", {"ids": ids}, headers=HTMX).text
    form = as_alice.post("/leads/bulk/", {"ids": ids, "do": "set:status"}, headers=HTMX).text

    assert 'value="set:phone"' in menu
    assert 'value="delete"' in menu
    assert 'type="radio"' in form
    assert form.count('name="ids"') == 4


def test_nothing_unknown_is_done(as_alice, leads):
    assert do(as_alice, "set:password", "x", ids=[leads[0].pk]).status_code == 404
    assert do(as_alice, "do:*.undone", "x", ids=[leads[0].pk]).status_code == 404


def test_very_many_are_changed_in_parts_and_undone_together(
    as_alice, leads, alice, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    monkeypatch.setattr(bulk, "PART", 2)
    monkeypatch.setattr("doorstep.ui.bulk.AT_ONCE", 2)

    with django_capture_on_commit_callbacks(execute=True):
        answer = do(as_alice, "set:phone", "1", all="1", query="")

    run = BulkRun.objects.get()
    assert answer.url == f"/leads/bulk/{run.pk}/"
    assert (run.state, run.total, run.seen, run.done) == ("DONE", 4, 4, 4)
    assert Lead.objects.filter(phone="1").count() == 4
    assert "4 changed" in as_alice.get(answer.url).text

    undo(run.event, by=alice)
    assert not Lead.objects.filter(phone="1").exists()


def test_a_run_that_was_cut_off_goes_on_where_it_was(leads, alice, monkeypatch):
    from doorstep.parties.records import LEADS
    from doorstep.records.query import ListQuery

    monkeypatch.setattr(bulk, "PART", 1)
    work = bulk.Work("*.many_updated", {"phone": "1"}, "Phone 1")
    run = work.start(bulk.Chosen(LEADS, alice, query=ListQuery()))
    bulk._part(run)
    assert Lead.objects.filter(phone="1").count() == 1

    bulk.go_on.call(run.pk)

    run.refresh_from_db()
    assert (run.done, Lead.objects.filter(phone="1").count()) == (4, 4)


def test_a_run_is_shown_to_whoever_began_it(as_alice, carol):
    run = BulkRun.objects.create(user=carol, record_type="parties.lead", action="*.many_deleted")

    assert as_alice.get(f"/leads/bulk/{run.pk}/").status_code == 404
