"""Where the queue is a table of ours: the task is written with the event, and a worker does it."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db(transaction=True)
def test_a_task_is_there_if_and_only_if_its_event_is(alice, bob):
    lead = make_lead(owner=alice)

    with transaction.atomic():
        convert_lead(lead, by=bob)
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()
    assert Lead.objects.get().status.code == "OPEN"


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_was_enqueued(alice, bob):
    convert_lead(make_lead(owner=alice), by=bob)
    assert mail.outbox == []

    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert [letter.subject for letter in mail.outbox] == ["Lead converted"]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
