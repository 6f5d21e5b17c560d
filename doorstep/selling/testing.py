"""Factories: the smallest valid record, with anything overridden by keyword, without history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from doorstep.documents.reckoning import reckon
from doorstep.history.journal import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.selling.models import (
    DeliveryNote,
    DeliveryNoteLine,
    Quotation,
    QuotationLine,
    SalesOrder,
    SalesOrderLine,
)


def make_document(model: Any, line: Any, *, rate: str, quantity: str, **fields: Any) -> Any:
    """A draft with one line, for a customer of its owner."""
    with unrecorded():
        if not {"customer", "lead"} & fields.keys():
            fields["customer"] = make_customer(owner=fields.get("owner"))
        party = fields.get("customer") or fields.get("lead")
        document = model(**{"currency": "EUR", "party_name": str(party)} | fields)
        row = line(
            position=1, description="Widget", quantity=Decimal(quantity), rate=Decimal(rate)
        )
        reckon(document, [row])
        document.save()
        setattr(row, row.part_of, document)
        row.save()
        return document


def make_quotation(*, rate: str = "100", quantity: str = "3", **fields: Any) -> Quotation:
    return make_document(Quotation, QuotationLine, rate=rate, quantity=quantity, **fields)  # type: ignore[no-any-return]


def make_sales_order(*, rate: str = "100", quantity: str = "3", **fields: Any) -> SalesOrder:
    return make_document(SalesOrder, SalesOrderLine, rate=rate, quantity=quantity, **fields)  # type: ignore[no-any-return]


def make_delivery_note(*, rate: str = "100", quantity: str = "3", **fields: Any) -> DeliveryNote:
    return make_document(  # type: ignore[no-any-return]
        DeliveryNote, DeliveryNoteLine, rate=rate, quantity=quantity, **fields
    )
