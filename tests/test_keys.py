"""Keys: what is repeated is answered, not done again."""

import pytest

from doorstep.history.action import last_event, was_replay
from doorstep.history.actions import undo
from doorstep.history.keys import Key, KeyReused, done_before
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.actions import convert_lead, move_leads
from doorstep.parties.models import Customer, Lead, LeadStatus
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, delete, update


def test_a_repeat_says_that_it_is_one(alice):
    create(Lead, by=alice, key="abc", name="Ada")
    assert not was_replay()

    create(Lead, by=alice, key="abc", name="Ada")

    assert was_replay()
    assert last_event() == Event.objects.get()


def test_the_next_action_is_no_repeat(alice):
    create(Lead, by=alice, key="abc", name="Ada")
    create(Lead, by=alice, key="abc", name="Ada")

    create(Lead, by=alice, name="Ada")

    assert not was_replay()


def test_a_key_with_other_arguments_is_refused(alice):
    create(Lead, by=alice, key="abc", name="Ada")

    with pytest.raises(KeyReused) as refused:
        create(Lead, by=alice, key="abc", name="Babbage")
    assert (refused.value.status, refused.value.code) == (422, "key_reused")


def test_a_key_on_another_record_is_refused(alice):
    one, other = make_lead(owner=alice), make_lead(owner=alice)
    update(one, by=alice, key="abc", phone="1")

    with pytest.raises(KeyReused):
        update(other, by=alice, key="abc", phone="1")


def test_a_caller_may_say_what_counts_as_the_same_request(alice):
    first = Key.of("abc", "POST", "/api/v1/leads", b'{"name": "Ada"}')
    create(Lead, by=alice, key=first, name="Ada")

    assert done_before(alice, first) == Event.objects.get()
    with pytest.raises(KeyReused):
        done_before(alice, Key.of("abc", "POST", "/api/v1/leads", b'{"name": "Eve"}'))


def test_where_one_part_ends_and_the_next_begins_counts():
    assert Key.of("k", "ab", "c").digest != Key.of("k", "a", "bc").digest


def test_the_first_answer_is_given_as_it_was(alice):
    lead = create(Lead, by=alice, key="abc", name="Ada")
    update(lead, by=alice, name="Augusta")

    again = create(Lead, by=alice, key="abc", name="Ada")

    assert (again.pk, again.name, again.version) == (lead.pk, "Ada", 1)


def test_the_first_answer_is_given_when_its_record_is_gone(alice):
    lead = create(Lead, by=alice, key="abc", name="Ada")
    delete(lead, by=alice)

    again = create(Lead, by=alice, key="abc", name="Ada")

    assert (again.pk, again.name) == (lead.pk, "Ada")
    assert not Lead.objects.exists()


def test_the_first_answer_is_given_after_it_was_undone(alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice, key="abc")
    undo(last_event(), by=alice)

    assert convert_lead(lead, by=alice, key="abc") == customer
    assert not Customer.objects.exists()


def test_an_answer_that_is_no_record_is_kept_too(alice):
    ids = [make_lead(owner=alice).pk for _ in range(3)]
    replied = LeadStatus.objects.get(code="REPLIED")

    first = move_leads(Lead, by=alice, key="abc", ids=ids, status=replied)

    assert first == move_leads(Lead, by=alice, key="abc", ids=ids, status=replied) == 3


def test_a_key_may_be_long(alice):
    first = create(Lead, by=alice, key="k" * 500, name="Ada")

    assert create(Lead, by=alice, key="k" * 500, name="Ada") == first
    with pytest.raises(Refusal):
        create(Lead, by=alice, key="k" * 500, name="Eve")
