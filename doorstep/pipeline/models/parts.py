"""What goes with an opportunity in rows of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item, UnitOfMeasure
from doorstep.kit.money import CENT, money
from doorstep.pipeline.models.masters import Competitor, LostReason, Stage
from doorstep.pipeline.models.opportunity import Opportunity
from doorstep.records.models import Part, Ranked
from doorstep.records.references import Coded


class OpportunityItem(Ranked):
    """Something that may be sold, how many, and for how much each."""

    part_of = "opportunity"
    said_as: ClassVar[dict[str, Any]] = {"item": Coded(Item)}

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="items")
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=12,
        decimal_places=3,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.001"))],
    )
    unit = models.ForeignKey(
        UnitOfMeasure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
    )
    rate = models.DecimalField(
        _("rate"),
        max_digits=15,
        decimal_places=4,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
    )

    class Meta(Ranked.Meta):
        abstract = False
        verbose_name = _("opportunity item")
        verbose_name_plural = _("opportunity items")

    def __str__(self) -> str:
        return self.description or str(self.item)

    def clean(self) -> None:
        """It names what it is, and only whole ones of what cannot be divided."""
        if not (self.item_id or self.description):
            raise ValidationError({"description": gettext("Name the item, or say what it is.")})
        if self.unit and self.unit.is_whole and self.quantity != int(self.quantity):
            says = gettext("A %s is not divided: write a whole number.") % self.unit
            raise ValidationError({"quantity": says})

    def amount(self, unit: Decimal = CENT) -> Decimal:
        """Rounded once, to ``unit`` of the opportunity's currency."""
        return money(Decimal(self.quantity) * Decimal(self.rate), unit)


class OpportunityLostReason(Part):
    """One of the reasons why it was lost."""

    part_of = "opportunity"
    told_when_made: ClassVar[Any] = _("Reason: %s")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="lost_for")
    reason = models.ForeignKey(LostReason, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reason of an opportunity")
        verbose_name_plural = _("reasons of opportunities")
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "reason"], name="one_lost_reason_an_opportunity"
            )
        ]

    def __str__(self) -> str:
        return str(self.reason)


class OpportunityCompetitor(Part):
    """Somebody else who offers it too."""

    part_of = "opportunity"
    told_when_made: ClassVar[Any] = _("Against %s")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="rivals")
    competitor = models.ForeignKey(Competitor, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("competitor of an opportunity")
        verbose_name_plural = _("competitors of opportunities")
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "competitor"], name="one_competitor_an_opportunity"
            )
        ]

    def __str__(self) -> str:
        return str(self.competitor)


class StageChange(Part):
    """When an opportunity came into a stage, from which, and by what if not by hand."""

    part_of = "opportunity"
    told_elsewhere: ClassVar[bool] = True

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="stage_changes")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    before = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=200, blank=True)  # the document; nothing: somebody did it

    class Meta:
        verbose_name = _("change of stage")
        verbose_name_plural = _("changes of stage")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["opportunity", "at", "id"], name="stage_change_of")]

    def __str__(self) -> str:
        return str(self.stage)
