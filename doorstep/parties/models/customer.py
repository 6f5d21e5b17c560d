"""Those we sell to, and those we buy from."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import NextContact
from doorstep.catalog.models import PaymentTerms, PriceList, TaxCategory
from doorstep.kit.addresses import address
from doorstep.kit.fields import CountryField, CurrencyField, WebsiteField
from doorstep.kit.normal.countries import country_code
from doorstep.kit.normal.currencies import currency_code
from doorstep.kit.normal.websites import normal_website
from doorstep.kit.normal.words import words
from doorstep.parties.models.masters import CustomerGroup, Industry, MarketSegment, SupplierGroup
from doorstep.records.models import Part, Record


class PartyType(models.TextChoices):
    COMPANY = "COMPANY", _("Company")
    INDIVIDUAL = "INDIVIDUAL", _("Individual")


class Customer(Record, NextContact):
    """A party we sell to: quotations, orders and invoices are made out to it.

    ``lead`` is the lead it was made from: at most one customer of each, by constraint.
    ``primary_contact`` and ``primary_address`` follow the links that are marked so.
    """

    Type = PartyType

    name = models.CharField(
        _("name"),
        max_length=480,
        unique=True,
        error_messages={"unique": _("There is a customer of this name.")},
    )
    type = models.CharField(_("type"), max_length=10, choices=PartyType, default=PartyType.COMPANY)
    salutation = models.CharField(_("salutation"), max_length=40, blank=True)
    gender = models.CharField(_("gender"), max_length=30, blank=True)
    group = models.ForeignKey(
        CustomerGroup, models.PROTECT, null=True, blank=True, verbose_name=_("group")
    )
    industry = models.ForeignKey(
        Industry, models.PROTECT, null=True, blank=True, verbose_name=_("industry")
    )
    market_segment = models.ForeignKey(
        MarketSegment, models.PROTECT, null=True, blank=True, verbose_name=_("market segment")
    )
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account manager"),
    )
    currency = CurrencyField(_("currency"), blank=True)
    price_list = models.ForeignKey(
        PriceList, models.PROTECT, null=True, blank=True, verbose_name=_("price list")
    )
    payment_terms = models.ForeignKey(
        PaymentTerms, models.PROTECT, null=True, blank=True, verbose_name=_("payment terms")
    )
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    tax_category = models.ForeignKey(
        TaxCategory, models.PROTECT, null=True, blank=True, verbose_name=_("tax category")
    )
    website = WebsiteField(_("website"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    details = models.TextField(_("details"), blank=True)
    lead = models.OneToOneField(
        "parties.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="made_customer",
        verbose_name=_("lead it was made from"),
    )
    primary_contact = models.ForeignKey(
        "parties.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="primary_of",
        verbose_name=_("main contact"),
    )
    primary_address = models.ForeignKey(
        "parties.Address",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="primary_of",
        verbose_name=_("main address"),
    )
    disabled = models.BooleanField(_("disabled"), default=False)
    frozen = models.BooleanField(_("frozen"), default=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        default_related_name = "customers"
        indexes = [models.Index(fields=["-created_at", "-id"], name="customer_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("customer_detail", self.pk)

    def tidy(self) -> None:
        self.name = words(self.name)
        self.currency = currency_code(self.currency)
        self.website = normal_website(self.website)


class PortalUser(Part):
    """A user of the public site who sees this customer's documents."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="portal_users")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="portal_customers",
        verbose_name=_("user"),
    )

    part_of: ClassVar[str] = "customer"
    ties: ClassVar[tuple[str, ...]] = ("user", "customer")

    class Meta:
        verbose_name = _("portal user")
        constraints = [
            models.UniqueConstraint(fields=["customer", "user"], name="one_row_per_portal_user")
        ]

    def __str__(self) -> str:
        return str(self.user)


class SalesTeamMember(Part):
    """Someone's share in the sales to a customer; the shares of a team add up to 100."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sales_team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sales person")
    )
    percent = models.DecimalField(
        _("share in percent"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    part_of: ClassVar[str] = "customer"

    class Meta:
        verbose_name = _("member of the sales team")
        constraints = [
            models.UniqueConstraint(fields=["customer", "user"], name="one_share_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.percent} %"


class CreditLimit(Part):
    """How much a customer may owe one of our companies; without a company, all of us."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="credit_limits")
    company = models.CharField(_("company"), max_length=200, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=15, decimal_places=2, validators=[MinValueValidator(0)]
    )
    bypass_at_order = models.BooleanField(_("not checked at orders"), default=False)

    part_of: ClassVar[str] = "customer"

    class Meta:
        verbose_name = _("credit limit")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "company"],
                name="one_credit_limit_per_company",
                violation_error_message=_("There is a credit limit for this company already."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="credit_limit_is_positive",
                violation_error_message=_("A credit limit is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.amount}"


class Supplier(Record):
    """A party we buy from; here only so that contacts and addresses can be linked to it."""

    Type = PartyType

    name = models.CharField(
        _("name"),
        max_length=480,
        unique=True,
        error_messages={"unique": _("There is a supplier of this name.")},
    )
    type = models.CharField(_("type"), max_length=10, choices=PartyType, default=PartyType.COMPANY)
    group = models.ForeignKey(
        SupplierGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suppliers",
        verbose_name=_("group"),
    )
    country = CountryField(_("country"), blank=True)
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    website = WebsiteField(_("website"), blank=True)
    currency = CurrencyField(_("currency"), blank=True)
    disabled = models.BooleanField(_("disabled"), default=False)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        indexes = [models.Index(fields=["-created_at", "-id"], name="supplier_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("supplier_detail", self.pk)

    def tidy(self) -> None:
        self.name = words(self.name)
        self.country = country_code(self.country) or words(self.country)
        self.currency = currency_code(self.currency)
        self.website = normal_website(self.website)
