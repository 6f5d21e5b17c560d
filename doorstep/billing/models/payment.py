"""What a customer paid, and which invoices it went to."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.billing.models.credit import CreditNote
from doorstep.billing.models.invoice import SalesInvoice
from doorstep.documents.models import ONE, amount_field
from doorstep.kit.addresses import address
from doorstep.kit.fields import CurrencyField
from doorstep.kit.workflow import Workflow
from doorstep.parties.models import Customer
from doorstep.records.models import Part, Record, RecordQuerySet


class Payment(Workflow, Record):
    """Money that came, went back, or was given up. It counts from the moment it is recorded."""

    class Kind(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        REFUND = "REFUND", _("Paid back")
        WRITE_OFF = "WRITE_OFF", _("Written off")

    class Status(models.TextChoices):
        SUBMITTED = "SUBMITTED", _("Recorded")
        CANCELLED = "CANCELLED", _("Cancelled")

    transitions = {Status.SUBMITTED: {Status.CANCELLED}}

    number = models.CharField(_("number"), max_length=60, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RECEIVED)
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="payments", verbose_name=_("customer")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.SUBMITTED, editable=False
    )
    date = models.DateField(_("date"), default=localdate)
    amount = amount_field(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])
    currency = CurrencyField(_("currency"), blank=True)
    exchange_rate = models.DecimalField(
        _("exchange rate"),
        max_digits=18,
        decimal_places=8,
        default=ONE,
        validators=[MinValueValidator(Decimal("0.00000001"))],
    )
    base_amount = amount_field(_("amount in the company's currency"), editable=False)
    method = models.CharField(_("paid by"), max_length=60, blank=True)
    reference = models.CharField(_("reference"), max_length=140, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    unallocated = amount_field(_("left as credit"), editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What may still change: which invoices it went to, and what others wrote beside it.
    living: ClassVar[frozenset[str]] = frozenset(
        {
            *("status", "unallocated", "cancelled_at", "owner_id", "territory_id", "custom"),
            *("customer_id", "note"),
        }
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="payment_newest"),
            models.Index(fields=["-date", "-id"], name="payment_by_date"),
            models.Index(fields=["number", "id"], name="payment_by_number"),
            models.Index(fields=["amount", "id"], name="payment_by_amount"),
            models.Index(fields=["customer", "status"], name="payment_of_customer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="payment_is_something",
                violation_error_message=_("A payment is more than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(unallocated__gte=0) & Q(unallocated__lte=F("amount")),
                name="payment_is_not_used_twice",
                violation_error_message=_("More than was paid cannot be used."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address("payment_detail", self.pk)


class Allocation(Part):
    """So much of a payment or of a credit note went to an invoice."""

    invoice = models.ForeignKey(SalesInvoice, models.PROTECT, related_name="allocations")
    payment = models.ForeignKey(
        Payment, models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    credit_note = models.ForeignKey(
        CreditNote, models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    date = models.DateField(_("date"), default=localdate)
    amount = amount_field(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])

    part_of: ClassVar[str] = "invoice"

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_is_something"),
            models.CheckConstraint(
                condition=Q(payment=None, credit_note__isnull=False)
                | Q(payment__isnull=False, credit_note=None),
                name="allocation_is_of_one_source",
            ),
            models.UniqueConstraint(
                fields=["payment", "invoice"], name="one_allocation_per_payment_and_invoice"
            ),
            models.UniqueConstraint(
                fields=["credit_note", "invoice"], name="one_allocation_per_credit_and_invoice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.invoice}"


class PaidBack(Part):
    """So much of a customer's credit went back to them with a refund."""

    refund = models.ForeignKey(Payment, models.CASCADE, related_name="paid_back")
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, blank=True, related_name="went_back"
    )
    credit_note = models.ForeignKey(
        CreditNote, models.PROTECT, null=True, blank=True, related_name="went_back"
    )
    amount = amount_field(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])

    part_of: ClassVar[str] = "refund"

    class Meta:
        verbose_name = _("credit paid back")
        verbose_name_plural = _("credits paid back")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="paid_back_is_something"),
            models.CheckConstraint(
                condition=Q(payment=None, credit_note__isnull=False)
                | Q(payment__isnull=False, credit_note=None),
                name="paid_back_is_of_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.payment or self.credit_note}"
