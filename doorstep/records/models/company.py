"""The company whose installation this is: one row, or none before the first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.kit.prepared import Prepared
from doorstep.users.access import SharedQuerySet

ONLY = 1  # the number of the only row

_seen: ContextVar[list[Company] | None] = ContextVar("company", default=None)


class LetterLayout(models.TextChoices):
    CLASSIC = "CLASSIC", _("Classic")
    WINDOW = "WINDOW", _("For window envelopes")


class LetterSize(models.TextChoices):
    A4 = "A4", "A4"
    LETTER = "LETTER", _("US Letter")


class EInvoice(models.TextChoices):
    NONE = "NONE", _("None")
    FACTUR_X = "FACTUR_X", _("Factur-X / ZUGFeRD, inside the PDF")


class Company(Journaled):
    """Who we are: printed on documents; what everybody's dates and amounts start from."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    logo_text = models.CharField(_("logo text"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, validators=[RegexValidator(r"^[A-Z]{2}$")]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    tax_id = models.CharField(_("tax number"), max_length=50, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=100, blank=True)
    bank_name = models.CharField(_("bank"), max_length=100, blank=True)
    bic = models.CharField(
        _("BIC"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$")],
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$")]
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    week_starts_on = models.PositiveSmallIntegerField(
        _("week starts on"), default=1, validators=[MinValueValidator(1), MaxValueValidator(7)]
    )
    fiscal_year_starts_in = models.PositiveSmallIntegerField(
        _("fiscal year starts in"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    # How our paper looks: the letterhead.
    logo = models.CharField(max_length=64, blank=True, editable=False)  # its digest
    logo_type = models.CharField(max_length=20, blank=True, editable=False)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#0a5c5c",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")],
    )
    letter_layout = models.CharField(
        _("layout"), max_length=10, choices=LetterLayout, default=LetterLayout.CLASSIC
    )
    letter_size = models.CharField(_("paper"), max_length=10, choices=LetterSize, blank=True)
    legal_lines = models.TextField(_("lines at the foot"), max_length=600, blank=True)
    e_invoice = models.CharField(
        _("e-invoice"), max_length=10, choices=EInvoice, default=EInvoice.NONE
    )

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company profile")
        constraints = [models.CheckConstraint(condition=Q(pk=ONLY), name="one_company")]

    def __str__(self) -> str:
        return self.name or "Doorstep"

    @classmethod
    def current(cls) -> Company:
        """The company; before the first start one without a name, which is not stored."""
        seen = _seen.get()
        if seen:
            return seen[0]
        company = next(COMPANY.records(ONLY), None) or cls()
        if seen is not None:
            seen.append(company)
        return company


def zone_of(user: Any) -> ZoneInfo:
    """Where the clock of this user hangs: their own zone, else the company's."""
    return ZoneInfo(getattr(user, "time_zone", "") or Company.current().time_zone)


COMPANY = Prepared(lambda pk: Company.objects.filter(pk=pk), ONLY)


@contextmanager
def company_read_once() -> Iterator[None]:
    """Within a request the company is asked for once. For reading only."""
    token = _seen.set([])
    try:
        yield
    finally:
        _seen.reset(token)
