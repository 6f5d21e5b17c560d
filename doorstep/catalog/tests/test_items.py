"""Items: what they need, how many of which unit, and what may be sold of them."""

from datetime import date
from decimal import Decimal as D

import pytest

from doorstep.catalog.actions import create_item, update_item
from doorstep.catalog.models import Item, ItemGroup, UnitOfMeasure
from doorstep.catalog.queries import factor_of
from doorstep.catalog.refusals import (
    DiscountTooGreat,
    NoSuchUnit,
    NotForSale,
    WholeNumbersOnly,
)
from doorstep.catalog.rules import check_discount, check_quantity, check_sellable
from doorstep.catalog.testing import make_item, unit
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.records.actions import create
from doorstep.users.models import User
from doorstep.users.testing import make_user

DAY = date(2026, 5, 1)


def test_an_item_is_counted_in_pieces_unless_said_otherwise(alice):
    item = create_item(Item, by=alice, code=" L-1 ", name="Pendant  Alder")

    assert (item.code, item.name, item.unit.name) == ("L-1", "Pendant Alder", "Piece")
    assert item.owner == alice


def test_two_items_of_one_code_are_refused_whatever_the_case(alice):
    make_item(code="L-1")

    with pytest.raises(Invalid) as refused:
        create_item(Item, by=alice, code="l-1", name="Another")

    assert "code" in refused.value.fields


def test_an_item_belongs_to_a_group_that_holds_no_other(alice):
    with unrecorded():
        lamps = ItemGroup.objects.create(name="Lamps")
        pendants = ItemGroup.objects.create(name="Pendants", parent=lamps)

    with pytest.raises(Invalid, match="holds other groups"):
        create_item(Item, by=alice, code="L-1", name="A", group=lamps)
    item = create_item(Item, by=alice, code="L-1", name="A", group=pendants)
    with pytest.raises(Invalid, match="holds other groups"):
        update_item(item, by=alice, group=lamps)


def test_its_units_are_replaced_and_come_back_by_undo(alice):
    item = make_item(owner=alice, units={"Set": 4})

    update_item(item, by=alice, units=[{"unit": unit("Dozen"), "factor": D(12)}])
    undo(Event.objects.get(), by=alice)

    assert [(each.unit.name, each.factor) for each in item.units.all()] == [("Set", D(4))]


def test_a_unit_said_twice_is_refused(alice):
    row = {"unit": unit("Set"), "factor": D(4)}

    with pytest.raises(Invalid, match="correct"):
        create_item(Item, by=alice, code="L-1", name="A", units=[row, row])


@pytest.mark.parametrize(
    ("own", "asked", "factor"),
    [
        ("Piece", "Piece", "1"),
        ("Piece", "Dozen", "12"),
        ("Piece", "Set", "4"),
        ("Centimetre", "Metre", "100"),
        ("Day", "Hour", "0.125"),
    ],
)
def test_units_are_converted_by_the_item_or_by_their_bases(db, own, asked, factor):
    item = make_item(unit=unit(own), units={"Set": 4} if own == "Piece" else {})

    assert factor_of(item, unit(asked)) == D(factor)


def test_what_the_item_says_of_a_unit_comes_first(db):
    assert factor_of(make_item(units={"Dozen": 13}), unit("Dozen")) == D(13)


def test_a_unit_nobody_spoke_of_is_refused(db):
    with pytest.raises(NoSuchUnit, match="Litre"):
        factor_of(make_item(), unit("Litre"))


@pytest.mark.parametrize(
    "fields",
    [{"disabled": True}, {"is_sales_item": False}, {"sold_until": date(2026, 4, 30)}],
)
def test_what_is_not_sold_is_refused(db, fields):
    with pytest.raises(NotForSale):
        check_sellable(make_item(**fields), DAY)


def test_what_is_sold_until_today_is_sold_today(db):
    check_sellable(make_item(sold_until=DAY), DAY)


def test_more_than_the_greatest_discount_is_refused(db):
    item = make_item(max_discount=D(10))

    check_discount(item, D(10))
    with pytest.raises(DiscountTooGreat, match="10 percent"):
        check_discount(item, D(12))


def test_half_a_piece_is_refused_and_half_a_metre_is_not(db):
    check_quantity(unit("Metre"), D("0.5"))
    check_quantity(unit("Piece"), D("2.000"))
    with pytest.raises(WholeNumbersOnly):
        check_quantity(unit("Piece"), D("0.5"))


def test_a_sales_rep_of_a_new_install_sees_items_and_makes_none(db):
    from doorstep.users.models import Role

    rep = make_user("rep@example.org", roles=[Role.objects.get(name="Sales Rep")])
    item = make_item()

    assert list(Item.objects.visible_to(rep)) == [item]
    with pytest.raises(Forbidden):
        create_item(Item, by=rep, code="L-9", name="A")


def test_history_says_what_was_changed(alice):
    item = make_item(owner=alice)

    update_item(item, by=alice, name="Lantern")

    event = Event.objects.get()
    assert (event.name, event.changes.get().before) == (
        "item.updated",
        {"name": "Pendant Alder"},
    )


def test_a_new_install_counts_in_units(db):
    assert UnitOfMeasure.objects.get(name="Dozen").factor == 12
    assert create(UnitOfMeasure, by=User.system(), name="Box").position > 0
