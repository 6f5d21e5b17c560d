"""The verbs of invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.billing.facts import count_billed, settle_invoice
from doorstep.billing.models import SalesInvoice, SalesInvoiceLine
from doorstep.billing.refusals import NothingLeftToBill, OverBilling, PaymentLinked
from doorstep.billing.scheduling import write_schedule
from doorstep.documents.drawing import (
    check_lines,
    copied_header,
    copied_line,
    save_draft,
    take_number,
)
from doorstep.documents.reckoning import in_base, reckon, share_of_discount
from doorstep.history.action import AlreadyDone, action
from doorstep.parties.models import Customer, sales_policy
from doorstep.receivables.credit import check_credit, lock_customer
from doorstep.receivables.ledger import post, reverse
from doorstep.receivables.models import LedgerEntry
from doorstep.receivables.periods import check_period
from doorstep.selling.drawing import check_party, draw_up, redraw, snapshot
from doorstep.selling.making import (
    FURTHER,
    allowed_quantity,
    beyond,
    check_running,
    wanted_of,
)
from doorstep.selling.models import DeliveryNote, SalesOrder, SalesOrderLine
from doorstep.users.access import granted
from doorstep.users.models import User

Status = SalesInvoice.Status
ZERO = Decimal(0)
MOST_AT_ONCE = 500
SUBMITTED = gettext_lazy("It was sent out under its number: cancel it, or credit it.")
HEADER = (
    *("contact", "billing_address", "shipping_address", "payment_terms", "party_name"),
    *("customer", "territory"),
)


@action("sales_invoice.created", verb="create", label=gettext_lazy("New invoice"), icon="receipt")
def create_invoice(
    invoices: type[SalesInvoice], *, by: User, customer: Customer | None = None, **values: Any
) -> SalesInvoice:
    """Begin an invoice that no order asks for."""
    return draw_up(invoices(), by=by, values=values | {"customer": customer})  # type: ignore[no-any-return]


@action(
    "sales_invoice.updated",
    verb="edit",
    label=gettext_lazy("Edit invoice"),
    icon="pencil",
    fits=lambda invoice: invoice.is_draft,
)
def update_invoice(invoice: SalesInvoice, *, by: User, **values: Any) -> SalesInvoice:
    """Change a draft; ``lines`` are all it has from then on."""
    return redraw(invoice, by=by, values=values)  # type: ignore[no-any-return]


@action(
    "sales_order.invoiced",
    verb="bill",
    label=gettext_lazy("Make invoice"),
    told=gettext_lazy("made an invoice of this order"),
    icon="receipt",
    fits=lambda order: order.status in SalesOrder.RUNNING,
)
def invoice_order(
    order: SalesOrder,
    *,
    by: User,
    lines: Sequence[Mapping[str, Any]] | None = None,
    **values: Any,
) -> SalesInvoice:
    """A draft invoice of what is not billed, or of ``lines``: ``order_line`` and ``quantity``.

    It is dated today, and its terms count from there (I155).
    """
    check_running(order)
    rows = wanted_of(order, lines, lambda line: line.unbilled_quantity)
    if not rows:
        raise NothingLeftToBill(_("All of %s is invoiced.") % order)
    header = copied_header(order, beside=(*HEADER, "customer_reference"))
    invoice = SalesInvoice(owner=by, **header | values)
    made = [
        copied_line(line, SalesInvoiceLine, quantity=quantity, order_line=line, position=place)
        for place, (line, quantity) in enumerate(rows, start=1)
    ]
    invoice.discount_amount = share_of_discount(order, made)
    save_draft(invoice, made, by=by)
    return invoice


@action(
    "delivery_note.invoiced",
    verb="bill",
    label=gettext_lazy("Make invoice"),
    told=gettext_lazy("made an invoice of this delivery"),
    icon="receipt",
    fits=lambda delivery: delivery.status == DeliveryNote.Status.TO_BILL,
)
def invoice_delivery(delivery: DeliveryNote, *, by: User, **values: Any) -> SalesInvoice:
    """A draft invoice of what the customer has of a delivery and was not billed yet."""
    if delivery.status != DeliveryNote.Status.TO_BILL:
        raise NothingLeftToBill(_("Nothing of %s is left to invoice.") % delivery)
    header = copied_header(delivery, beside=(*HEADER, "customer_reference"))
    invoice = SalesInvoice(owner=by, **header | values)
    lines = delivery.lines.select_related("item", "unit", "tax_template", "order_line")
    left = [(line, line.kept_quantity - line.billed_quantity) for line in lines]
    made = [
        copied_line(
            line,
            SalesInvoiceLine,
            quantity=quantity,
            order_line=line.order_line,
            delivery_line=line,
            position=place,
        )
        for place, (line, quantity) in enumerate(left, start=1)
        if quantity > 0
    ]
    if not made:
        raise NothingLeftToBill(_("All of %s is invoiced.") % delivery)
    invoice.discount_amount = share_of_discount(delivery, made)
    save_draft(invoice, made, by=by)
    return invoice


@action(
    "sales_invoice.submitted",
    verb="submit",
    label=gettext_lazy("Submit"),
    told=gettext_lazy("submitted this invoice"),
    icon="receipt",
    undoable=SUBMITTED,
    fits=lambda invoice: invoice.is_draft,
)
def submit_invoice(invoice: SalesInvoice, *, by: User) -> SalesInvoice:
    """Number and freeze an invoice, post it, and count it on its order and deliveries."""
    if not invoice.is_draft:
        invoice.become(Status.UNPAID)
    invoice.customer = lock_customer(invoice.customer)
    check_party(invoice.customer, by)
    check_period(invoice, by=by)
    lines = list(invoice.lines.select_related("item", "unit", "order_line__order"))
    check_lines(invoice, lines, by=by)
    for order in {line.order_line.order for line in lines if line.order_line}:
        check_running(order) if order.status != SalesOrder.Status.COMPLETED else None
    _check_open(lines, by)
    reckon(invoice, lines)
    for line in lines:
        line.save()
    write_schedule(invoice, by)
    take_number(invoice, sales_policy().invoice_series, at=timezone.now())
    invoice.printed = snapshot(invoice)
    invoice.outstanding = invoice.grand_total
    invoice.become(Status.UNPAID)
    invoice.save()
    post(
        invoice.customer,
        document=invoice,
        kind=LedgerEntry.Kind.INVOICE,
        amount=invoice.grand_total,
        base_amount=in_base(invoice, invoice.grand_total),
        currency=invoice.currency,
        day=invoice.date,
    )
    settle_invoice(invoice)
    count_billed(lines)
    check_credit(invoice.customer, by=by)
    return invoice


@action(
    "sales_invoice.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel"),
    told=gettext_lazy("cancelled this invoice"),
    icon="ban",
    undoable=gettext_lazy("Make a new invoice instead."),
    fits=lambda invoice: invoice.status in SalesInvoice.SUBMITTED,
)
def cancel_invoice(invoice: SalesInvoice, *, by: User) -> SalesInvoice:
    """Take it back as if it had not been; what was paid or credited stands in the way."""
    invoice.customer = lock_customer(invoice.customer)
    check_period(invoice, by=by)
    if found := invoice.allocations.first():
        names = {"invoice": invoice, "other": found.payment or found.credit_note}
        says = _("%(invoice)s cannot be cancelled: cancel %(other)s first.")
        raise PaymentLinked(says % names)
    live = invoice.credit_notes.exclude(status="CANCELLED").first()
    if live:
        names = {"invoice": invoice, "other": live}
        says = _("%(invoice)s cannot be cancelled: cancel or delete %(other)s first.")
        raise PaymentLinked(says % names)
    invoice.become(Status.CANCELLED)
    invoice.cancelled_at = timezone.now()
    invoice.outstanding = ZERO
    invoice.save()
    reverse(invoice, day=localdate())
    count_billed(invoice.lines.all())
    return invoice


@action(
    "sales_invoice.fell_due",
    verb="edit",
    label=gettext_lazy("Mark overdue"),
    told=gettext_lazy("was not paid in time"),
    icon="clock",
    undoable=gettext_lazy("It is late: only what is paid changes that."),
    fits=lambda invoice: False,
)
def mark_overdue(
    invoices: type[SalesInvoice], *, by: User, today: date | None = None, most: int = MOST_AT_ONCE
) -> int:
    """Mark all whose day has passed, ``most`` at a time; how many there were.

    The clock calls this; twice or late does no harm (K147).
    """
    late = invoices.objects.fallen_due(today or localdate())
    some = list(late.order_by("pk").values_list("pk", flat=True)[:most])
    # asked again where the rows are locked: somebody may be paying just now
    marked: int = late.filter(pk__in=some).update(status=Status.OVERDUE)
    if not marked:
        raise AlreadyDone(0)
    return marked


def _check_open(lines: Sequence[SalesInvoiceLine], by: User) -> None:
    """No more than is open of each order line, and what its item or the house adds."""
    usual = sales_policy().over_billing_percent
    now: dict[int, Decimal] = {}
    for place, line in enumerate(lines):
        if line.order_line_id is None:
            continue
        fresh = SalesOrderLine._base_manager.get(pk=line.order_line_id)
        before = now.get(fresh.pk, fresh.billed_quantity)
        now[fresh.pk] = before + line.quantity
        most = allowed_quantity(fresh.quantity, beyond(line, "over_billing_percent", usual))
        if now[fresh.pk] > most and not granted(by, FURTHER, fresh.order):
            names = {"line": fresh, "left": f"{max(most - before, ZERO).normalize():f}"}
            says = _("Of “%(line)s” %(left)s are left to invoice.") % names
            raise OverBilling(says, **{f"lines.{place}.quantity": says})
