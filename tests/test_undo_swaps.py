"""What may be there once changes hands in an undo as well: marks, names, e-mails."""

import pytest

from doorstep.history.action import ACTIONS, action, last_event
from doorstep.history.actions import undo
from doorstep.parties.actions import link_address, link_contact, update_contact
from doorstep.parties.models import AddressLink, ContactEmail, ContactLink, Customer, Lead
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from tests.steps import dump


@pytest.fixture
def passing_on():
    """Give each record what the next one has of a column; the last gets what the first had."""

    @action("*.passed_on", verb="edit", label="Pass on")
    def pass_on(model, *, by, column):
        rows = list(model._base_manager.order_by("pk"))
        values = [getattr(row, column) for row in rows]
        model._base_manager.all().rewrite({row.pk: {column: f"~{row.pk}"} for row in rows})
        turned = [*values[1:], values[0]]
        pairs = zip(rows, turned, strict=True)
        model._base_manager.all().rewrite({row.pk: {column: value} for row, value in pairs})

    yield pass_on
    del ACTIONS["*.passed_on"]


def undone_and_redone(by, before):
    after = dump()
    undo(last_event(), by=by)
    assert dump() == before
    undo(last_event(), by=by)
    assert dump() == after


def test_the_main_contact_goes_back_to_the_one_before(alice):
    customer = make_customer(owner=alice)
    first, second = (make_contact(owner=alice, customer=customer) for _ in range(2))
    link_contact(first, by=alice, record=customer, is_primary=True)
    before = dump()

    link_contact(second, by=alice, record=customer, is_primary=True)

    undone_and_redone(alice, before)
    assert ContactLink.objects.get(is_primary=True).contact == second


def test_each_preference_goes_back_to_the_address_before(alice):
    customer = make_customer(owner=alice)
    marks = ("is_primary", "is_billing", "is_shipping")
    first, second = (make_address(owner=alice, customer=customer, title=t) for t in "AB")
    link_address(first, by=alice, record=customer, **dict.fromkeys(marks, True))
    before = dump()

    link_address(second, by=alice, record=customer, **dict.fromkeys(marks, True))

    undone_and_redone(alice, before)
    assert AddressLink.objects.get(is_billing=True, is_shipping=True).address == second


def test_the_primary_email_goes_back_to_the_one_before(alice):
    contact = make_contact(owner=alice, email="a@x.test")
    update_contact(
        contact,
        by=alice,
        emails=[{"email": "a@x.test", "is_primary": True}, {"email": "b@x.test"}],
    )
    before = dump()

    contact.refresh_from_db()
    update_contact(
        contact,
        by=alice,
        emails=[{"email": "a@x.test"}, {"email": "b@x.test", "is_primary": True}],
    )

    undone_and_redone(alice, before)
    assert ContactEmail.objects.get(is_primary=True).email == "b@x.test"


@pytest.mark.parametrize("count", [2, 3, 30])
@pytest.mark.parametrize(("model", "column"), [(Customer, "name"), (Lead, "email_key")])
def test_values_that_went_round_go_back_the_other_way(alice, passing_on, model, column, count):
    for n in range(count):
        make_customer(owner=alice, name=f"Oak {n}")
        make_lead(owner=alice, name=f"Ana {n}", email=f"{n}@x.test")
    before = dump()

    passing_on(model, by=alice, column=column)

    undone_and_redone(alice, before)
