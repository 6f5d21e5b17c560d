"""The lists that sales keeps of its opportunities."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.kit.fields import WebsiteField
from doorstep.kit.normal.websites import normal_website
from doorstep.parties.models.masters import GLYPHS, TONES
from doorstep.records.models import Master


class Stage(Master):
    """How far an opportunity is. Rules read its ``kind``; people rename it freely.

    ``rots_after`` is in working days without a word; 0 is never. ``reached_by`` is the document
    that moves an opportunity here, if it is not further already.
    """

    class Kind(models.TextChoices):
        OPEN = "OPEN", _("Open")
        WON = "WON", _("Won")
        LOST = "LOST", _("Lost")

    class ReachedBy(models.TextChoices):
        QUOTATION = "QUOTATION", _("A quotation is sent")
        ACCEPTANCE = "ACCEPTANCE", _("A quotation is accepted")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN)
    probability = models.PositiveSmallIntegerField(
        _("probability, %"), default=50, validators=[MaxValueValidator(100)]
    )
    rots_after = models.PositiveSmallIntegerField(
        _("rots after working days"), default=0, validators=[MaxValueValidator(366)]
    )
    reached_by = models.CharField(
        _("reached when"), max_length=10, choices=ReachedBy, blank=True, default=""
    )
    tone = models.CharField(_("colour"), max_length=10, default="violet")
    glyph = models.CharField(_("sign"), max_length=12, default="st-q2")

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__lte=100),
                name="stage_probability_is_a_percentage",
                violation_error_message=_("A probability is between 0 and 100."),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.kind == self.Kind.OPEN

    def clean(self) -> None:
        """Only the colours and signs that the design has; what is over is sure."""
        wrong = {}
        for name, known in (("tone", TONES), ("glyph", GLYPHS)):
            if getattr(self, name) not in known:
                wrong[name] = gettext("These are known: %s.") % ", ".join(known)
        if wrong:
            raise ValidationError(wrong)


class LostReason(Master):
    """Why something was not sold; shared by opportunities and quotations."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("lost reason")
        verbose_name_plural = _("lost reasons")


class Competitor(Master):
    """Who else offers what we do."""

    website = WebsiteField(_("website"), blank=True)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")

    def tidy(self) -> None:
        super().tidy()
        self.website = normal_website(self.website)


class OpportunityType(Master):
    """What kind of business it is: a sale, support, maintenance."""

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("opportunity type")
        verbose_name_plural = _("opportunity types")
