"""The record types of billing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.billing.models import (
    Allocation,
    CreditNote,
    CreditNoteLine,
    DunningLevel,
    Payment,
    SalesInvoice,
    SalesInvoiceLine,
)
from doorstep.documents.lines import lines_field
from doorstep.history.reading import rows_then
from doorstep.records.columns import Column, Filter, Section, View
from doorstep.records.fields import Field
from doorstep.records.kinds import Number
from doorstep.records.masters import master_type
from doorstep.records.past import past_of
from doorstep.records.references import Reference
from doorstep.records.rows import Rows
from doorstep.records.types import RecordType
from doorstep.selling.records import (
    CURRENCY,
    DATE,
    FILTERS,
    MONEY,
    NUMBER,
    OWNED,
    PAPER,
    PEOPLE,
    STATUS,
    TOTAL,
    TOTALS,
)
from doorstep.users.models import User

CUSTOMER = Column("customer__name", _("Customer"), on_phone="m-b")
ALLOCATIONS = Rows(
    {"invoice": Reference((SalesInvoice,), null=False), "amount": Number(15, 2, null=True)},
    insists=("invoice",),
    most=500,
)


def allocations_of_payments(ids: Sequence[int], by: User) -> Mapping[int, Any]:
    """Which invoices each payment went to."""
    rows = Allocation._base_manager.filter(payment__in=ids).order_by("pk")
    found: dict[int, list[Any]] = defaultdict(list)
    for payment, invoice, amount in rows.values_list("payment_id", "invoice_id", "amount"):
        found[payment].append({"invoice": f"sales_invoice:{invoice}", "amount": str(amount)})
    return found


@past_of(allocations_of_payments)
def allocations_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(Allocation, moment, payment_id=pk)
    return [
        {"invoice": f"sales_invoice:{row['invoice_id']}", "amount": str(row["amount"])}
        for row in rows
    ]


SALES_INVOICES = RecordType(
    model=SalesInvoice,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        *map(Field, ("customer", "due_on", "customer_reference")),
        *PAPER,
        lines_field(SalesInvoiceLine, counts=("credited_quantity",)),
        *map(Field, ("paid_total", "credited_total", "outstanding")),
        *TOTALS,
        *OWNED,
    ),
    columns=(
        NUMBER,
        STATUS,
        CUSTOMER,
        DATE,
        Column("due_on", _("Due"), sort="due_on"),
        Column("outstanding", _("Outstanding"), sort="outstanding", cell="sum"),
        TOTAL,
        CURRENCY,
    ),
    filters=(
        *FILTERS,
        Filter("due_on", icon="calendar-days"),
        Filter("outstanding", icon="banknote"),
        Filter("customer_reference"),
    ),
    search=("number", "customer__name", "customer_reference"),
    views=(
        View(_("All invoices"), ""),
        View(_("Overdue"), "status=OVERDUE&sort=due_on"),
        View(_("Open"), "status=UNPAID&status=PARTLY_PAID&status=OVERDUE&sort=due_on"),
    ),
    facts=(
        Section(_("Invoice"), ("date", "due_on", "customer_reference")),
        MONEY,
        PEOPLE,
    ),
    icon="receipt",
)

CREDIT_NOTES = RecordType(
    model=CreditNote,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        Field("customer"),
        Field("invoice", readonly=True),
        *map(Field, ("reason", "reopens_order")),
        *PAPER,
        lines_field(CreditNoteLine),
        Field("unallocated"),
        *TOTALS,
        *OWNED,
    ),
    columns=(
        NUMBER,
        STATUS,
        CUSTOMER,
        DATE,
        Column("unallocated", _("Left as credit"), cell="sum"),
        TOTAL,
        CURRENCY,
    ),
    filters=(*FILTERS, Filter("invoice"), Filter("reason")),
    search=("number", "customer__name"),
    views=(View(_("All credit notes"), ""),),
    facts=(Section(_("Credit note"), ("date", "reason", "reopens_order")), MONEY, PEOPLE),
    icon="receipt",
)

PAYMENTS = RecordType(
    model=Payment,
    fields=(
        Field("number"),
        Field("status", readonly=True),
        *map(Field, ("customer", "kind", "date", "amount", "currency", "exchange_rate")),
        *map(Field, ("method", "reference", "note")),
        Field(
            "allocations",
            label=_("Allocations"),
            kind=ALLOCATIONS,
            collect=allocations_of_payments,
        ),
        *map(Field, ("unallocated", "base_amount")),
        *OWNED,
    ),
    columns=(
        Column("number", _("Number"), sort="number", on_phone="m-main"),
        Column("kind", _("Kind"), shown=False),
        STATUS,
        CUSTOMER,
        DATE,
        Column("method", _("Paid by")),
        Column("reference", _("Reference")),
        Column("unallocated", _("Left as credit"), cell="sum"),
        Column("amount", _("Amount"), sort="amount", cell="sum", on_phone="m-c"),
        CURRENCY,
    ),
    filters=(
        Filter("status", icon="circle-dot"),
        Filter("kind"),
        Filter("customer", icon="building-2"),
        *map(Filter, ("number", "reference", "method", "currency")),
        Filter("date", icon="calendar-days"),
        Filter("amount", icon="banknote"),
        Filter("unallocated", icon="banknote"),
        Filter("created_at", icon="calendar-days"),
        Filter("owner", icon="user-round"),
    ),
    search=("number", "reference", "customer__name"),
    views=(View(_("All payments"), ""),),
    facts=(Section(_("Payment"), ("date", "method", "reference", "note", "owner")),),
    icon="banknote",
)

DUNNING_LEVELS = master_type(
    DunningLevel,
    *map(Field, ("after_days", "goes_by_itself", "subject", "text")),
    icon="hourglass",
    default_sort="position",
)
