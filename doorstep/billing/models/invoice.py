"""What a customer is asked to pay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from doorstep.documents.models import (
    Line,
    amount_field,
    document_indexes,
    numbered_once_submitted,
    quantities_are_positive,
    quantity_field,
    rate_is_positive,
)
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.records.models import Ranked, RecordQuerySet
from doorstep.selling.models import DeliveryNoteLine, SalesDocument, SalesOrderLine


class SalesInvoiceQuerySet(RecordQuerySet):
    def open(self) -> SalesInvoiceQuerySet:
        """Submitted, and something of it is still to be paid."""
        return self.filter(status__in=SalesInvoice.OPEN)

    def fallen_due(self, today: date) -> SalesInvoiceQuerySet:
        """Not marked yet, and less is settled of them than was due before this day."""
        parts = InvoicePart._base_manager.filter(invoice=OuterRef("pk"), due_on__lt=today)
        due = parts.order_by().values("invoice").annotate(sum=Sum("amount")).values("sum")
        waiting = self.filter(status__in=SalesInvoice.IN_TIME)
        late = waiting.annotate(fallen=Subquery(due))
        return late.filter(fallen__gt=F("paid_total") + F("credited_total"))


class SalesInvoice(SalesDocument):
    """What a customer is asked to pay. Its status follows from what was paid and credited."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        UNPAID = "UNPAID", _("Unpaid")
        PARTLY_PAID = "PARTLY_PAID", _("Partly paid")
        OVERDUE = "OVERDUE", _("Overdue")
        PAID = "PAID", _("Paid")
        CREDITED = "CREDITED", _("Credited")
        CANCELLED = "CANCELLED", _("Cancelled")

    IN_TIME = (Status.UNPAID, Status.PARTLY_PAID)
    OPEN = (*IN_TIME, Status.OVERDUE)
    SUBMITTED = (*OPEN, Status.PAID, Status.CREDITED)
    transitions = {
        Status.DRAFT: {*SUBMITTED},
        **dict.fromkeys(SUBMITTED, frozenset({*SUBMITTED, Status.CANCELLED})),
    }

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="invoices", verbose_name=_("customer")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    due_on = models.DateField(_("due"), null=True, blank=True)
    customer_reference = models.CharField(_("their order number"), max_length=100, blank=True)
    paid_total = amount_field(_("paid"), editable=False)
    credited_total = amount_field(_("credited"), editable=False)
    outstanding = amount_field(_("outstanding"), editable=False)

    living: ClassVar[frozenset[str]] = SalesDocument.living | {
        *("customer_id", "contact_id", "paid_total", "credited_total", "outstanding"),
    }
    untold: ClassVar[frozenset[str]] = SalesDocument.untold | {
        *("paid_total", "credited_total", "party_name"),
    }

    objects = SalesInvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        indexes = [
            models.Index(fields=["customer", "status"], name="sales_invoice_of_customer"),
            models.Index(fields=["status", "due_on"], name="sales_invoice_due"),
            models.Index(fields=["due_on", "id"], name="sales_invoice_by_due"),
            models.Index(fields=["outstanding", "id"], name="sales_invoice_by_open"),
            *document_indexes("sales_invoice"),
        ]
        constraints = [
            numbered_once_submitted("sales_invoice_is_numbered_once_submitted"),
            rate_is_positive("sales_invoice_rate_is_positive"),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("date")),
                name="sales_invoice_is_due_after_it_is_written",
                violation_error_message=_("It cannot be due before its own day."),
            ),
            models.CheckConstraint(
                condition=Q(outstanding__gte=0) & Q(outstanding__lte=F("grand_total")),
                name="sales_invoice_is_not_paid_twice",
                violation_error_message=_("More than it comes to cannot be paid or credited."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("sales_invoice_detail", self.pk)


class SalesInvoiceLine(Line):
    """So much of a line of an order, of a delivery, or of nothing."""

    invoice = models.ForeignKey(SalesInvoice, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(
        SalesOrderLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invoice_lines",
    )
    delivery_line = models.ForeignKey(
        DeliveryNoteLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="invoice_lines",
    )
    credited_quantity = quantity_field(_("credited"), editable=False)

    part_of: ClassVar[str] = "invoice"
    origin_field: ClassVar[str] = "order_line"
    living: ClassVar[frozenset[str]] = frozenset({"credited_quantity"})
    untold: ClassVar[frozenset[str]] = Line.untold | {"credited_quantity"}

    class Meta(Line.Meta):
        abstract = False
        verbose_name = _("line of an invoice")
        verbose_name_plural = _("lines of invoices")
        constraints = [
            quantities_are_positive(
                "sales_invoice_quantities_are_positive", "quantity", "credited_quantity"
            )
        ]

    @property
    def creditable_quantity(self) -> Decimal:
        return max(self.quantity - self.credited_quantity, Decimal(0))


class InvoicePart(Ranked):
    """A part of an invoice and the day by which it is due; together they are the whole."""

    invoice = models.ForeignKey(SalesInvoice, models.CASCADE, related_name="schedule")
    due_on = models.DateField(_("due"))
    amount = amount_field(_("amount"))

    part_of: ClassVar[str] = "invoice"

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("part of an invoice")
        verbose_name_plural = _("parts of invoices")

    def __str__(self) -> str:
        return f"{self.amount} {self.due_on}"
