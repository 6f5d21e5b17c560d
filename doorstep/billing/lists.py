"""The page of reminder levels in the settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from doorstep.billing.records import DUNNING_LEVELS
from doorstep.office.lists import list_page


def said_of_level(level: Any) -> str:
    says = ngettext("after %(n)d day", "after %(n)d days", level.after_days)
    often = gettext("goes by itself") if level.goes_by_itself else ""
    return " · ".join(filter(None, (says % {"n": level.after_days}, often)))


list_page(
    DUNNING_LEVELS,
    _("Reminders of what is late: after how many days which letter is offered, or goes."),
    "hourglass",
    group="selling",
    order=30,
    hint=said_of_level,
)
