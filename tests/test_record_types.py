"""What every record type promises, checked for each one that is declared."""

import pytest

from doorstep.activity.testing import make_calendar_event, make_task
from doorstep.billing.testing import make_credit_note, make_payment, make_sales_invoice
from doorstep.catalog.testing import make_exchange_rate, make_item
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.mail.testing import make_message
from doorstep.marketing.testing import make_mail_sequence
from doorstep.parties.testing import (
    make_address,
    make_contact,
    make_customer,
    make_lead,
    make_supplier,
)
from doorstep.pipeline.testing import make_opportunity
from doorstep.portal.testing import make_shop_item, make_shop_page
from doorstep.pricing.testing import make_price
from doorstep.records.actions import delete, update
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY
from doorstep.selling.testing import make_delivery_note, make_quotation, make_sales_order

FACTORIES = {
    "address": make_address,
    "calendar_event": make_calendar_event,
    "contact": make_contact,
    "customer": make_customer,
    "exchange_rate": make_exchange_rate,
    "item": make_item,
    "item_price": make_price,
    "lead": make_lead,
    "mail_sequence": make_mail_sequence,
    "message": make_message,
    "opportunity": make_opportunity,
    "supplier": make_supplier,
    "task": make_task,
    "sales_order": make_sales_order,
    "quotation": make_quotation,
    "delivery_note": make_delivery_note,
    "sales_invoice": make_sales_invoice,
    "credit_note": make_credit_note,
    "payment": make_payment,
    "shop_item": make_shop_item,
    "shop_page": make_shop_page,
}
EVERY_TYPE = pytest.mark.parametrize("records", REGISTRY.values(), ids=lambda r: r.model.__name__)


def make(records, **fields):
    return FACTORIES[records.kind](**fields)


def row(record):
    return type(record).objects.filter(pk=record.pk).values().first()


@EVERY_TYPE
def test_its_list_holds_only_what_the_user_may_see(records, alice, carol):
    mine, _theirs = make(records, owner=alice), make(records, owner=carol)

    assert [row["id"] for row in records.page(alice, ListQuery()).items] == [mine.pk]


@EVERY_TYPE
def test_it_sorts_by_every_column_that_says_it_does(records, alice):
    make(records, owner=alice)

    for column in filter(None, (column.sort for column in records.columns)):
        assert len(records.page(alice, ListQuery(sort=f"-{column}")).items) == 1


@EVERY_TYPE
def test_it_refuses_to_sort_by_anything_else(records, alice):
    with pytest.raises(Invalid):
        records.page(alice, ListQuery(sort="owner__password"))


@EVERY_TYPE
def test_an_edit_is_refused_beyond_reach(records, alice, carol):
    with pytest.raises(Forbidden):
        update(make(records, owner=alice), by=carol, owner=carol)


@EVERY_TYPE
def test_an_edit_is_remembered_and_can_be_undone(records, alice, bob):
    record = make(records, owner=alice)

    update(record, by=bob, owner=bob)
    event = Event.objects.get()
    undo(event, by=bob)

    assert event.changes.get().before == {"owner_id": alice.pk}
    assert row(record)["owner_id"] == alice.pk


@EVERY_TYPE
def test_an_edit_from_an_old_page_is_refused(records, alice, bob):
    record = make(records, owner=alice)
    update(record, by=bob, owner=bob)

    with pytest.raises(Conflict, match="has changed since you opened it"):
        update(record, by=bob, seen=record.version, owner=alice)


KEPT_FOR_EVER = ("payment",)  # it is in the ledger: cancelled, never deleted


@EVERY_TYPE
def test_deleting_it_can_be_undone(records, alice):
    if records.kind in KEPT_FOR_EVER:
        pytest.skip("it cannot be deleted")
    record = make(records, owner=alice)
    before = row(record)

    delete(record, by=alice)
    assert row(record) is None
    undo(Event.objects.get(), by=alice)

    moves = {"version", "updated_at"}
    assert {k: v for k, v in row(record).items() if k not in moves} == {
        k: v for k, v in before.items() if k not in moves
    }
