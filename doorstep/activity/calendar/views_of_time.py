"""Month, week, day and agenda: which days they show, what they are called, where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from doorstep.activity.calendar.spans import DAY, Span

VIEWS = ("day", "week", "month", "agenda")
AGENDA = 28  # days
FIRST, LAST = date(1970, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Shown:
    """A view of the days around one of them."""

    view: str
    on: date
    zone: tzinfo

    @property
    def span(self) -> Span:
        first, until = self.on, self.on + DAY
        if self.view == "week":
            first, until = _monday(self.on), _monday(self.on) + 7 * DAY
        elif self.view == "month":
            first = _monday(self.on.replace(day=1))
            until = _monday(_next_month(self.on) + 6 * DAY)
        elif self.view == "agenda":
            until = self.on + AGENDA * DAY
        return Span(first, until, self.zone)

    @property
    def before(self) -> date:
        if self.view == "month":
            return (self.on.replace(day=1) - DAY).replace(day=1)
        return self.on - self._step

    @property
    def after(self) -> date:
        return _next_month(self.on) if self.view == "month" else self.on + self._step

    @property
    def title(self) -> str:
        """ "23 - 29 November", "November 2026", "Tuesday, 24 November"."""
        span = self.span
        last = span.until - DAY
        if self.view == "month":
            return date_format(self.on, "F Y")
        if self.view == "day":
            return date_format(self.on, "l, j F Y")
        first = "j" if span.first.month == last.month else "j F"
        return f"{date_format(span.first, first)} – {date_format(last, 'j F Y')}"

    @property
    def week(self) -> str:
        number = self.span.first.isocalendar().week
        return _("Week %d") % number if self.view in ("week", "day") else ""

    @property
    def _step(self) -> timedelta:
        return {"day": DAY, "week": 7 * DAY}.get(self.view, AGENDA * DAY)


def shown(view: str, on: str, today: date, zone: tzinfo) -> Shown:
    """What was asked for; what makes no sense is this week."""
    try:
        day = date.fromisoformat(on) if on else today
    except ValueError:
        day = today
    return Shown(view if view in VIEWS else "week", min(max(day, FIRST), LAST), zone)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY


def _next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
