"""What is offered, to a lead or a customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import ShippingRule
from doorstep.documents.models import (
    Line,
    document_indexes,
    numbered_once_submitted,
    quantities_are_positive,
    quantity_field,
    rate_is_positive,
)
from doorstep.kit.addresses import address
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.models import Opportunity
from doorstep.pricing.models import Coupon
from doorstep.records.models import RecordQuerySet
from doorstep.selling.models.base import SalesDocument


class QuotationQuerySet(RecordQuerySet):
    def active(self) -> QuotationQuerySet:
        """Submitted, and neither lost nor given up."""
        return self.filter(status__in=Quotation.ACTIVE)


class Quotation(SalesDocument):
    """An offer to exactly one lead or customer, valid until a day."""

    class Status(models.TextChoices):
        DRAFT = "DRAFT", _("Draft")
        OPEN = "OPEN", _("Open")
        REPLIED = "REPLIED", _("Replied")
        PARTLY_ORDERED = "PARTLY_ORDERED", _("Partly ordered")
        ORDERED = "ORDERED", _("Ordered")
        LOST = "LOST", _("Lost")
        EXPIRED = "EXPIRED", _("Expired")
        CANCELLED = "CANCELLED", _("Cancelled")

    ACTIVE = (Status.OPEN, Status.REPLIED, Status.PARTLY_ORDERED, Status.ORDERED)
    WAITING = (Status.OPEN, Status.REPLIED, Status.PARTLY_ORDERED, Status.EXPIRED)
    transitions = {
        Status.DRAFT: {Status.OPEN},
        Status.OPEN: {*Status} - {Status.DRAFT, Status.OPEN},
        Status.REPLIED: {*Status} - {Status.DRAFT, Status.REPLIED},
        Status.EXPIRED: {*Status} - {Status.DRAFT, Status.EXPIRED},
        Status.PARTLY_ORDERED: {Status.OPEN, Status.REPLIED, Status.ORDERED, Status.EXPIRED},
        Status.ORDERED: {Status.OPEN, Status.REPLIED, Status.PARTLY_ORDERED, Status.EXPIRED},
        Status.LOST: {Status.OPEN, Status.CANCELLED},
    }

    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
        verbose_name=_("customer"),
    )
    lead = models.ForeignKey(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
        verbose_name=_("lead"),
    )
    opportunity = models.ForeignKey(
        Opportunity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="quotations",
        verbose_name=_("opportunity"),
    )
    coupon = models.ForeignKey(
        Coupon,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("coupon"),
    )
    amended_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="amendments",
        verbose_name=_("instead of"),
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    lost_text = models.TextField(_("why it was lost"), max_length=5_000, blank=True)
    secret = models.CharField(  # noqa: DJ001 - many have none, and no two the same
        max_length=64, unique=True, null=True, editable=False
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.CharField(_("accepted by"), max_length=200, blank=True, editable=False)
    accepted_ip = models.GenericIPAddressField(null=True, blank=True, editable=False)
    accepted_hash = models.CharField(max_length=64, blank=True, editable=False)
    signature = models.TextField(_("signature"), max_length=20_000, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True, editable=False)

    living: ClassVar[frozenset[str]] = SalesDocument.living | {
        *("customer_id", "lead_id", "opportunity_id", "party_name", "contact_id"),
        *("lost_text", "secret", "accepted_at", "accepted_by", "declined_at"),
        *("accepted_ip", "accepted_hash", "signature"),
    }
    untold: ClassVar[frozenset[str]] = SalesDocument.untold | {
        *("secret", "party_name", "accepted_ip", "accepted_hash", "signature"),
    }

    objects = QuotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        indexes = [
            models.Index(fields=["customer", "-date", "-id"], name="quotation_of_one"),
            *document_indexes("quotation"),
            models.Index(fields=["status", "valid_until"], name="quotation_expiring"),
        ]
        constraints = [
            numbered_once_submitted("quotation_is_numbered_once_submitted"),
            rate_is_positive("quotation_rate_is_positive"),
            models.CheckConstraint(
                condition=Q(customer=None, lead__isnull=False)
                | Q(customer__isnull=False, lead=None),
                name="quotation_is_to_one_party",
                violation_error_message=_("A quotation is for one lead or one customer."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("date")),
                name="quotation_ends_after_start",
                violation_error_message=_("It is valid until its own day at least."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return address("quotation_detail", self.pk)

    @property
    def party(self) -> Customer | Lead | None:
        return self.customer or self.lead


class QuotationView(models.Model):
    """The customer looked at the page of an offer, and does not mind that we know."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="page_views")
    at = models.DateTimeField(_("looked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("look at a quotation")
        verbose_name_plural = _("looks at quotations")
        indexes = [models.Index(fields=["quotation", "-at"], name="quotation_view_latest")]

    def __str__(self) -> str:
        return f"{self.quotation_id}: {self.at}"


class QuotationLine(Line):
    """A line of an offer. An alternative stands behind the line that it could replace."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="lines")
    is_alternative = models.BooleanField(_("alternative"), default=False)
    shipping_rule = models.ForeignKey(
        ShippingRule,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("what sending costs"),
    )
    ordered_quantity = quantity_field(_("ordered"), editable=False)

    part_of: ClassVar[str] = "quotation"
    living: ClassVar[frozenset[str]] = frozenset({"ordered_quantity"})
    untold: ClassVar[frozenset[str]] = Line.untold | {"ordered_quantity"}

    class Meta(Line.Meta):
        abstract = False
        verbose_name = _("line of a quotation")
        verbose_name_plural = _("lines of quotations")
        constraints = [
            quantities_are_positive("quotation_quantity_is_positive"),
        ]

    @property
    def counts(self) -> bool:
        return not self.is_alternative
