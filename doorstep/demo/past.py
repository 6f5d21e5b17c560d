"""Stories that lie in the past: each act is done by an action, and all are then dated back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Max, QuerySet
from django.utils.timezone import localtime, now

from doorstep.history.models import Change, Event
from doorstep.kit.noting import Kind

R = TypeVar("R")
# It gives the moment of what it does next, and does that when it is asked for the moment after.
Story = Iterator[datetime]

STAMPS = {
    "lead.qualified": ("qualified_on",),
    "opportunity.created": ("stage_since", "dated_on"),
    "opportunity.lost": ("stage_since", "closed_on"),
    "opportunity.moved": ("stage_since",),
    "opportunity.won": ("stage_since", "closed_on"),
    "quotation.submitted": ("submitted_at",),
    "quotation.accepted": ("accepted_at",),
    "quotation.declined": ("declined_at",),
    "sales_order.submitted": ("submitted_at",),
    "delivery_note.submitted": ("submitted_at",),
    "sales_invoice.submitted": ("submitted_at",),
    "credit_note.submitted": ("submitted_at",),
}
WHEN = {"pipeline.stagechange": "at"}  # rows that themselves say when something was


def ago(days: float, turn: int = 0) -> datetime:
    """A moment so many days ago, within the hours of an office; nobody works on a Sunday."""
    moment = localtime() - timedelta(days=days)
    if days < 1:
        return moment
    moment -= timedelta(days=max(moment.weekday() - 4, 0))
    return moment.replace(hour=8 + turn % 9, minute=turn * 17 % 60, second=turn % 60)


class Past:
    """What was done, and when that is said to have been."""

    def __init__(self) -> None:
        self.moments: dict[int, datetime] = {}  # of each event
        self._written = self._last()

    def tell(self, stories: Iterable[Story]) -> None:
        """Let every story go on at its moments: what happened first is written down first."""
        waiting = [(next(story), turn, story) for turn, story in enumerate(stories)]
        heapify(waiting)
        while waiting:
            moment, turn, story = heappop(waiting)
            after = self.do(moment, lambda story=story: next(story, None))
            if after:
                heappush(waiting, (max(after, moment), turn, story))

    def do(self, moment: datetime, act: Callable[[], R]) -> R:
        """Do something at a moment."""
        done, last = act(), self._last()
        self.moments |= dict.fromkeys(range(self._written + 1, last + 1), min(moment, now()))
        self._written = last
        return done

    def date(self) -> None:
        """Write the moments into the history, and into the rows that it is about."""
        events = list(Event.objects.filter(pk__in=self.moments).only("pk"))
        for event in events:
            event.at = self.moments[event.pk]
        Event.objects.bulk_update(events, ["at"], batch_size=200)
        made: dict[str, dict[int, list[datetime]]] = {}
        rows = Change.objects.filter(event__in=self.moments).exclude(kind=Kind.DELETED)
        for change in rows.order_by("pk"):
            moments = made.setdefault(change.record_type, {}).setdefault(change.record_id, [])
            moments.append(self.moments[change.event_id])
        for label, held in made.items():
            _date_rows(apps.get_model(label), held)
        for event in Event.objects.filter(pk__in=self.moments, name__in=STAMPS).order_by("pk"):
            table: QuerySet[Any] = QuerySet(apps.get_model(event.subject_type)).filter(
                pk=event.subject_id
            )
            table.update(**dict.fromkeys(STAMPS[event.name], event.at))

    @staticmethod
    def _last() -> int:
        return Event.objects.aggregate(last=Max("pk"))["last"] or 0


def _date_rows(model: Any, held: dict[int, list[datetime]]) -> None:
    """The two columns that say when; no journal holds them, so none is told."""
    table: QuerySet[Any] = QuerySet(model)
    rows = list(table.filter(pk__in=held))
    for row in rows:
        row.created_at, row.updated_at = held[row.pk][0], held[row.pk][-1]
    if said := WHEN.get(model._meta.label_lower):
        for row in rows:
            setattr(row, said, held[row.pk][0])
    known = {field.name for field in model._meta.fields} & {"created_at", "updated_at", said}
    table.bulk_update(rows, sorted(known), batch_size=100)
