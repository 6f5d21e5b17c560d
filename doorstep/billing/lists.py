"""The page of reminder levels in the settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from doorstep.billing.records import DUNNING_LEVELS
from doorstep.office.lists import list_page


def said_of_level(level: Any) -> str:
    says = ngettext("after %(n)d day", "after %(n)d days", level.after_days)
    return says % {"n": level.after_days}


list_page(
    DUNNING_LEVELS,
    _("Reminders of what is late: after how many days which letter is offered."),
    "hourglass",
    group="selling",
    order=30,
    hint=said_of_level,
)
