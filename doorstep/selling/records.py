"""The record types of selling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.documents.lines import lines_field
from doorstep.history.reading import as_of
from doorstep.parties.models import Customer, Lead
from doorstep.records.columns import Bulk, Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.past import past_of
from doorstep.records.references import Reference
from doorstep.records.types import RecordType
from doorstep.selling.models import (
    DeliveryNote,
    DeliveryNoteLine,
    Quotation,
    QuotationLine,
    SalesOrder,
    SalesOrderLine,
)
from doorstep.users.models import User


def parties_of_quotations(ids: Sequence[int], by: User) -> Mapping[int, Any]:
    """Whom each is made out to, as "lead:7" or "customer:3"."""
    rows = Quotation._base_manager.filter(pk__in=ids)
    return {
        pk: f"customer:{customer}" if customer else f"lead:{lead}"
        for pk, customer, lead in rows.values_list("pk", "customer_id", "lead_id")
    }


@past_of(parties_of_quotations)
def party_then(_collect: Any, pk: int, moment: datetime, by: User) -> Any:
    """Whom it was made out to: a lead, until that became a customer."""
    held = as_of(Quotation(pk=pk), moment) or {}
    customer, lead = held.get("customer_id"), held.get("lead_id")
    return f"customer:{customer}" if customer else f"lead:{lead}"


PAPER = tuple(
    map(
        Field,
        (
            *("date", "currency", "exchange_rate", "price_list", "payment_terms"),
            *("contact", "billing_address", "shipping_address", "language"),
            *("discount_percent", "discount_amount", "note", "terms_text"),
        ),
    )
)
TOTALS = (
    *map(Field, ("net_total", "tax_total", "grand_total", "base_total")),
    Field("submitted_at", readonly=True),
)
OWNED = tuple(map(Field, ("territory", "owner")))
NUMBER = Column("number", _("Number"), sort="number", cell="number_of", on_phone="m-main")
STATUS = Column("status", _("Status"), cell="status", on_phone="m-a")
DATE = Column("date", _("Date"), sort="date")
TOTAL = Column("grand_total", _("Total"), sort="grand_total", cell="sum", on_phone="m-c")
CURRENCY = Column("currency", _("Currency"))
PARTY = Column("party_name", _("Customer"), on_phone="m-b")
FILTERS = (
    Filter("status", icon="circle-dot"),
    Filter("customer", icon="building-2"),
    Filter("number"),
    Filter("date", icon="calendar-days"),
    Filter("grand_total", _("Total"), icon="banknote"),
    Filter("currency"),
    Filter("created_at", icon="calendar-days"),
    Filter("owner", icon="user-round"),
)
MONEY = Section(_("Money"), ("currency", "price_list", "payment_terms"))
PEOPLE = Section(_("Buyer"), ("contact", "billing_address", "shipping_address", "owner"))

QUOTATIONS = RecordType(
    model=Quotation,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        Field(
            "party",
            label=_("Party"),
            kind=Reference((Lead, Customer)),
            collect=parties_of_quotations,
            required=True,
        ),
        Field("customer", readonly=True),
        Field("lead", readonly=True),
        Field("party_name", readonly=True),
        *PAPER,
        *map(Field, ("valid_until", "opportunity")),
        Field("coupon", readonly=True),
        lines_field(QuotationLine, "is_alternative", counts=("ordered_quantity",)),
        Field("lost_text", readonly=True),
        Field("amended_from", readonly=True),
        *TOTALS,
        *OWNED,
    ),
    columns=(
        NUMBER,
        STATUS,
        PARTY,
        DATE,
        Column("valid_until", _("Valid until")),
        TOTAL,
        CURRENCY,
    ),
    filters=(*FILTERS, Filter("lead"), Filter("valid_until", icon="calendar-days")),
    search=("number", "party_name"),
    views=(
        View(_("All quotations"), ""),
        View(_("Waiting for an answer"), "status=OPEN&status=REPLIED"),
    ),
    facts=(Section(_("Quotation"), ("date", "valid_until")), MONEY, PEOPLE),
    icon="file-text",
)

SALES_ORDERS = RecordType(
    model=SalesOrder,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        *map(Field, ("customer", "delivery_on", "customer_reference", "needs_delivery")),
        *PAPER,
        Field("quotation", readonly=True),
        Field("coupon", readonly=True),
        Field("opportunity"),
        lines_field(
            SalesOrderLine,
            counts=("delivered_quantity", "billed_quantity"),
        ),
        *map(Field, ("delivered_percent", "billed_percent", "delivery_status", "billing_status")),
        Field("hold_reason", readonly=True),
        Field("amended_from", readonly=True),
        *TOTALS,
        *OWNED,
    ),
    columns=(
        NUMBER,
        STATUS,
        Column("customer__name", _("Customer"), on_phone="m-b"),
        DATE,
        Column("delivery_on", _("Deliver by"), shown=False),
        Column("delivered_percent", _("Delivered, %"), cell="number"),
        Column("billed_percent", _("Invoiced, %"), cell="number"),
        TOTAL,
        CURRENCY,
        Column("created_at", _("Created"), sort="created_at", cell="day", shown=False),
    ),
    filters=(
        *FILTERS,
        *map(Filter, ("delivery_status", "billing_status", "customer_reference")),
        Filter("delivery_on", icon="calendar-days"),
    ),
    search=("number", "customer__name", "customer_reference"),
    views=(
        View(_("All orders"), ""),
        View(_("To deliver"), "status=TO_DELIVER_AND_BILL&status=TO_DELIVER"),
        View(_("To invoice"), "status=TO_DELIVER_AND_BILL&status=TO_BILL"),
        View(_("On hold"), "status=ON_HOLD"),
    ),
    bulk=(
        Bulk("sales_order.many_closed", icon="package-check"),
        Bulk("sales_order.many_reopened", icon="rotate-ccw"),
    ),
    facts=(
        Section(_("Order"), ("date", "delivery_on", "customer_reference", "needs_delivery")),
        MONEY,
        PEOPLE,
    ),
    icon="shopping-bag",
)

DELIVERY_NOTES = RecordType(
    model=DeliveryNote,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        Field("customer"),
        *PAPER,
        Field("order", readonly=True),
        Field("return_of", readonly=True),
        *map(Field, ("customer_reference", "carrier", "tracking", "received_by", "received_at")),
        lines_field(DeliveryNoteLine, counts=("returned_quantity", "billed_quantity")),
        Field("billed_percent"),
        *TOTALS,
        *OWNED,
    ),
    columns=(
        NUMBER,
        STATUS,
        Column("customer__name", _("Customer"), on_phone="m-b"),
        DATE,
        Column("billed_percent", _("Invoiced, %"), cell="number"),
        TOTAL,
        CURRENCY,
    ),
    filters=(*FILTERS, *map(Filter, ("carrier", "tracking"))),
    search=("number", "customer__name", "tracking"),
    views=(
        View(_("All deliveries"), ""),
        View(_("To send"), "status=DRAFT"),
        View(_("To invoice"), "status=TO_BILL"),
        View(_("Returns"), "status=RETURN"),
    ),
    facts=(
        Section(_("Delivery"), ("date", "carrier", "tracking", "received_by", "received_at")),
        PEOPLE,
    ),
    icon="truck",
)
