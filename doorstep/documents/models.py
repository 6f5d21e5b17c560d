"""Abstract documents with lines: the shape quotations, orders, deliveries and invoices share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.models import Item, PriceList, TaxTemplate, UnitOfMeasure
from doorstep.kit.fields import CurrencyField
from doorstep.kit.workflow import Workflow
from doorstep.records.models import Ranked, Record

DRAFT = "DRAFT"
ONE = Decimal(1)
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


def amount_field(*args: Any, **options: Any) -> Any:
    """An amount of money in the document's currency."""
    options = {"max_digits": 15, "decimal_places": 2, "default": Decimal(0)} | options
    return models.DecimalField(*args, **options)


def percent_field(*args: Any, **options: Any) -> Any:
    """So much of a hundred."""
    options = {"max_digits": 5, "decimal_places": 2, "default": Decimal(0)} | options
    return models.DecimalField(*args, **{"validators": PERCENT} | options)


def quantity_field(*args: Any, **options: Any) -> Any:
    """So many of a line's unit; never less than none."""
    options = {"max_digits": 12, "decimal_places": 3, "default": Decimal(0)} | options
    return models.DecimalField(*args, **{"validators": [MinValueValidator(0)]} | options)


class Document(Workflow, Record):
    """A header and its lines. Numbered and frozen when submitted; its totals match its lines.

    ``taxes`` holds the name and the amount of each tax, ``printed`` what the paper says of
    others (names, addresses, terms) as it was on the day it was submitted.
    """

    number = models.CharField(
        gettext_lazy("number"), max_length=60, unique=True, null=True, blank=True, editable=False
    )
    date = models.DateField(gettext_lazy("date"), default=localdate)
    currency = CurrencyField(gettext_lazy("currency"), blank=True)
    exchange_rate = models.DecimalField(
        gettext_lazy("exchange rate"),
        max_digits=18,
        decimal_places=8,
        default=ONE,
        validators=[MinValueValidator(Decimal("0.00000001"))],
    )
    price_list = models.ForeignKey(
        PriceList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("price list"),
    )
    discount_percent = percent_field(gettext_lazy("discount on the whole, %"))
    discount_amount = amount_field(
        gettext_lazy("discount on the whole, amount"), validators=[MinValueValidator(0)]
    )
    note = models.TextField(gettext_lazy("note to the customer"), max_length=5_000, blank=True)
    terms_text = models.TextField(gettext_lazy("terms"), max_length=20_000, blank=True)
    language = models.CharField(gettext_lazy("language"), max_length=10, blank=True)
    net_total = amount_field(gettext_lazy("net"), editable=False)
    tax_total = amount_field(gettext_lazy("tax"), editable=False)
    grand_total = amount_field(gettext_lazy("total"), editable=False)
    base_total = amount_field(gettext_lazy("total in the company's currency"), editable=False)
    taxes = models.JSONField(default=list, editable=False)
    printed = models.JSONField(default=dict, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    lines: Any
    untold: ClassVar[frozenset[str]] = frozenset(
        {"net_total", "tax_total", "base_total", "taxes", "printed", "submitted_at"}
    )
    # What may still change once it is submitted: where it stands, and what is never printed.
    living: ClassVar[frozenset[str]] = frozenset(
        {"status", "owner_id", "territory_id", "custom", "cancelled_at"}
    )

    # Which of them a person may change: who looks after it, who is asked about it.
    stays_open: ClassVar[frozenset[str]] = frozenset({"owner", "territory", "contact"})

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or _("Draft %(name)s #%(pk)s") % {
            "name": self._meta.verbose_name,
            "pk": self.pk,
        }

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT

    def is_fixed(self, name: str) -> bool:
        """Whether a field can no longer be changed, for the document is submitted."""
        return not self.is_draft and name not in self.stays_open

    @property
    def customer_or_lead(self) -> Any:
        """Whom it is made out to."""
        return getattr(self, "customer", None) or getattr(self, "lead", None)


class Line(Ranked):
    """One line of a document. A subclass adds the foreign key, ``related_name="lines"``."""

    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("item"),
    )
    description = models.CharField(gettext_lazy("description"), max_length=500, blank=True)
    quantity = quantity_field(gettext_lazy("quantity"), default=ONE)
    unit = models.ForeignKey(
        UnitOfMeasure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("unit"),
    )
    rate = models.DecimalField(
        gettext_lazy("rate"),
        max_digits=15,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )
    discount_percent = percent_field(gettext_lazy("discount, %"))
    tax_template = models.ForeignKey(
        TaxTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("tax"),
    )
    net = amount_field(gettext_lazy("net"), editable=False)
    tax = amount_field(gettext_lazy("tax"), editable=False)

    untold: ClassVar[frozenset[str]] = frozenset({"net", "tax", "position"})
    # The line of an earlier document that this one is of; empty where it begins.
    origin_field: ClassVar[str] = ""
    # What is counted on it after its document was submitted.
    living: ClassVar[frozenset[str]] = frozenset()
    # Whether an action of its own adds and removes lines after that.
    comes_and_goes: ClassVar[bool] = False

    class Meta(Ranked.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"

    @property
    def counts(self) -> bool:
        """Whether it is part of the totals."""
        return True

    @property
    def origin(self) -> Any:
        return getattr(self, self.origin_field) if self.origin_field else None


def numbered_once_submitted(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(status__in=[DRAFT, "CANCELLED"]) | Q(number__isnull=False), name=name
    )


def rate_is_positive(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(exchange_rate__gt=0),
        name=name,
        violation_error_message=gettext_lazy("An exchange rate is more than nothing."),
    )


def quantities_are_positive(name: str, *fields: str) -> models.CheckConstraint:
    condition = Q()
    for field in fields or ("quantity",):
        condition &= Q(**{f"{field}__gte": 0})
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=gettext_lazy("A quantity is not negative."),
    )


def document_indexes(prefix: str) -> Sequence[models.Index]:
    """What lists of documents are sorted by."""
    return [
        models.Index(fields=["-created_at", "-id"], name=f"{prefix}_newest"),
        models.Index(fields=["-date", "-id"], name=f"{prefix}_by_date"),
        models.Index(fields=["number", "id"], name=f"{prefix}_by_number"),
        models.Index(fields=["grand_total", "id"], name=f"{prefix}_by_total"),
    ]
