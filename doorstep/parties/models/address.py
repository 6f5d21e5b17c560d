"""Places, whoever they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import TaxCategory
from doorstep.kit import addresses
from doorstep.kit.fields import CountryField, EmailField, PhoneField
from doorstep.kit.journaled import Journaled
from doorstep.kit.normal.countries import country_code
from doorstep.kit.normal.words import words
from doorstep.parties.models.parts import PARTIES, Link, once_per_party, one_marked, to_exactly_one
from doorstep.records.models import MasterQuerySet, Record


class Address(Record):
    """A place, shared by every lead, customer and supplier that uses it."""

    class Type(models.TextChoices):
        BILLING = "BILLING", _("Billing")
        SHIPPING = "SHIPPING", _("Shipping")
        OFFICE = "OFFICE", _("Office")
        PERSONAL = "PERSONAL", _("Personal")
        PLANT = "PLANT", _("Plant")
        POSTAL = "POSTAL", _("Postal")
        SHOP = "SHOP", _("Shop")
        SUBSIDIARY = "SUBSIDIARY", _("Subsidiary")
        WAREHOUSE = "WAREHOUSE", _("Warehouse")
        CURRENT = "CURRENT", _("Current")
        PERMANENT = "PERMANENT", _("Permanent")
        OTHER = "OTHER", _("Other")

    REQUIRED = ("type", "line1", "city", "country")

    name = models.CharField(_("name"), max_length=520, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=480, blank=True)
    type = models.CharField(_("type"), max_length=10, choices=Type)
    line1 = models.CharField(_("line 1"), max_length=200)
    line2 = models.CharField(_("line 2"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100)
    county = models.CharField(_("county"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = CountryField(_("country"))
    email = EmailField(_("e-mail"), blank=True)
    phone = PhoneField(_("phone"), blank=True)
    tax_category = models.ForeignKey(
        TaxCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="addresses",
        verbose_name=_("tax category"),
    )
    disabled = models.BooleanField(_("disabled"), default=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="address_newest"),
            models.Index(fields=["city", "id"], name="address_by_city"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def on_one_line(self) -> str:
        place = f"{self.postal_code} {self.city}".strip()
        return ", ".join(filter(None, (self.line1, self.line2, place, self.country)))

    def get_absolute_url(self) -> str:
        return addresses.address("address_detail", self.pk)

    def tidy(self) -> None:
        """Spaces within bounds, the country by its code; what is unknown stays to be refused."""
        for field in ("title", "line1", "line2", "city", "county", "state", "postal_code"):
            setattr(self, field, words(getattr(self, field)))
        self.country = country_code(self.country) or words(self.country)


class AddressLink(Link):
    """What an address is to one party."""

    address = models.ForeignKey(Address, models.CASCADE, related_name="links")
    is_primary = models.BooleanField(_("main address"), default=False)
    is_billing = models.BooleanField(_("preferred for invoices"), default=False)
    is_shipping = models.BooleanField(_("preferred for deliveries"), default=False)

    part_of: ClassVar[str] = "address"
    ties: ClassVar[tuple[str, ...]] = ("address", *PARTIES)

    class Meta:
        verbose_name = _("link of an address")
        verbose_name_plural = _("links of addresses")
        default_related_name = "address_links"
        constraints = [
            to_exactly_one("address_link_to_one_party"),
            *once_per_party("address", "address"),
            *one_marked(
                "is_primary", "primary_address", _("Only one address can be the main one.")
            ),
            *one_marked(
                "is_billing",
                "billing_address",
                _("Only one address can be preferred for invoices."),
            ),
            *one_marked(
                "is_shipping",
                "shipping_address",
                _("Only one address can be preferred for deliveries."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} – {self.party}"


class AddressTemplate(Journaled):
    """How addresses of a country are written, where its own postal format is not wanted."""

    country = CountryField(_("country"), unique=True)
    layout = models.TextField(_("layout"))
    is_default = models.BooleanField(_("for all other countries"), default=False)

    objects = MasterQuerySet.as_manager()

    class Meta:
        verbose_name = _("address template")
        verbose_name_plural = _("address templates")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_address_template",
            )
        ]

    def __str__(self) -> str:
        return self.country
