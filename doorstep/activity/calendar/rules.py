"""Rules changed: ended earlier, moved by days, said in words. Text in, text out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import vRecur

from doorstep.activity.calendar.repeating import Series, lines_of, rule_of

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH")


def ended_before(series: Series, moment: datetime) -> str:
    """The rule of what comes before a moment."""
    end: Any = (moment - timedelta(seconds=1)).astimezone(UTC)
    if series.all_day:
        end = (moment - timedelta(days=1)).date()

    def cut(rule: dict[str, Any]) -> None:
        rule.pop("COUNT", None)
        rule["UNTIL"] = [end]

    kept = _changed(series.recurrence, cut)
    clock = moment.astimezone(series.zone)
    return _plain([found for line in kept if (found := _dates(line, clock, False))])


def going_on(series: Series, moment: datetime, done: int) -> str:
    """The rule of what comes from a moment on, where so many have been before."""

    def go_on(rule: dict[str, Any]) -> None:
        if "COUNT" in rule:
            rule["COUNT"] = [max(int(rule["COUNT"][0]) - done, 1)]

    clock = moment.astimezone(series.zone)
    kept = (_dates(line, clock, True) for line in _changed(series.recurrence, go_on))
    return _plain([line for line in kept if line])


def turned_by(recurrence: str, days: int) -> str | None:
    """The rule when what it is about moves to another weekday; None where that cannot be said."""
    rule = rule_of(recurrence)
    if not days or not recurrence:
        return recurrence
    parts: Any = vRecur.from_ical(rule) if rule else {}
    if not rule or any(name in parts for name in DAYS[1:]):
        return None
    named = [str(each) for each in parts.get("BYDAY", ())]
    if not all(each in WEEK for each in named):
        return None
    if named:
        parts["BYDAY"] = [WEEK[(WEEK.index(each) + days) % 7] for each in named]
    return str(parts.to_ical().decode())


def in_words(recurrence: str) -> str:
    """ "Every 2 weeks on Mon, Wed, until 24 Dec 2026"; what is rarer is called a rule."""
    if not recurrence:
        return ""
    rule = rule_of(recurrence)
    try:
        parts: Any = vRecur.from_ical(rule)
        said = _how_often(parts)
    except (ValueError, KeyError, IndexError):
        said = ""
    if not rule or not said:
        return _("By a rule of its own")
    if days := [str(each) for each in parts.get("BYDAY", ())]:
        said += " " + _("on %s") % ", ".join(_day(each) for each in days)
    if until := parts.get("UNTIL"):
        said += ", " + _("until %s") % date_format(until[0], "j M Y")
    if count := parts.get("COUNT"):
        said += ", " + ngettext("%d time", "%d times", int(count[0])) % int(count[0])
    return said


def _how_often(parts: Any) -> str:
    every = int(parts.get("INTERVAL", [1])[0])
    one, many = {
        "DAILY": (_("Every day"), _("Every %d days")),
        "WEEKLY": (_("Every week"), _("Every %d weeks")),
        "MONTHLY": (_("Every month"), _("Every %d months")),
        "YEARLY": (_("Every year"), _("Every %d years")),
    }.get(str(parts["FREQ"][0]), ("", ""))
    rare = set(parts) - {"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"}
    return "" if rare or not one else (one if every == 1 else many % every)


def _day(code: str) -> str:
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    name = names[WEEK.index(code[-2:])]
    nth = {"": "", "-1": _("last")}.get(code[:-2], code[:-2].lstrip("+") + ".")
    return f"{nth} {name}".strip()


def _changed(recurrence: str, change: Any) -> list[str]:
    found = []
    for line in lines_of(recurrence):
        name, _colon, value = line.partition(":")
        if name == "RRULE":
            rule: Any = vRecur.from_ical(value)
            change(rule)
            value = rule.to_ical().decode()
        found.append(f"{name}:{value}")
    return found


def _plain(lines: list[str]) -> str:
    alone = len(lines) == 1 and lines[0].startswith("RRULE:")
    return lines[0].removeprefix("RRULE:") if alone else "\n".join(lines)


def _dates(line: str, clock: datetime, after: bool) -> str:
    """Of named dates those before a moment, or those from then on; a rule stays."""
    name, _colon, value = line.partition(":")
    if not name.startswith(("RDATE", "EXDATE")):
        return line
    here = f"{clock:%Y%m%dT%H%M%S}"
    kept = [each for each in value.split(",") if (each >= here) == after]
    return f"{name}:{','.join(kept)}" if kept else ""
