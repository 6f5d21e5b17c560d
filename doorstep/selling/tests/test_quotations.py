"""Offers: prices, days, alternatives, what they make of leads, what customers answer."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from doorstep.catalog.testing import make_item
from doorstep.documents.reckoning import reckon
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import LeadStatus, sales_policy
from doorstep.parties.testing import make_customer, make_lead
from doorstep.pricing.testing import make_price
from doorstep.selling import actions
from doorstep.selling.chores import expire_quotations
from doorstep.selling.drawing import lay_out
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.offered import hash_of
from doorstep.selling.quoting import left_of
from doorstep.users.models import User

LINES = [{"description": "Vesper pendant", "quantity": D(10), "rate": D(100)}]
Code = LeadStatus.Code


@pytest.fixture
def by(db):
    return User.system()


@pytest.fixture
def lead(by):
    return make_lead(name="Nadia Ferrante", organisation="Studio Quill")


def offered(by, party, *, lines=LINES, **said):
    made = actions.create_quotation(Quotation, by=by, party=party, lines=lines, **said)
    return actions.submit_quotation(made, by=by)


def status_of(lead):
    lead.refresh_from_db()
    return lead.status.code


def rule(**values):
    policy = sales_policy()
    with unrecorded():
        for name, value in values.items():
            setattr(policy, name, value)
        policy.save()


def test_an_offer_ends_after_so_many_days_and_not_before_it_begins(by, lead):
    """I116, I117."""
    rule(quotation_days=20)
    made = actions.create_quotation(Quotation, by=by, party=lead)
    assert made.valid_until == made.date + timedelta(days=20)
    with pytest.raises(Invalid):
        actions.update_quotation(made, by=by, valid_until=made.date - timedelta(days=1))


def test_the_clock_ends_what_nobody_answered_and_leaves_the_rest(by, lead):
    """I118, I119."""
    day = localdate() - timedelta(days=10)
    ended = {"date": day, "valid_until": localdate() - timedelta(days=1)}
    old, lost, agreed = (offered(by, lead, **ended) for _each in range(3))
    actions.lose_quotation(lost, by=by, text="Too dear")
    with unrecorded():
        Quotation._base_manager.filter(pk=agreed.pk).update(accepted_at=old.submitted_at)

    assert (expire_quotations(), expire_quotations()) == (1, 0)

    statuses = Quotation.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["EXPIRED", "LOST", "OPEN"]
    old.refresh_from_db()
    with pytest.raises(Conflict):
        actions.order_quotation(old, by=by)
    rule(order_expired=True)
    assert actions.order_quotation(old, by=by).quotation == old


def test_what_was_ordered_is_not_proposed_again_and_cannot_be_lost(by):
    """I120, I121."""
    offer = offered(by, make_customer())
    line = offer.lines.get()
    rows = [{"quotation_line": line.pk, "quantity": D(4)}]
    actions.submit_order(actions.order_quotation(offer, by=by, lines=rows), by=by)
    offer.refresh_from_db()
    assert offer.status == "PARTLY_ORDERED"
    assert [quantity for _line, quantity in left_of(list(offer.lines.all()))] == [D(6)]
    with pytest.raises(Conflict):
        actions.lose_quotation(offer, by=by)
    actions.submit_order(actions.order_quotation(offer, by=by), by=by)
    offer.refresh_from_db()
    assert offer.status == "ORDERED"


def test_an_alternative_counts_for_nothing_until_it_is_chosen(by):
    """I122."""
    other = {"description": "In copper", "quantity": D(10), "rate": D(120)}
    lines = [*LINES, {**other, "is_alternative": True}]
    offer = offered(by, make_customer(), lines=lines)
    assert offer.grand_total == D(1000)
    chosen = offer.lines.get(is_alternative=True)
    order = actions.order_quotation(offer, by=by, lines=[{"quotation_line": chosen.pk}])
    assert order.grand_total == D(1200)


def test_a_lead_follows_its_offers(by, lead):
    """Reference 4: Quotation while one stands, Lost quotation when only lost ones are left."""
    offer = offered(by, lead)
    assert status_of(lead) == Code.QUOTATION
    second = offered(by, lead)
    actions.lose_quotation(offer, by=by)
    assert status_of(lead) == Code.QUOTATION
    actions.lose_quotation(second, by=by)
    assert status_of(lead) == Code.LOST_QUOTATION
    third = offered(by, lead)
    actions.cancel_quotation(third, by=by)
    assert status_of(lead) == Code.LOST_QUOTATION


def test_offers_go_to_the_customer_a_lead_becomes(by, lead):
    """C49, C50, I123."""
    draft = actions.quote_lead(lead, by=by)
    offer = offered(by, lead)
    order = actions.order_quotation(offer, by=by)
    draft.refresh_from_db()
    lead.refresh_from_db()
    assert draft.customer == order.customer == lead.customer
    assert status_of(lead) == Code.CONVERTED
    assert actions.quote_lead(lead, by=by).customer == lead.customer


def test_nothing_of_a_line_is_refused_unless_the_house_allows_it(by, lead):
    """I125."""
    none = [{"description": "To be counted", "quantity": D(0), "rate": D(5)}]
    made = actions.create_quotation(Quotation, by=by, party=lead, lines=none)
    with pytest.raises(Invalid):
        actions.submit_quotation(made, by=by)
    rule(zero_quantity=True)
    made.refresh_from_db()
    assert actions.submit_quotation(made, by=by).status == "OPEN"


def test_many_lines_ask_for_prices_as_often_as_two(by):
    """Prices, taxes and factors are looked for once for all lines."""
    customer = make_customer()
    items = [make_item() for _each in range(30)]
    for item in items:
        make_price(item=item, rate=D(12))
    make_price(item=items[0], rate=D(10), customer=customer)

    def asked(count):
        lines = [{"item": item, "quantity": D(2)} for item in items[:count]]
        with CaptureQueriesContext(connection) as context:
            document = Quotation(customer=customer)
            rows = lay_out(document, by=by, values={"lines": lines})
            reckon(document, rows)
        return len(context), rows

    few, _rows = asked(2)
    many, rows = asked(30)
    assert few == many
    assert (rows[0].rate, {row.rate for row in rows[1:]}) == (D(10), {D(12)})  # L157


def test_an_offer_is_accepted_once_under_a_name(by, lead):
    offer = offered(by, lead)
    kept = hash_of(offer)

    actions.accept_quotation(offer, by=by, name=" Nadia  Ferrante ", ip="192.0.2.7")

    offer.refresh_from_db()
    assert (offer.accepted_by, offer.accepted_ip) == ("Nadia Ferrante", "192.0.2.7")
    assert offer.accepted_hash == kept == hash_of(Quotation.objects.get(pk=offer.pk))
    with pytest.raises(Conflict):
        actions.accept_quotation(offer, by=by, name="Somebody else")
    with pytest.raises(Conflict):
        actions.decline_quotation(offer, by=by, reason="No")
    assert not SalesOrder.objects.exists()


def test_the_house_may_want_a_draft_order_of_what_was_accepted(by, lead):
    rule(order_accepted=True)
    actions.accept_quotation(offered(by, lead), by=by, name="Nadia")
    assert SalesOrder.objects.get().status == "DRAFT"


def test_an_offer_that_is_over_cannot_be_accepted(by, lead):
    day = localdate()
    over = {"date": day - timedelta(days=9), "valid_until": day - timedelta(days=1)}
    with pytest.raises(Conflict, match="no longer valid"):
        actions.accept_quotation(offered(by, lead, **over), by=by, name="Nadia")


def test_who_declines_says_why_and_the_offer_is_lost(by, lead):
    offer = offered(by, lead)
    with pytest.raises(Invalid):
        actions.decline_quotation(offer, by=by, reason=" ")
    actions.decline_quotation(offer, by=by, reason="Too late for us")
    offer.refresh_from_db()
    assert (offer.status, offer.lost_text) == ("LOST", "Too late for us")
    assert offer.declined_at


def test_converting_says_that_offers_come_along(by, lead):
    offered(by, lead)
    customer = convert_lead(lead, by=by)
    assert customer.quotations.count() == 1
