"""How the house sells: one row that an administrator edits."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import PaymentTerms, PriceList
from doorstep.kit.journaled import Journaled
from doorstep.kit.prepared import Prepared
from doorstep.parties.models.masters import CustomerGroup, LeadSource, LeadStatus
from doorstep.records.models import Company, MasterQuerySet


def series_field(name: Any, usual: str) -> models.CharField[Any, Any]:
    """How the numbers of a kind of document are written, as ``records.numbering`` reads it."""
    return models.CharField(name, max_length=50, default=usual)


class SalesPolicy(Journaled):
    """There is exactly one, with the primary key 1."""

    class TaxFrom(models.TextChoices):
        BILLING = "BILLING", _("the billing address")
        SHIPPING = "SHIPPING", _("the shipping address")

    unique_email = models.BooleanField(_("one lead for each e-mail"), default=True)
    auto_create_contact = models.BooleanField(_("make a contact of every lead"), default=False)
    carry_forward = models.BooleanField(_("show a lead's history on its customer"), default=True)
    lead_status = models.ForeignKey(
        LeadStatus, models.PROTECT, related_name="+", verbose_name=_("status of a new lead")
    )
    lead_source = models.ForeignKey(
        LeadSource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source of a new lead"),
    )
    customer_group = models.ForeignKey(
        CustomerGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group of a new customer"),
    )
    customer_territory = models.ForeignKey(
        "users.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory of a new customer"),
    )

    quiet_after_days = models.PositiveSmallIntegerField(
        _("gone quiet after days"), default=14, validators=[MaxValueValidator(366)]
    )

    lost_reason_required = models.BooleanField(
        _("a lost opportunity needs a reason"), default=True
    )
    close_replied_after_days = models.PositiveSmallIntegerField(
        _("close replied opportunities after days"),
        default=0,
        validators=[MaxValueValidator(366)],
    )
    monthly_goal = models.DecimalField(
        _("sales goal of a month"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    price_list = models.ForeignKey(
        PriceList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usual price list"),
    )
    payment_terms = models.ForeignKey(
        PaymentTerms,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usual payment terms"),
    )
    tax_category_from = models.CharField(
        _("tax category is that of"), max_length=10, choices=TaxFrom, default=TaxFrom.BILLING
    )

    quotation_series = series_field(_("numbers of quotations"), "QTN-{year}-{number:4}")
    order_series = series_field(_("numbers of orders"), "SO-{year}-{number:4}")
    delivery_series = series_field(_("numbers of deliveries"), "DN-{year}-{number:4}")
    invoice_series = series_field(_("numbers of invoices"), "INV-{year}-{number:4}")
    credit_note_series = series_field(_("numbers of credit notes"), "CN-{year}-{number:4}")
    payment_series = series_field(_("numbers of payments"), "PAY-{year}-{number:4}")
    quotation_days = models.PositiveSmallIntegerField(
        _("a quotation holds for days"), default=30, validators=[MaxValueValidator(3650)]
    )
    order_accepted = models.BooleanField(
        _("an accepted quotation becomes a draft order"), default=False
    )
    order_expired = models.BooleanField(_("expired quotations may be ordered"), default=False)
    zero_quantity = models.BooleanField(_("lines without a quantity are allowed"), default=False)
    same_reference = models.BooleanField(
        _("a customer's order number may come twice"), default=False
    )
    delivery_date = models.BooleanField(_("an order says by when it is delivered"), default=False)
    over_delivery_percent = models.DecimalField(
        _("more may be delivered than ordered, by percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    over_billing_percent = models.DecimalField(
        _("more may be invoiced than ordered, by percent"),
        max_digits=5,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    closed_until = models.DateField(_("the books are closed until"), null=True, blank=True)
    credit_limit = models.DecimalField(
        _("usual credit limit"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    country = ""  # the company's: its phone numbers need no prefix

    objects = MasterQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales policy")
        verbose_name_plural = _("sales policies")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_sales_policy")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


_OWN = [field.attname for field in SalesPolicy._meta.concrete_fields]
_STATUS = [field.attname for field in LeadStatus._meta.concrete_fields]
_POLICY = Prepared(
    lambda pk: SalesPolicy._base_manager.filter(pk=pk).values_list(
        *_OWN,
        *(f"lead_status__{name}" for name in _STATUS),
        Subquery(Company._base_manager.values("country")[:1]),
    ),
    1,
)


def sales_policy() -> SalesPolicy:
    """The one there is, with the status of a new lead and the company's country: all that making
    a lead asks, in one query."""
    *row, country = _POLICY.rows(1)[0]
    policy: SalesPolicy = SalesPolicy.from_db(DEFAULT_DB_ALIAS, _OWN, row[: len(_OWN)])
    policy.lead_status = LeadStatus.from_db(DEFAULT_DB_ALIAS, _STATUS, row[len(_OWN) :])
    policy.country = country or ""
    return policy
