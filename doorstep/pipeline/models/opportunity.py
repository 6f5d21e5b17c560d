"""What may be sold to a lead or a customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import NextContact
from doorstep.kit.addresses import address
from doorstep.kit.fields import CurrencyField
from doorstep.kit.money import money
from doorstep.kit.normal.currencies import currency_code
from doorstep.kit.normal.words import words
from doorstep.parties.models import Campaign, Contact, Customer, Lead, LeadSource
from doorstep.pipeline.models.masters import OpportunityType, Stage
from doorstep.records.models import Company, Record, RecordQuerySet


def first_stage() -> Any:
    """Where an opportunity begins, unless said otherwise."""
    rows = Stage._base_manager.filter(kind=Stage.Kind.OPEN, disabled=False)
    return rows.order_by("position", "name").values_list("pk", flat=True).first()


def company_currency() -> str:
    return Company.current().currency


def today() -> date:
    return timezone.localdate()


class OpportunityQuerySet(RecordQuerySet):
    def active(self) -> OpportunityQuerySet:
        """Neither won nor lost nor closed."""
        return self.filter(status__in=Opportunity.ACTIVE)

    def of(self, party: Lead | Customer) -> OpportunityQuerySet:
        return self.filter(**{"lead" if isinstance(party, Lead) else "customer": party})


def _choice(model: Any, says: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        verbose_name=says,
        **{"related_name": "opportunities"} | options,
    )


class Opportunity(Record, NextContact):
    """A possible sale to one party: a lead, or a customer.

    ``status`` follows from three things that are kept: what people declared (``outcome``), how far
    its documents are (``documents``), and whether our last word waits for an answer.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Open")
        REPLIED = "REPLIED", _("Replied")
        QUOTATION = "QUOTATION", _("Quotation")
        CONVERTED = "CONVERTED", _("Won")
        LOST = "LOST", _("Lost")
        CLOSED = "CLOSED", _("Closed")

    class Outcome(models.TextChoices):
        """What somebody declared it to be."""

        WON = "WON", _("Won")
        LOST = "LOST", _("Lost")
        CLOSED = "CLOSED", _("Closed")

    class Documents(models.TextChoices):
        """What the documents that were made of it say."""

        QUOTED = "QUOTED", _("Quoted")
        ORDERED = "ORDERED", _("Ordered")
        LOST = "LOST", _("All quotations lost")

    ACTIVE = (Status.OPEN, Status.REPLIED, Status.QUOTATION)

    title = models.CharField(_("title"), max_length=200, blank=True)
    lead = models.ForeignKey(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("lead"),
    )
    customer = models.ForeignKey(
        Customer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="opportunities",
        verbose_name=_("customer"),
    )
    contact = _choice(Contact, _("contact"))
    type = _choice(OpportunityType, _("type"))
    stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        default=first_stage,
        db_index=False,
        related_name="opportunities",
        verbose_name=_("stage"),
    )
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    probability = models.PositiveSmallIntegerField(
        _("probability, %"), default=50, validators=[MaxValueValidator(100)]
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = CurrencyField(_("currency"), default=company_currency)
    exchange_rate = models.DecimalField(
        _("exchange rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("1E-8"))],
    )
    base_amount = models.DecimalField(
        _("amount in our currency"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
    )
    dated_on = models.DateField(_("date"), default=today)
    expected_close = models.DateField(_("expected close"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.OPEN, blank=True
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, editable=False)
    documents = models.CharField(max_length=10, choices=Documents, blank=True, editable=False)
    is_replied = models.BooleanField(default=False, editable=False)
    source = _choice(LeadSource, _("source"))
    campaign = _choice(Campaign, _("campaign"))
    description = models.TextField(_("what is needed"), max_length=5000, blank=True)
    lost_text = models.TextField(_("how it was lost"), max_length=2000, blank=True)
    first_response_minutes = models.PositiveIntegerField(
        _("first response, working minutes"), null=True, blank=True, editable=False
    )

    untold: ClassVar[frozenset[str]] = frozenset(
        {"outcome", "documents", "is_replied", "stage_since", "base_amount"}
    )
    derives: ClassVar[dict[str, tuple[str, ...]]] = {
        "amount": ("base_amount",),
        "currency": ("exchange_rate", "base_amount"),
        "exchange_rate": ("base_amount",),
    }

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="opportunity_newest"),
            models.Index(fields=["stage", "-created_at", "-id"], name="opportunity_lane"),
            models.Index(
                fields=["status", "stage", "currency", "probability", "base_amount"],
                name="opportunity_sums",
            ),
            models.Index(fields=["expected_close", "id"], name="opportunity_closes"),
            models.Index(fields=["closed_on", "id"], name="opportunity_closed"),
            models.Index(fields=["title", "id"], name="opportunity_by_title"),
            models.Index(fields=["base_amount", "id"], name="opportunity_by_amount"),
            models.Index(fields=["next_contact_at", "id"], name="opportunity_next_contact"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead__isnull=False, customer__isnull=True)
                | Q(lead__isnull=True, customer__isnull=False),
                name="opportunity_has_one_party",
                violation_error_message=_("An opportunity is of one lead, or of one customer."),
            ),
            models.CheckConstraint(
                condition=Q(probability__lte=100),
                name="opportunity_probability_is_a_percentage",
                violation_error_message=_("A probability is between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="opportunity_amount_is_positive",
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"

    @property
    def party(self) -> Lead | Customer | None:
        """Whose it is."""
        return self.lead or self.customer

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    @property
    def weighted(self) -> Decimal | None:
        """What it is worth in our currency, times how likely it is."""
        if self.base_amount is None:
            return None
        return money(self.base_amount * self.probability / 100)

    def get_absolute_url(self) -> str:
        return address("opportunity_detail", self.pk)

    def tidy(self) -> None:
        self.title = words(self.title)
        self.currency = currency_code(self.currency)
        self.status = self.status_now()

    def status_now(self) -> str:
        """Closed before won, won before quoted, quoted before lost."""
        said, papers = self.Outcome, self.Documents
        if self.outcome == said.CLOSED:
            return self.Status.CLOSED
        if self.outcome == said.WON or self.documents == papers.ORDERED:
            return self.Status.CONVERTED
        if self.documents == papers.QUOTED:
            return self.Status.QUOTATION
        if self.documents == papers.LOST or self.outcome == said.LOST:
            return self.Status.LOST
        return self.Status.REPLIED if self.is_replied else self.Status.OPEN
