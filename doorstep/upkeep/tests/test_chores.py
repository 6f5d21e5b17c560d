"""What is cleared away, and what is given back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from doorstep.upkeep.chores import (
    clear_expired_sessions,
    give_back_lost_tasks,
    prune_finished_tasks,
)
from doorstep.upkeep.models import Beat
from doorstep.users.models import Session

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=100)


def make_task(status, *, ago=timedelta(), workers=("gone:1",)):
    return DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="doorstep.history.reactions.react",
        backend_name="default",
        run_after=now(),
        started_at=now() - ago,
        finished_at=now() - ago,
        worker_ids=list(workers),
        exception_class_path="",
        traceback="",
    )


def test_expired_sessions_go_and_others_stay():
    Session.objects.create(session_key="old", expire_date=now() - timedelta(hours=1))
    Session.objects.create(session_key="new", expire_date=now() + timedelta(hours=1))

    clear_expired_sessions()

    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_finished_tasks_are_pruned_and_failures_kept_longer():
    make_task(TaskResultStatus.SUCCESSFUL, ago=timedelta(days=8))
    make_task(TaskResultStatus.FAILED, ago=LONG_AGO)
    kept = make_task(TaskResultStatus.FAILED, ago=timedelta(days=8))

    prune_finished_tasks()

    assert list(DBTaskResult.objects.all()) == [kept]


def test_the_task_of_a_worker_that_died_is_given_to_another():
    task = make_task(TaskResultStatus.RUNNING, ago=timedelta(hours=1))

    give_back_lost_tasks()

    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY


def test_the_task_of_a_worker_that_lives_is_left_alone():
    Beat.objects.create(process="here:1", part="worker", started_at=now(), at=now())
    task = make_task(TaskResultStatus.RUNNING, ago=timedelta(hours=1), workers=["here:1"])

    give_back_lost_tasks()

    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_task_that_took_three_workers_along_is_given_up():
    task = make_task(TaskResultStatus.RUNNING, ago=LONG_AGO, workers=["a:1", "b:2", "c:3"])

    give_back_lost_tasks()

    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
