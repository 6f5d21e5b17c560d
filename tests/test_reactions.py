"""What follows an event, after the commit."""

import pytest
from django.core import mail

from doorstep.history.reactions import REACTIONS, reacts_to
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update


@pytest.fixture
def heard():
    heard = []
    kept = {name: list(reactions) for name, reactions in REACTIONS.items()}
    reacts_to("*")(heard.append)
    yield heard
    REACTIONS.clear()
    REACTIONS.update(kept)


def test_the_owner_hears_of_a_conversion_by_someone_else(
    alice, bob, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        convert_lead(make_lead(owner=alice), by=bob)

    assert [letter.subject for letter in mail.outbox] == ["Lead converted"]


def test_a_webhook_can_hear_everything(alice, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        update(make_lead(owner=alice), by=alice, phone="1")

    assert [event.name for event in heard] == ["lead.updated"]


def test_nothing_follows_what_was_refused(alice, heard, django_capture_on_commit_callbacks):
    lead = make_lead(owner=alice, organisation="Commercial")

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(Invalid):
        convert_lead(lead, by=alice)  # a customer cannot be called like a customer group

    assert (callbacks, heard) == ([], [])


def test_nothing_is_enqueued_when_nothing_reacts(alice, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        update(make_lead(owner=alice), by=alice, phone="1")

    assert callbacks == []
