"""What sending costs: by rule, by net total or weight, and only where it goes."""

from decimal import Decimal as D

import pytest

from doorstep.catalog.models import ShippingRule
from doorstep.catalog.shipping import Step, do_overlap
from doorstep.catalog.testing import make_item, make_shipping_rule
from doorstep.kit.errors import Invalid
from doorstep.parties.testing import make_address, make_customer
from doorstep.records.actions import update
from doorstep.selling import actions as selling
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.selling.refusals import NotDeliverable
from doorstep.selling.shipping import ways_of
from doorstep.selling.shipping_by import ship_by
from doorstep.selling.testing import make_sales_order

BY_NET = ((0, 100, 8), (100, None, 0))


def ordered(by, country="NO", *, rate="80", **line):
    customer = make_customer()
    make_address(customer=customer, country=country, is_shipping=True, is_billing=True)
    rows = [{"description": "Lamp", "quantity": D(1), "rate": D(rate)} | line]
    return selling.create_order(SalesOrder, by=by, customer=customer, lines=rows)


def test_it_costs_by_net_total_and_goes_to_its_countries_only(by):
    """L165."""
    rule = make_shipping_rule("Parcel", *BY_NET, basis="NET", countries="NO")

    assert ship_by(ordered(by), by=by, rule=rule).grand_total == D(88)
    assert ship_by(ordered(by, rate="100"), by=by, rule=rule).grand_total == D(100)
    abroad = ordered(by, "MX")
    with pytest.raises(NotDeliverable, match="does not go to Mexico"):
        ship_by(abroad, by=by, rule=rule)
    assert ways_of(abroad) == []


def test_it_costs_by_weight(by):
    rule = make_shipping_rule("Freight", (0, 5, 8), (5, 30, 20), basis="WEIGHT")
    lamp = make_item(weight=D(2))

    assert [way.amount for way in ways_of(ordered(by, item=lamp, quantity=D(3)))] == [D(20)]
    with pytest.raises(NotDeliverable):
        ship_by(ordered(by, item=lamp, quantity=D(15)), by=by, rule=rule)


def test_another_rule_takes_the_place_of_the_first_and_none_takes_it_away(by):
    parcel, courier = make_shipping_rule(), make_shipping_rule("Courier", (0, None, 25))
    order = ship_by(ordered(by), by=by, rule=parcel)

    order = ship_by(order, by=by, rule=courier)
    assert [line.description for line in order.lines.all()] == ["Lamp", "Courier"]
    assert (order.grand_total, ship_by(order, by=by, rule=None).grand_total) == (D(105), D(80))


def test_what_was_quoted_for_sending_is_ordered_with_it(by):
    offer = selling.create_quotation(
        Quotation, by=by, party=make_customer(), lines=[{"description": "Lamp", "rate": D(80)}]
    )
    offer = selling.submit_quotation(ship_by(offer, by=by, rule=make_shipping_rule()), by=by)

    order = selling.order_quotation(offer, by=by)

    assert (order.grand_total, order.lines.last().shipping_rule.name) == (D(88), "Parcel")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(0, 100), (100, None)], False),
        ([(100, None), (0, 100)], False),
        ([(0, 100), (99, None)], True),
        ([(0, None), (100, None)], True),
    ],
)
def test_steps_that_hold_for_the_same_overlap(steps, expected):
    found = [Step(D(starts), ends and D(ends), D(1)) for starts, ends in steps]

    assert do_overlap(found) is expected


def test_a_rule_whose_steps_overlap_is_refused(by):
    rule = make_shipping_rule("Parcel", *BY_NET, basis="NET")
    steps = [{"starts": D(0), "ends": None, "amount": D(8)}] * 2

    with pytest.raises(Invalid, match="hold for the same"):
        update(rule, by=by, steps=steps)


def test_a_country_that_is_none_is_refused(by):
    with pytest.raises(Invalid, match="no code of a country"):
        update(make_shipping_rule(), by=by, countries="DE, Elsewhere")


def test_programs_read_the_ways_and_choose_one(as_alice, alice):
    make_shipping_rule()
    order = make_sales_order(owner=alice)
    place = f"/api/v1/sales-orders/{order.pk}/shipping"

    assert as_alice.get(place).json() == {"items": [{"rule": "Parcel", "amount": "8.00"}]}
    said = as_alice.post(place, {"rule": "Parcel"}, content_type="application/json")
    assert (said.status_code, said.json()["grand_total"]) == (200, "308.00")
    wrong = as_alice.post(place, {"rule": "Dove"}, content_type="application/json")
    assert (wrong.status_code, ShippingRule.objects.count()) == (422, 1)
