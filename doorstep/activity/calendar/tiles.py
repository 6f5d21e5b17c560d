"""What is drawn in a calendar: one tile for each time something happens, or is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import gettext as _

from doorstep.activity.calendar.occurring import Occurrence
from doorstep.activity.calendar.spans import DAY
from doorstep.activity.models import CalendarEvent, Task
from doorstep.activity.models.event import USUAL_LENGTH
from doorstep.kit.addresses import address

Kind = CalendarEvent.Kind
Status = CalendarEvent.Status
TONE = {Kind.CALL: "door", Kind.EMAIL: "blue", Kind.MEETING: "violet", Kind.VISIT: "green"}
ICON = {Kind.CALL: "phone", Kind.EMAIL: "mail", Kind.MEETING: "users", Kind.VISIT: "map-pin"}


@dataclass(frozen=True, slots=True)
class Tile:
    """``key`` finds it again after it moved; without ``url`` nothing more is told of it."""

    key: str
    title: str
    tone: str
    icon: str
    starts_at: datetime
    ends_at: datetime
    all_day: bool
    url: str = ""
    page: str = ""
    move: str = ""
    original: str = ""
    more: str = ""
    whose: str = ""
    is_done: bool = False
    is_off: bool = False
    repeats: bool = False
    is_private: bool = False
    plan: str = ""  # where it is given a free half hour; what has that may stand anywhere

    @property
    def first(self) -> date:
        return self.starts_at.date() if self.all_day else localtime(self.starts_at).date()

    @property
    def last(self) -> date:
        """The last day it is on; what ends at midnight is not on the next."""
        if self.all_day:
            return max((self.ends_at - DAY).date(), self.first)
        return max(localtime(self.ends_at - timedelta.resolution).date(), self.first)

    @property
    def fills_days(self) -> bool:
        return self.all_day or self.ends_at - self.starts_at >= DAY

    @property
    def minutes(self) -> tuple[int, int]:
        """When it begins and ends on its day, in minutes since midnight."""
        start, end = localtime(self.starts_at), localtime(self.ends_at)
        until = end.hour * 60 + end.minute if end.date() == start.date() else 24 * 60
        return start.hour * 60 + start.minute, until

    def on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Looks:
    """For whom the tiles are drawn."""

    today: date
    owner_tones: Mapping[int, str]  # empty where there is only one calendar
    editable: frozenset[int]
    editable_tasks: frozenset[int] = frozenset()

    def of_event(self, one: Occurrence) -> Tile:
        event = one.event
        original = one.original_at.isoformat() if one.original_at else ""
        found = Tile(
            key=f"e{event.pk}-{one.original_at.timestamp():.0f}"
            if one.original_at
            else f"e{event.pk}",
            title=one.subject,
            tone=self._tone(event),
            icon=ICON.get(event.kind, "calendar-days"),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            all_day=one.all_day,
            url=address("calendar_event", event.pk),
            page=event.get_absolute_url(),
            original=original,
            more=one.location,
            whose=str(event.owner or "") if self.owner_tones else "",
            is_done=event.status == Status.DONE,
            is_off=event.status == Status.CANCELLED,
            repeats=bool(event.recurrence),
            is_private=event.is_private,
        )
        if event.pk in self.editable and event.status == Status.OPEN:
            found = replace(found, move=address("calendar_move", event.pk))
        is_call = event.kind in (Kind.CALL, Kind.EMAIL) and event.status == Status.OPEN
        waits = is_call and not self.owner_tones and found.first == self.today
        return replace(found, tone="lamp") if waits else found

    def of_busy(self, one: Occurrence) -> Tile:
        """Only when, and whose: nothing leads to what it is."""
        return Tile(
            key=f"b{one.starts_at.timestamp():.0f}-{one.event.owner_id}",
            title=_("Busy"),
            tone="gray",
            icon="lock",
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            all_day=one.all_day,
            whose=str(one.event.owner or ""),
        )

    def of_task(self, task: Task) -> Tile:
        """At its hour for half of one; else at the top of its day. One without a day today."""
        day = task.due_on or self.today
        starts_at = datetime.combine(day, datetime.min.time(), UTC)
        if task.due_time:
            starts_at = datetime.combine(day, task.due_time, get_current_timezone())
        is_late = task.is_overdue(self.today)
        is_open = task.status == Task.Status.OPEN
        found = Tile(
            key=f"t{task.pk}",
            title=task.subject,
            tone="red" if is_late else ("lamp" if task.due_on == self.today else "sand"),
            icon="list-checks",
            starts_at=starts_at,
            ends_at=starts_at + (USUAL_LENGTH if task.due_time else DAY),
            all_day=task.due_time is None,
            page=task.get_absolute_url(),
            more=_("late") if is_late else "",
            is_done=task.status == Task.Status.DONE,
        )
        if not is_open or task.pk not in self.editable_tasks:
            return found
        move, plan = (address(f"calendar_task_{each}", task.pk) for each in ("move", "plan"))
        return replace(found, move=move, plan=plan)

    def _tone(self, event: CalendarEvent) -> str:
        if event.status != Status.OPEN:
            return "gray"
        own = self.owner_tones.get(event.owner_id or 0)
        return own or TONE.get(event.kind, "sand")


def by_day(tiles: Iterable[Tile], days: Iterable[date]) -> list[tuple[date, list[Tile]]]:
    """Each day with all that is on it: what fills days first, then by the hour."""
    held = sorted(tiles, key=lambda each: (not each.fills_days, each.starts_at, each.title))
    return [(day, [each for each in held if each.on(day)]) for day in days]
