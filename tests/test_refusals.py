"""What the database refuses becomes a refusal for people; a lost race is run again."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from doorstep.history.action import ACTIONS, action
from doorstep.history.models import Event
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"score": 101}, "score", "between 0 and 100"),
    ],
)
def test_a_broken_constraint_names_its_field(alice, values, field, says):
    lead = make_lead(owner=alice)

    with pytest.raises(Invalid) as refused:
        update(lead, by=alice, **values)

    assert says in refused.value.fields[field]
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_missing_value_names_its_column(alice):
    with pytest.raises(Invalid) as refused:
        create(Lead, by=alice, name=None)

    assert "name" in refused.value.fields


@pytest.fixture
def swap_phones():
    meeting = Barrier(2, timeout=3)

    @action("lead.swapped", verb="edit", label="Swap")
    def swap_phones(lead: Lead, *, by, other: int) -> Lead:
        """Hold one lead while asking for the other."""
        with suppress(BrokenBarrierError):  # the second time there is nobody to wait for
            meeting.wait()
        second = Lead.objects.lock(Lead(pk=other))
        lead.phone, second.phone = second.phone, lead.phone
        lead.save()
        second.save()
        return lead

    yield swap_phones, meeting
    del ACTIONS["lead.swapped"]


@pytest.mark.django_db(transaction=True)
def test_of_two_that_wait_for_each_other_both_succeed_in_the_end(alice, swap_phones):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nothing can wait for each other")
    swap, meeting = swap_phones
    one, other = make_lead(owner=alice, phone="1"), make_lead(owner=alice, phone="2")
    pairs = [(one, other.pk), (other, one.pk)]

    def run(pair):
        try:
            return swap(pair[0], by=alice, other=pair[1])
        finally:
            meeting.abort()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, pairs))

    assert [lead.phone for lead in Lead.objects.order_by("pk")] == ["1", "2"]
    assert Event.objects.count() == 2
