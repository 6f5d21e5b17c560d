"""The page put together: each record once, in the first section that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime

from doorstep.activity.calendar.occurring import Occurrence
from doorstep.activity.models import NextContact
from doorstep.activity.today import plans, unanswered  # noqa: F401 - registers itself
from doorstep.activity.today.sections import (
    MOST,
    OVERDUE,
    SECTIONS,
    SOURCES,
    TODAY,
    Item,
    Section,
    told,
)
from doorstep.activity.today.whose import Whose
from doorstep.activity.today.whose import whose as whose_day
from doorstep.history.action import ACTIONS
from doorstep.history.models import Event
from doorstep.history.rows import Row, by_type, model_of
from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.users.models import User

SHOWN = 12
DONE_SHOWN = 6
FIRST_HOUR, LAST_HOUR = 7, 20


@dataclass(frozen=True)
class Group:
    section: Section
    items: list[Item]
    is_whole: bool

    @property
    def shown(self) -> list[Item]:
        return self.items if self.is_whole else self.items[:SHOWN]

    @property
    def count(self) -> str:
        return f"{MOST - 1}+" if len(self.items) >= MOST else str(len(self.items))

    @property
    def more(self) -> int:
        return len(self.items) - len(self.shown)


@dataclass(frozen=True)
class Block:
    """Something on the hours of a day: on which half hours, and how it looks."""

    label: str
    url: str
    first: int
    last: int
    is_done: bool
    tone: str


@dataclass(frozen=True)
class Day:
    whose: Whose
    groups: list[Group]
    blocks: list[Block]
    now_at: int
    done: list[Any]

    @property
    def is_empty(self) -> bool:
        return not any(group.items for group in self.groups)

    @property
    def hours(self) -> range:
        return range(FIRST_HOUR, LAST_HOUR)


def day_of(whose: Whose, whole: str = "") -> Day:
    """Everything that waits; ``whole`` names a section of which all is shown."""
    found, happening = rows_of(whose)
    done = _just_done(whose)
    abouts = {row for items in found.values() for each in items for row in _rows(each)}
    abouts |= {(each.subject_type, each.subject_id) for each in done if each.subject_id}
    records = in_sight(whose, abouts)
    groups = [
        Group(SECTIONS[name], _with_records(items, records), name == whole)
        for name, items in _each_once(found).items()
    ]
    clock = localtime()
    return Day(
        whose=whose,
        groups=[group for group in groups if group.items],
        blocks=[_block(each) for each in happening if _is_by_hour(each)],
        now_at=_slot(clock.hour, clock.minute),
        done=[told_of for each in done if (told_of := _told_of(each, records))],
    )


def waiting(user: User) -> str:
    """How much is overdue or for today; nothing where nothing is."""
    plans_of_mine, _day = rows_of(whose_day(user), others=False)
    count = len(plans_of_mine[OVERDUE]) + len(plans_of_mine[TODAY])
    return f"{MOST - 1}+" if count >= MOST else str(count or "")


def rows_of(whose: Whose, others: bool = True) -> tuple[dict[str, list[Item]], list[Occurrence]]:
    """The rows of each section as their sources give them; without ``others`` only plans."""
    found: dict[str, list[Item]] = {name: [] for name in SECTIONS}
    to_do, happening = plans.events(whose)
    for item in (*plans.tasks(whose), *plans.overdue_events(whose), *to_do):
        found[OVERDUE if item.due[0] == "late" else TODAY].append(item)
    for name in (OVERDUE, TODAY):
        found[name].sort(key=_when)
    for name, sources in SOURCES.items() if others else ():
        for source in sources:
            found[name] += source(whose)
    return found, happening


def _when(item: Item) -> datetime:
    assert item.at is not None
    return item.at


def in_sight(whose: Whose, rows: Iterable[Row]) -> dict[Row, Any]:
    """The records that one may see, a query for each table."""
    found: dict[Row, Any] = {}
    for label, pks in by_type(rows).items():
        model = model_of(label)
        if hasattr(model, "owned_by"):  # a record; what hangs on one, and events, are no rows here
            manager = model._default_manager
            found |= {(label, r.pk): r for r in manager.visible_to(whose.user).filter(pk__in=pks)}
    return found


def _rows(item: Item) -> list[Row]:
    return [*item.abouts, *([item.stands_for] if item.stands_for else [])]


def _each_once(found: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """Who is spoken to today is not also waited for."""
    seen: set[Row] = set()
    kept: dict[str, list[Item]] = {}
    for name, items in found.items():
        kept[name] = []
        for item in items:
            if item.stands_for is None or item.stands_for not in seen:
                kept[name].append(item)
                seen.update(_rows(item))
    return kept


def _with_records(items: list[Item], records: dict[Row, Any]) -> list[Item]:
    """What they are about, as far as one may see it; a row for a hidden record goes."""
    kept = []
    for item in items[:MOST]:
        about = next((records[row] for row in _rows(item) if row in records), None)
        if about is None and item.stands_for:
            continue
        item.face, item.about = item.title, about
        if about is not None:
            item.face, under, why = told(about)
            item.title = item.title or item.face
            item.under = item.under or _not_said(item.title, (under, item.face))
            item.why = item.why or why
        kept.append(item)
    return kept


def _not_said(title: str, names: Iterable[str]) -> str:
    """The first of these names that the title does not hold already."""
    return next((name for name in names if name not in title), "")


def waits_for_a_step(record: Any) -> bool:
    return isinstance(record, NextContact) and record.next_contact_at is None


def page_about(page: str, record: Any) -> str:
    """The address of a page about a record, where there is such a page."""
    args = (kind_of(type(record)), record.pk) if record is not None else ()
    return address(page, *args) if args and has_address(page, *args) else ""


def own_page(page: str, record: Any) -> str:
    """The address of a page that only such records have, as a lead has one to convert it."""
    name = f"{kind_of(type(record))}_{page}" if record is not None else ""
    return address(name, record.pk) if name and has_address(name, record.pk) else ""


def _just_done(whose: Whose) -> list[Event]:
    """What one did oneself today, newest first."""
    if not whose.is_mine:
        return []
    mine = Event.objects.filter(by=whose.user, at__gte=whose.span.since, cause=None)
    return list(mine.exclude(subject_type="").order_by("-pk")[:DONE_SHOWN])


def _told_of(event: Event, records: dict[Row, Any]) -> Any:
    shared = f"*.{event.name.partition('.')[2]}"
    action = ACTIONS.get(event.name) or ACTIONS.get(shared)
    record = records.get((event.subject_type, event.subject_id or 0))
    if action is None or not hasattr(record, "get_absolute_url"):
        return None
    return {"action": action, "record": record, "at": event.at}


def _is_by_hour(once: Occurrence) -> bool:
    return not once.all_day


def _block(once: Occurrence) -> Block:
    start, end = localtime(once.starts_at), localtime(once.ends_at)
    is_done = once.event.status != once.event.Status.OPEN
    first = min(_slot(start.hour, start.minute), _slot(LAST_HOUR, 0) - 1)
    ends = _slot(end.hour, end.minute) if end.date() == start.date() else _slot(LAST_HOUR, 0)
    tone = "gray" if is_done else "lamp" if once.event.kind == "CALL" else "door"
    label = once.subject if is_done else f"{start:%H:%M} {once.subject}"
    last = max(ends, first + 1)
    return Block(label, once.event.get_absolute_url(), first, last, is_done, tone)


def _slot(hour: int, minute: int) -> int:
    """The half hour of the day's grid, from 1."""
    at = (hour - FIRST_HOUR) * 2 + minute // 30 + 1
    return min(max(at, 1), (LAST_HOUR - FIRST_HOUR) * 2 + 1)
