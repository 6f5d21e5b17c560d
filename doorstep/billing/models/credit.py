"""What is taken back of an invoice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.billing.models.invoice import SalesInvoice, SalesInvoiceLine
from doorstep.documents.models import (
    Line,
    amount_field,
    document_indexes,
    numbered_once_submitted,
    quantities_are_positive,
    rate_is_positive,
)
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.records.models import RecordQuerySet
from doorstep.selling.models import SalesDocument


class CreditNote(SalesDocument):
    """Takes back an invoice or a part of it; what is not needed for it stays as credit."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        SUBMITTED = "SUBMITTED", _("Submitted")
        CANCELLED = "CANCELLED", _("Cancelled")

    transitions = {
        Status.DRAFT: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.CANCELLED},
    }

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="credit_notes", verbose_name=_("customer")
    )
    invoice = models.ForeignKey(
        SalesInvoice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_notes",
        verbose_name=_("invoice"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    reopens_order = models.BooleanField(_("what is credited is invoiced again"), default=True)
    unallocated = amount_field(_("left as credit"), editable=False)

    living: ClassVar[frozenset[str]] = SalesDocument.living | {
        *("customer_id", "contact_id", "unallocated"),
    }
    untold: ClassVar[frozenset[str]] = SalesDocument.untold | {"party_name"}

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        indexes = [
            models.Index(fields=["customer", "status"], name="credit_note_of_customer"),
            *document_indexes("credit_note"),
        ]
        constraints = [
            numbered_once_submitted("credit_note_is_numbered_once_submitted"),
            rate_is_positive("credit_note_rate_is_positive"),
            models.CheckConstraint(
                condition=Q(unallocated__gte=0) & Q(unallocated__lte=F("grand_total")),
                name="credit_note_is_not_used_twice",
                violation_error_message=_("More than it comes to cannot be used."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("credit_note_detail", self.pk)


class CreditNoteLine(Line):
    """So much of a line of an invoice."""

    credit_note = models.ForeignKey(CreditNote, models.CASCADE, related_name="lines")
    invoice_line = models.ForeignKey(
        SalesInvoiceLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="credit_lines",
    )

    part_of: ClassVar[str] = "credit_note"
    origin_field: ClassVar[str] = "invoice_line"

    class Meta(Line.Meta):
        abstract = False
        verbose_name = _("line of a credit note")
        verbose_name_plural = _("lines of credit notes")
        constraints = [quantities_are_positive("credit_note_quantities_are_positive")]
