"""How often something repeats, as people choose it, and the rule that says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from icalendar import vRecur

from doorstep.activity.calendar.repeating import rule_of
from doorstep.activity.calendar.rules import WEEK

NEVER, OWN = "", "OWN"
CHOICES = (
    (NEVER, _("Does not repeat")),
    ("DAILY", _("Every day")),
    ("WEEKLY", _("Every week")),
    ("WEEKLY/2", _("Every two weeks")),
    ("MONTHLY", _("Every month")),
    ("MONTHLY/3", _("Every three months")),
    ("YEARLY", _("Every year")),
    (OWN, _("By a rule of its own")),
)
WEEKDAYS = tuple(
    zip(WEEK, (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")), strict=True)
)
KNOWN = {"FREQ", "INTERVAL", "BYDAY", "UNTIL"}


def rule_from(choice: str, days: Sequence[str], until: date | None, own: str) -> str:
    """The rule of what was chosen."""
    if choice in (NEVER, OWN):
        return own.strip() if choice == OWN else ""
    freq, _slash, every = choice.partition("/")
    parts = [f"FREQ={freq}"]
    parts += [f"INTERVAL={every}"] if every else []
    parts += [f"BYDAY={','.join(days)}"] if days and freq == "WEEKLY" else []
    parts += [f"UNTIL={until:%Y%m%d}"] if until else []
    return ";".join(parts)


def chosen_in(recurrence: str) -> dict[str, Any]:
    """What to choose so that this rule comes out."""
    if not recurrence:
        return {"repeats": NEVER}
    own = {"repeats": OWN, "rule": recurrence}
    try:
        parts: Any = vRecur.from_ical(rule_of(recurrence))
        freq, every = str(parts["FREQ"][0]), int(parts.get("INTERVAL", [1])[0])
    except (ValueError, LookupError):
        return own
    choice = freq if every == 1 else f"{freq}/{every}"
    days = [str(each) for each in parts.get("BYDAY", ())]
    plain = set(parts) <= KNOWN and set(days) <= set(WEEK) and (not days or freq == "WEEKLY")
    if not plain or choice not in dict(CHOICES):
        return own
    until = parts.get("UNTIL", [None])[0]
    until = until.date() if hasattr(until, "date") else until
    return {"repeats": choice, "days": days, "until": until}
