"""How invoices and credit notes are written: the fields of their drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from doorstep.billing.actions import (
    create_credit_note,
    create_invoice,
    submit_credit_note,
    submit_invoice,
    update_credit_note,
    update_invoice,
)
from doorstep.billing.models import SalesInvoiceLine
from doorstep.billing.records import CREDIT_NOTES, SALES_INVOICES
from doorstep.parties.models import sales_policy
from doorstep.selling.editor.kinds import Bound, Editor
from doorstep.selling.editor.origins import open_of, origins
from doorstep.selling.making import allowed_quantity, beyond
from doorstep.selling.models import DeliveryNoteLine, SalesOrderLine
from doorstep.users.models import User


def of_invoices(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    """What of an order is not invoiced yet; where no order asked for it, of a delivery."""
    usual = sales_policy().over_billing_percent
    ordered = origins(SalesOrderLine, (line.order_line_id for line in lines), user)
    sent = origins(DeliveryNoteLine, (line.delivery_line_id for line in lines), user)
    found = {}
    for line in lines:
        if line.order_line_id in ordered:
            first, name = ordered[line.order_line_id]
            percent = beyond(line, "over_billing_percent", usual)
            most = allowed_quantity(first.quantity, percent)
            found[line.pk] = open_of(name, most - first.billed_quantity)
        elif line.delivery_line_id in sent:
            first, name = sent[line.delivery_line_id]
            found[line.pk] = open_of(name, first.kept_quantity - first.billed_quantity)
    return found


def of_credits(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    """What of an invoice is not credited yet."""
    billed = origins(SalesInvoiceLine, (line.invoice_line_id for line in lines), user)
    return {
        line.pk: open_of(billed[line.invoice_line_id][1], first.creditable_quantity)
        for line in lines
        if (first := billed.get(line.invoice_line_id, (None, ""))[0])
    }


INVOICES = Editor(
    records=SALES_INVOICES,
    create=create_invoice,
    update=update_invoice,
    submit=submit_invoice,
    bounds=of_invoices,
    buyer=("contact", "date", "due_on", "customer_reference", "payment_terms"),
    more=(
        *("billing_address", "shipping_address", "price_list", "currency", "exchange_rate"),
        "terms_text",
    ),
    below=("note", "discount_percent"),
    label=_("For"),
)
CREDITS = Editor(
    records=CREDIT_NOTES,
    create=create_credit_note,
    update=update_credit_note,
    submit=submit_credit_note,
    bounds=of_credits,
    buyer=("contact", "date", "reason"),
    more=(
        *("billing_address", "price_list", "currency", "exchange_rate"),
        *("reopens_order", "terms_text"),
    ),
    below=("note", "discount_percent"),
    label=_("For"),
)
