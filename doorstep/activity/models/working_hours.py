"""When somebody works: free time is looked for in it."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

WEEK = (
    *(("1", _("Monday")), ("2", _("Tuesday")), ("3", _("Wednesday")), ("4", _("Thursday"))),
    *(("5", _("Friday")), ("6", _("Saturday")), ("7", _("Sunday"))),
)


class WorkingHours(models.Model):
    """By the clock of one person; without a row, as a new one says. ``days``: 1 is Monday."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="working_hours"
    )
    since = models.TimeField(_("from"), default=time(9))
    until = models.TimeField(_("until"), default=time(17))
    days = models.CharField(
        _("on"), max_length=7, default="12345", validators=[RegexValidator(r"^[1-7]+$")]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="working_hours_end_after_they_begin",
                violation_error_message=_("The day ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)

    def clean(self) -> None:
        if self.until <= self.since:
            raise ValidationError({"until": _("The day ends before it begins.")})
