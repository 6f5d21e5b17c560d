"""A calendar page put together: what is on which day, for whoever looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone, localtime, now

from doorstep.activity.calendar.layout import SLOTS, Place, side_by_side
from doorstep.activity.calendar.occurring import occurrences, touching
from doorstep.activity.calendar.people import Calendar, busy_of, calendars, events_of
from doorstep.activity.calendar.tiles import Looks, Tile, by_day
from doorstep.activity.calendar.views_of_time import Shown, shown
from doorstep.activity.models import CalendarEvent, Task
from doorstep.users.models import User

IN_A_CELL = 3
UNDATED = 20
COMING = 3
QUARTER = 15
MOST_TASKS = 500


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page. ``placed`` are those with an hour, each with its place."""

    date: date
    tiles: list[Tile]
    whole: list[Tile]
    placed: list[tuple[Tile, Place]]
    is_today: bool
    is_off: bool

    @property
    def few(self) -> list[Tile]:
        return self.tiles if len(self.tiles) <= IN_A_CELL else self.tiles[: IN_A_CELL - 1]

    @property
    def more(self) -> int:
        return len(self.tiles) - len(self.few)


@dataclass(frozen=True, slots=True)
class Page:
    """All that a calendar page shows."""

    shown: Shown
    days: list[Day]
    calendars: list[Calendar]
    undated: list[tuple[Tile, Task]]
    now_slot: int

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[at : at + 7] for at in range(0, len(self.days), 7)]

    @property
    def is_empty(self) -> bool:
        return not any(day.tiles for day in self.days)

    @property
    def coming(self) -> list[Day]:
        """The next days that hold something."""
        today = next((at for at, day in enumerate(self.days) if day.is_today), 0)
        return [day for day in self.days[today:] if day.tiles][:COMING]

    @property
    def first_slot(self) -> int:
        """Where one begins to look: the first thing, else the morning."""
        return min((place.start for day in self.days for _t, place in day.placed), default=28)


def calendar_page(user: User, asked: Any) -> Page:
    """What ``view``, ``on`` and ``who`` ask for."""
    today = localtime(now()).date()
    view = shown(asked.get("view", ""), asked.get("on", ""), today, get_current_timezone())
    people = calendars(user, asked.getlist("who"))
    undated = list(_undated(user, people))
    tiles, beside = _tiles(user, view, people, today, undated)
    days = [
        _day(each, found, today, view.on.month if view.view == "month" else 0)
        for each, found in by_day(tiles, view.span.days())
    ]
    return Page(view, days, people, list(zip(beside, undated, strict=True)), _slot())


def _undated(user: User, people: list[Calendar]) -> Any:
    found = _tasks(user, people).filter(status=Task.Status.OPEN, due_on=None)
    return found.order_by("priority", "-pk")[:UNDATED]


def _tiles(
    user: User, view: Shown, people: list[Calendar], today: date, undated: list[Task]
) -> tuple[list[Tile], list[Tile]]:
    """What stands on the days, and what has no day yet."""
    chosen = {each.pk: each.tone for each in people if each.is_shown}
    near = touching(events_of(user, chosen), view.span).select_related("owner")
    held = list(near.exclude(status=CalendarEvent.Status.CANCELLED))
    due = _tasks(user, people).filter(due_on__gte=view.span.first, due_on__lt=view.span.until)
    tasks = list(due.exclude(status=Task.Status.CANCELLED).order_by("pk")[:MOST_TASKS])
    mine = _editable(user, CalendarEvent, held), _editable(user, Task, [*tasks, *undated])
    looks = Looks(today, chosen if len(chosen) > 1 else {}, *mine)
    tiles = [looks.of_event(each) for each in occurrences(held, view.span)]
    if set(chosen) - {user.pk}:
        busy = touching(busy_of(user, chosen), view.span).select_related("owner")
        tiles += [looks.of_busy(each) for each in occurrences(busy, view.span)]
    on_days = [*tiles, *map(looks.of_task, tasks)]
    return on_days, [looks.of_task(each) for each in undated]


def _editable(user: User, model: Any, held: Sequence[Any]) -> frozenset[int]:
    if not held:
        return frozenset()
    mine = model.objects.permitted(user, "edit").filter(pk__in=[each.pk for each in held])
    return frozenset(mine.values_list("pk", flat=True))


def _tasks(user: User, people: list[Calendar]) -> Any:
    chosen = [each.pk for each in people if each.is_shown]
    whose = Q(assignee__in=chosen) | Q(assignee=None, owner__in=chosen)
    return Task.objects.visible_to(user).filter(whose)


def _day(day: date, tiles: list[Tile], today: date, month: int) -> Day:
    hours = [each for each in tiles if not each.fills_days]
    places = side_by_side([_slots(each, day) for each in hours])
    return Day(
        date=day,
        tiles=tiles,
        whole=[each for each in tiles if each.fills_days],
        placed=list(zip(hours, places, strict=True)),
        is_today=day == today,
        is_off=day.month != month if month else day.weekday() > 4,
    )


def _slots(tile: Tile, day: date) -> tuple[int, int]:
    """The quarters it takes on a day, clipped to that day; at least two, to be readable."""
    start, end = localtime(tile.starts_at), localtime(tile.ends_at)
    first = _quarter(start) if start.date() == day else 0
    last = -(-(end.hour * 60 + end.minute) // QUARTER) if end.date() == day else SLOTS
    first = min(first, SLOTS - 2)
    return first, min(max(last, first + 2), SLOTS)


def _quarter(moment: datetime) -> int:
    return (moment.hour * 60 + moment.minute) // QUARTER


def _slot() -> int:
    return _quarter(localtime(now()))
