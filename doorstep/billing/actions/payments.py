"""The verbs of payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.billing.models import Payment, SalesInvoice
from doorstep.billing.refusals import AlreadyPaid, WriteOffNotWhole
from doorstep.billing.settling import (
    Rows,
    allocate,
    credits_of,
    pay_back,
    refuse_paid_back,
    release,
    take_back,
)
from doorstep.catalog.queries import rate_on
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.money import money, unit_of
from doorstep.parties.models import Customer, sales_policy
from doorstep.receivables.credit import lock_customer
from doorstep.receivables.ledger import post, reverse
from doorstep.receivables.models import LedgerEntry
from doorstep.receivables.periods import check_period
from doorstep.records.check import check
from doorstep.records.models import Company
from doorstep.records.numbering import next_number
from doorstep.records.saving import put
from doorstep.users.access import allow
from doorstep.users.models import User

Kind = Payment.Kind
ZERO = Decimal(0)


@action(
    "payment.created",
    verb="create",
    label=gettext_lazy("Record payment"),
    told=gettext_lazy("recorded this payment"),
    icon="banknote",
    undoable=gettext_lazy("It is in the ledger: cancel it instead."),
)
def record_payment(
    payments: type[Payment],
    *,
    by: User,
    customer: Customer | None = None,
    allocations: Rows = (),
    **values: Any,
) -> Payment:
    """Book what a customer paid, at once, and which invoices it is for: ``invoice``, ``amount``.

    What is not allocated stays as the customer's credit; a refund pays credit back, and no more
    than there is. Raises ``RefNotOfParty``, ``AllocationExceedsOutstanding``, ``AlreadyPaid``,
    ``OverRefund``.
    """
    if customer is None:
        says = _("Say whose payment it is.")
        raise Invalid(says, customer=says)
    customer = lock_customer(customer)
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    payment = Payment(customer=customer, owner=by)
    for name, value in values.items():
        field = payment._meta.get_field(name)
        setattr(payment, name, "" if value is None and not field.null else value)
    _check_kind(payment, allocations, by)
    check_period(payment, by=by)
    _settle_currency(payment, allocations, is_said="exchange_rate" in values)
    payment.territory = payment.territory or customer.territory
    payment.unallocated = payment.amount
    payment.number = "-"
    check(payment, unique=False)  # no number is taken for what is refused
    payment.number = next_number(sales_policy().payment_series, payment.date)
    put(payment, by=by, **aside)
    _post(payment)
    if payment.kind == Kind.REFUND:
        pay_back(payment)
    allocate(payment, allocations, day=payment.date)
    if payment.kind == Kind.WRITE_OFF and payment.unallocated:
        says = _("Only what invoices ask for can be written off.")
        raise WriteOffNotWhole(says, allocations=says)
    return payment


@action(
    "payment.allocated",
    verb="allocate",
    label=gettext_lazy("Allocate"),
    told=gettext_lazy("said which invoices this is for"),
    icon="receipt",
    fits=lambda payment: payment.status == Payment.Status.SUBMITTED and payment.unallocated,
)
def allocate_payment(payment: Payment, *, by: User, allocations: Rows) -> Payment:
    """Let what is left of a payment settle invoices."""
    if payment.status != Payment.Status.SUBMITTED:
        raise Conflict(_("%s is cancelled.") % payment)
    lock_customer(payment.customer)
    allocate(payment, allocations)
    return payment


@action(
    "payment.released",
    verb="allocate",
    label=gettext_lazy("Take back from an invoice"),
    told=gettext_lazy("took this back from an invoice"),
    icon="undo-2",
    fits=lambda payment: False,
)
def release_payment(payment: Payment, *, by: User, invoice: SalesInvoice) -> Payment:
    """What went to an invoice is credit again, and the invoice asks for it again."""
    if payment.kind == Kind.WRITE_OFF:
        raise Conflict(_("Cancel the write-off %s instead.") % payment)
    lock_customer(payment.customer)
    held = list(payment.allocations.filter(invoice=invoice))
    if not held:
        names = {"payment": payment, "invoice": invoice}
        raise Conflict(_("Nothing of %(payment)s went to %(invoice)s.") % names)
    release(payment, held)
    return payment


@action(
    "payment.cancelled",
    verb="cancel",
    label=gettext_lazy("Cancel"),
    told=gettext_lazy("cancelled this payment"),
    icon="ban",
    undoable=gettext_lazy("Record the payment anew instead."),
    fits=lambda payment: payment.status == Payment.Status.SUBMITTED,
)
def cancel_payment(payment: Payment, *, by: User) -> Payment:
    """It did not come, or did not go: its invoices ask for it again, its credit is there again."""
    lock_customer(payment.customer)
    check_period(payment, by=by)
    refuse_paid_back(payment)
    payment.become(Payment.Status.CANCELLED)
    release(payment, payment.allocations.all())
    take_back(payment)
    payment.cancelled_at = timezone.now()
    payment.unallocated = ZERO
    payment.save()
    reverse(payment, day=localdate())
    return payment


@action(
    "sales_invoice.settled",
    verb="use_credit",
    label=gettext_lazy("Use credit"),
    told=gettext_lazy("settled this with credit of the customer"),
    icon="banknote",
    undoable=gettext_lazy("Take the payment back from the invoice instead."),
    fits=lambda invoice: invoice.status in SalesInvoice.OPEN,
)
def use_credit(invoice: SalesInvoice, *, by: User) -> SalesInvoice:
    """Let what is left of the customer's payments and credit notes settle it, the oldest first."""
    customer = lock_customer(invoice.customer)
    left = invoice.outstanding
    if not left:
        raise AlreadyPaid(_("Nothing of %s is outstanding.") % invoice)
    found = credits_of(customer, invoice.currency)
    if not found:
        raise Conflict(_("%s has no credit left.") % customer)
    for source in found:
        part = min(left, source.unallocated)
        if part:
            allocate(source, [{"invoice": invoice, "amount": part}])
            left -= part
    invoice.refresh_from_db()
    return invoice


@action(
    "sales_invoice.written_off",
    verb="write_off",
    label=gettext_lazy("Write off"),
    told=gettext_lazy("wrote off what was left of this invoice"),
    icon="minus",
    undoable=gettext_lazy("Cancel the write-off instead."),
    fits=lambda invoice: invoice.status in SalesInvoice.OPEN,
)
def write_off(invoice: SalesInvoice, *, by: User, note: str = "") -> Payment:
    """Give up what is outstanding of an invoice."""
    if not invoice.outstanding:
        raise AlreadyPaid(_("Nothing of %s is outstanding.") % invoice)
    return record_payment(
        Payment,
        by=by,
        customer=invoice.customer,
        kind=Payment.Kind.WRITE_OFF,
        amount=invoice.outstanding,
        currency=invoice.currency,
        exchange_rate=invoice.exchange_rate,
        note=note,
        allocations=[{"invoice": invoice, "amount": invoice.outstanding}],
    )


def _check_kind(payment: Payment, allocations: Rows, by: User) -> None:
    """What is given up is given up by those who may, for invoices and nothing else."""
    if allocations and payment.kind == Kind.REFUND:
        says = _("What is paid back settles no invoice.")
        raise Invalid(says, allocations=says)
    if payment.kind == Kind.WRITE_OFF:
        allow(by, "write_off", SalesInvoice)


def _settle_currency(payment: Payment, allocations: Rows, *, is_said: bool) -> None:
    """Its own, or that of its invoices; what one of it is worth on its day."""
    own = Company.current().currency
    first = next((row["invoice"] for row in allocations), None)
    payment.currency = (
        payment.currency or (first.currency if first else payment.customer.currency) or own
    )
    if payment.currency == own:
        payment.exchange_rate = Decimal(1)
    elif not is_said:
        payment.exchange_rate = rate_on(payment.currency, own, payment.date)
    payment.base_amount = money(payment.amount * payment.exchange_rate, unit_of(own))


def _post(payment: Payment) -> None:
    sign = 1 if payment.kind == Payment.Kind.REFUND else -1
    kinds = {
        Payment.Kind.RECEIVED: LedgerEntry.Kind.PAYMENT,
        Payment.Kind.REFUND: LedgerEntry.Kind.REFUND,
        Payment.Kind.WRITE_OFF: LedgerEntry.Kind.WRITE_OFF,
    }
    post(
        payment.customer,
        document=payment,
        kind=kinds[Payment.Kind(payment.kind)],
        amount=sign * payment.amount,
        base_amount=sign * payment.base_amount,
        currency=payment.currency,
        day=payment.date,
    )
