"""The lists an administrator edits: what a lead's status, source or industry may be."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import PaymentTerms, PriceList
from doorstep.kit.errors import Invalid
from doorstep.records.models import Master

TONES = ("blue", "door", "violet", "rose", "lamp", "green", "red", "gray", "sand")
GLYPHS = (
    *("st-open", "st-q1", "st-q2", "st-q3", "st-q4", "st-done", "st-x", "st-ban"),
    *("st-late", "st-draft"),
)


class LeadStatus(Master):
    """A step on a lead's way. Rules read its ``kind`` and ``code``; people rename it freely."""

    class Kind(models.TextChoices):
        OPEN = "OPEN", _("Open")
        WORKING = "WORKING", _("In progress")
        WON = "WON", _("Won")
        LOST = "LOST", _("Lost")
        BLOCKED = "BLOCKED", _("Blocked")

    class Code(models.TextChoices):
        """What Doorstep sets by itself, whatever people call it."""

        OPEN = "OPEN"
        REPLIED = "REPLIED"
        INTERESTED = "INTERESTED"
        OPPORTUNITY = "OPPORTUNITY"
        QUOTATION = "QUOTATION"
        LOST_QUOTATION = "LOST_QUOTATION"
        CONVERTED = "CONVERTED"
        DO_NOT_CONTACT = "DO_NOT_CONTACT"

    CLOSED = (Kind.WON, Kind.LOST, Kind.BLOCKED)

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WORKING)
    code = models.CharField(_("code"), max_length=20, blank=True, editable=False)
    tone = models.CharField(_("colour"), max_length=10, default="violet")
    glyph = models.CharField(_("sign"), max_length=12, default="st-q2")
    is_reserved = models.BooleanField(_("reserved"), default=False, editable=False)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("lead status")
        verbose_name_plural = _("lead statuses")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="one_lead_status_per_code"
            )
        ]

    def clean(self) -> None:
        """Only the colours and signs that the design has."""
        wrong = {"tone": self.tone not in TONES, "glyph": self.glyph not in GLYPHS}
        if names := [name for name, is_wrong in wrong.items() if is_wrong]:
            known = {"tone": ", ".join(TONES), "glyph": ", ".join(GLYPHS)}
            raise ValidationError({n: gettext("These are known: %s.") % known[n] for n in names})

    def take_over(self, other: LeadStatus) -> None:
        """Refuse where the leads with ``other`` cannot have this one instead."""
        if self.is_reserved and self.kind == self.Kind.WON:
            says = gettext("Convert the leads instead: that makes their customers.")
            raise Invalid(says, into=says)


class LeadSource(Master):
    """Where leads come from."""

    description = models.CharField(_("description"), max_length=200, blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("lead source")
        verbose_name_plural = _("lead sources")


class Campaign(Master):
    """Something we did to be found, what it cost, and when."""

    slug = models.SlugField(_("slug"), max_length=100, blank=True)
    description = models.TextField(_("description"), blank=True)
    cost = models.DecimalField(_("cost"), max_digits=15, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message=_("A campaign ends after it has started."),
            )
        ]


class Industry(Master):
    """What a lead's or customer's organisation does."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("industry")
        verbose_name_plural = _("industries")


class MarketSegment(Master):
    """The part of the market someone belongs to."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("market segment")
        verbose_name_plural = _("market segments")


class Salutation(Master):
    """A form of address that forms offer; any other may be typed."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("salutation")
        verbose_name_plural = _("salutations")


class CustomerGroup(Master):
    """A tree with one root; customers belong to its leaves."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )
    price_list = models.ForeignKey(
        PriceList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customer_groups",
        verbose_name=_("price list"),
    )
    payment_terms = models.ForeignKey(
        PaymentTerms,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customer_groups",
        verbose_name=_("payment terms"),
    )

    credit_limit = models.DecimalField(
        _("credit limit"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    bypass_at_order = models.BooleanField(_("not checked at orders"), default=False)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("customer group")
        verbose_name_plural = _("customer groups")
        constraints = [
            models.UniqueConstraint(
                Coalesce("parent", 0),
                condition=Q(parent=None),
                name="one_root_of_customer_groups",
                violation_error_message=_("There is a root already."),
            )
        ]

    def take_over(self, other: CustomerGroup) -> None:
        """Refuse where the customers of ``other`` cannot belong to this one."""
        if self.children.exclude(pk=other.pk).exists() and other.customers.exists():
            says = gettext("“%s” is divided further: choose one of its parts.") % self
            raise Invalid(says, into=says)


class SupplierGroup(Master):
    """What kind of supplier someone is."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("supplier group")
        verbose_name_plural = _("supplier groups")
