"""What an item costs whom, and why."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from doorstep.catalog.models import PriceList
from doorstep.catalog.refusals import NoSuchUnit
from doorstep.catalog.testing import make_item, make_price_list, unit
from doorstep.kit.errors import Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_customer, set_policy
from doorstep.pricing.actions import create_price, update_price
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.prices import price_for
from doorstep.pricing.testing import make_price
from doorstep.users.models import User

DAY = date(2026, 5, 1)


@pytest.fixture
def item(db):
    return make_item(units={"Set": 4})


@pytest.fixture
def oak(db):
    return make_customer(name="Oak")


def rate(item, **asked):
    return price_for(item, **{"day": DAY} | asked).rate


def test_a_customer_has_the_price_made_for_them_and_others_the_general_one(item, oak):
    make_price("12", item=item)
    own = make_price("10", item=item, customer=oak)

    found = price_for(item, day=DAY, customer=oak)

    assert (found.rate, found.row, found.currency) == (D(10), own, "EUR")
    assert rate(item, customer=make_customer(name="Elm")) == D(12)
    assert rate(item) == D(12)


def test_the_explanation_names_the_row_and_what_it_says(item, oak):
    general = make_price("12", item=item)
    own = make_price("10", item=item, customer=oak, from_quantity=5, valid_from=DAY)

    why = " ".join(price_for(item, day=DAY, customer=oak, quantity=D(5)).why)

    assert f"item_price:{own.pk}" in why
    assert "Made for Oak." in why
    assert "From 5 Piece on." in why
    assert f"Less specific: item_price:{general.pk}." in why


def test_a_price_from_tomorrow_does_not_hold_today(item):
    make_price("12", item=item)
    make_price("13", item=item, valid_from=DAY + timedelta(days=1))

    assert rate(item) == D(12)
    assert rate(item, day=DAY + timedelta(days=1)) == D(13)


def test_a_price_holds_through_its_last_day(item):
    make_price("9", item=item, valid_until=DAY)

    assert rate(item) == D(9)
    assert rate(item, day=DAY + timedelta(days=1)) is None


def test_who_takes_more_pays_less(item):
    make_price("12", item=item)
    make_price("11", item=item, from_quantity=10)

    assert [rate(item, quantity=D(n)) for n in (9, 10)] == [D(12), D(11)]


def test_a_price_of_another_unit_is_converted_and_says_so(item):
    make_price("12", item=item)

    found = price_for(item, day=DAY, unit=unit("Set"))

    assert found.rate == D(48)
    assert "Said of a Piece, and converted." in found.why


def test_a_price_of_the_asked_unit_comes_first(item):
    make_price("12", item=item)
    make_price("40", item=item, unit=unit("Set"))

    assert rate(item, unit=unit("Set")) == D(40)
    assert rate(item) == D(12)


def test_a_unit_it_is_not_sold_by_is_refused(item):
    with pytest.raises(NoSuchUnit):
        rate(item, unit=unit("Litre"))


def test_so_much_off_the_usual_price(item, oak):
    general = make_price("12", item=item)
    make_price(None, item=item, customer=oak, discount=D(15))

    found = price_for(item, day=DAY, customer=oak)

    assert (found.rate, found.base) == (D("10.2"), general)
    assert any("15 % off the usual 12" in says for says in found.why)


@pytest.fixture
def lists(item):
    names = ("Own", "Group", "House")
    found = {name: make_price_list(name) for name in names}
    for number, each in enumerate(found.values(), start=1):
        make_price(str(number), item=item, price_list=each)
    make_price("9", item=item)
    return found


def test_the_list_is_that_of_the_customer_the_group_or_the_house(item, oak, lists):
    assert rate(item, customer=oak) == D(9)
    set_policy(price_list=lists["House"])
    assert rate(item, customer=oak) == D(3)
    group = oak.group
    with unrecorded():
        type(group).objects.filter(pk=group.pk).update(price_list=lists["Group"])
    assert rate(item, customer=Customer.objects.get(pk=oak.pk)) == D(2)
    with unrecorded():
        Customer.objects.filter(pk=oak.pk).update(price_list=lists["Own"])
    assert rate(item, customer=Customer.objects.get(pk=oak.pk)) == D(1)


@pytest.mark.parametrize(
    "fields",
    [{"disabled": True}, {"valid_until": date(2026, 4, 30)}, {"valid_from": date(2026, 5, 2)}],
)
def test_a_list_that_does_not_hold_has_no_price(item, fields):
    prices = make_price_list("Old", **fields)
    make_price("12", item=item, price_list=prices)

    found = price_for(item, day=DAY, price_list=prices)

    assert (found.rate, found.row) == (None, None)
    assert "“Old”" in found.why[0]


def test_without_any_price_the_answer_says_so(item):
    assert "no price for this item" in price_for(item, day=DAY).why[0]


def test_it_takes_few_queries_however_many_prices_there_are(
    item, oak, django_assert_max_num_queries
):
    for number in range(1, 20):
        make_price("12", item=item, from_quantity=number)

    with django_assert_max_num_queries(8):
        price_for(item, day=DAY, customer=oak, quantity=D(7))


SAID = {
    "general": {},
    "from a day": {"valid_from": DAY},
    "of a customer": {"customer": "oak"},
    "of a customer from a day": {"customer": "oak", "valid_from": DAY},
}


@pytest.mark.parametrize("fields", SAID.values(), ids=SAID)
def test_the_same_price_twice_is_refused(item, oak, fields):
    fields = fields | ({"customer": oak} if "customer" in fields else {})
    said = {"item": item, "price_list": PriceList.objects.first(), "rate": D(12)} | fields
    create_price(ItemPrice, by=User.system(), **said)

    with pytest.raises(Invalid) as refused:
        create_price(ItemPrice, by=User.system(), **said)

    assert "item" in refused.value.fields
    create_price(ItemPrice, by=User.system(), **said | {"from_quantity": D(2)})


@pytest.mark.parametrize(
    "fields",
    [
        {"valid_from": DAY, "valid_until": date(2026, 4, 30)},
        {"discount": D(5)},
        {"rate": None},
        {"rate": D(-1)},
        {"from_quantity": D(-1)},
        {"price_list": None},
    ],
)
def test_a_price_that_makes_no_sense_is_refused(item, fields):
    said = {"item": item, "price_list": PriceList.objects.first(), "rate": D(12)}

    with pytest.raises(Invalid):
        create_price(ItemPrice, by=User.system(), **said | fields)


def test_a_price_in_a_unit_it_is_not_sold_by_is_refused(item):
    with pytest.raises(NoSuchUnit):
        update_price(make_price(item=item), by=User.system(), unit=unit("Litre"))
