"""Everything anyone did, newest first: what an administrator looks through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from doorstep.history.action import ACTIONS, Action, action_of
from doorstep.history.in_sight import newest_seen
from doorstep.history.models import Event
from doorstep.history.reading import last_images
from doorstep.history.replay import replay
from doorstep.history.rows import Row, model_of, records_now
from doorstep.history.sight import Sight
from doorstep.history.telling import called, names_of, seen, tell_steps
from doorstep.history.timeline import page_number
from doorstep.kit.errors import Conflict
from doorstep.kit.keyset import Page
from doorstep.users.models import User


@dataclass(frozen=True)
class Asked:
    """What is looked for. ``kinds`` are tables, ``did`` the second half of an event's name."""

    who: Collection[int] = ()
    kinds: Collection[str] = ()
    did: Collection[str] = ()
    sources: Collection[str] = ()
    record: Row | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Line:
    """One thing somebody did."""

    event: Event
    action: Action[Any] | None
    subject: str
    sentences: list[Any]
    is_there: bool

    @property
    def fields(self) -> list[str]:
        return [sentence.label for sentence in self.sentences if sentence.label]


def audit(by: User, asked: Asked, *, after: str = "", size: int = 50) -> Page:
    """A page of lines, of what ``by`` may see."""
    before = page_number(after) if after else None
    page = newest_seen(_found(Event.objects.all(), asked), by, before=before, size=size)
    return Page(_lines(page.items, by), page.next)


def deeds() -> list[tuple[str, str]]:
    """All that can be done, for a choice: the second half of an event's name, and its label."""
    labels = {name.partition(".")[2]: str(action.label) for name, action in ACTIONS.items()}
    return sorted(labels.items(), key=lambda deed: deed[1].lower())


def _found(events: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    events = events.filter(cause=None)
    if asked.who:
        events = events.filter(by__in=asked.who)
    if asked.kinds:
        events = events.filter(subject_type__in=asked.kinds)
    if asked.sources:
        events = events.filter(source__in=asked.sources)
    if asked.record:
        events = events.filter(subject_type=asked.record[0], subject_id=asked.record[1])
    if asked.did:
        named = Q()
        for deed in asked.did:
            named |= Q(name__endswith=f".{deed}")
        events = events.filter(named)
    if asked.first:
        events = events.filter(at__gte=_midnight(asked.first))
    return events.filter(at__lt=_midnight(asked.last + timedelta(1))) if asked.last else events


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _lines(events: list[Event], by: User) -> list[Line]:
    past, sight = replay(events), Sight(by)
    steps = seen(past, sight)
    told = tell_steps(events, steps, names_of(past, steps, known=[by], sight=sight))
    subjects = {row for event in events if (row := _subject(event))}
    there = records_now(subjects, known=past.records.values())
    gone = last_images(row for row in subjects if row not in there)
    names = {row: str(record) for row, record in there.items()}
    names |= {row: called(model_of(row[0]), image) for row, image in gone.items()}
    return [
        Line(
            event=event,
            action=_action(event),
            subject=names.get(_subject(event) or ("", 0), ""),
            sentences=told[event.pk],
            is_there=_subject(event) in there,
        )
        for event in events
    ]


def _subject(event: Event) -> Row | None:
    if event.subject_type and event.subject_id is not None:
        return event.subject_type, event.subject_id
    return None


def _action(event: Event) -> Action[Any] | None:
    try:
        return action_of(event)
    except Conflict:
        return None
