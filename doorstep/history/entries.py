"""A page of a timeline, ready to be shown: events in words, and what may be taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from doorstep.history.action import Action, action_of, can_be_undone
from doorstep.history.choosing import still_held
from doorstep.history.models import Event
from doorstep.history.obstacles import Piece, first_obstacle, targets_of
from doorstep.history.pieces import pieces_of
from doorstep.history.replay import Replay, Step, replay
from doorstep.history.rows import NOBODY, Row, model_of, records_now, row_of
from doorstep.history.sight import Sight
from doorstep.history.sorts import Sort, sort_named
from doorstep.history.surroundings import Surroundings, existing
from doorstep.history.telling import Names, names_of, seen, tell_steps
from doorstep.history.timeline import Asked, timeline
from doorstep.kit.errors import Conflict
from doorstep.kit.keyset import Page
from doorstep.kit.prepared import Prepared
from doorstep.users.models import User


@dataclass(frozen=True)
class Entry:
    """One event on a page. ``reverse`` is the event whose undo turns this one around; ``asks``
    that of which only a part can be turned around, for the rest was changed since.
    """

    event: Event
    action: Action[Any] | None
    sentences: list[Any]
    reverse: Event | None
    is_undone: bool
    asks: Event | None = None

    @property
    def sort(self) -> Sort | None:
        """What it is, if it is more than a plain change."""
        return None if self.event.undoes_id else sort_named(self.event.name)

    @property
    def mentioned(self) -> list[str]:
        """Whom it speaks to."""
        return [sentence.mentions for sentence in self.sentences if sentence.mentions]

    @property
    def who(self) -> str:
        """Who did it: of a letter that came in, whoever wrote it."""
        return next((each.who for each in self.sentences if each.who), "") or str(self.event.by)

    @property
    def did(self) -> str:
        """ "logged a call", "replied"; nothing for a plain change."""
        theirs = next((each.did for each in self.sentences if each.who), "")
        return theirs or (str(self.action.told) if self.action else "")

    @property
    def beside(self) -> str:
        """How it went: "Spoke to them"."""
        return next((sentence.beside for sentence in self.sentences if sentence.body), "")

    @property
    def body(self) -> str:
        """What someone wrote, if that is what happened."""
        if self.event.undoes_id:
            return ""
        return next((sentence.body for sentence in self.sentences if sentence.body), "")

    @property
    def stands(self) -> str:
        """The same as it reads today: edited since, or taken away."""
        return next((sentence.stands for sentence in self.sentences if sentence.body), "")


class Told(NamedTuple):
    """A page of events, and the same in words; by event, the other record it was done to."""

    page: Page
    entries: list[Entry]
    others: dict[int, Any]


def story(
    record: models.Model,
    *,
    by: User,
    alone: bool = False,
    size: int = 20,
    **asked: Any,
) -> Told:
    """A page of what happened to a record, as ``by`` may see it, and to what belongs to it.

    ``alone`` leaves the latter out. What else may be asked for is what a timeline can be asked.
    """
    sight = Sight(by)
    page = timeline(record, seen_by=None if alone else sight, size=size, asked=Asked(**asked))
    about = None if asked.get("whole") else record
    others = {} if about else _others(page.items, record, sight)
    return Told(page, entries(page.items, by=sight, about=about), others)


def _others(events: Collection[Event], record: models.Model, sight: Sight) -> dict[int, Any]:
    """The record each event was done to, where that is another one and has a page."""
    rows = {each.pk: (each.subject_type, each.subject_id) for each in events if each.subject_id}
    wanted = {row for row in rows.values() if hasattr(model_of(row[0]), "owned_by")}
    found = records_now(sight.within("view", wanted, {row: {} for row in wanted}, {}))
    found.pop(row_of(record), None)
    return {pk: found[row] for pk, row in rows.items() if row in found}


def entries(
    events: Collection[Event], *, by: User | Sight, about: models.Model | None = None
) -> list[Entry]:
    """The events in words; undo is offered only where it would not be refused.

    Of a large event only what it did to ``about`` is told.
    """
    sight = Sight(by) if isinstance(by, User) else by
    chains = Chains(events)
    past = replay(chains.all, about=about)
    steps = seen(past, sight)
    names = names_of(past, steps, known=[sight.by], sight=sight)
    told = tell_steps(events, steps, names)
    reversible, asking = _reversible(chains, past, names, sight)
    return [
        Entry(
            event=event,
            action=_action(event),
            sentences=told[event.pk],
            reverse=end if (end := chains.end_of(event)) and end.pk in reversible else None,
            is_undone=chains.turns[event.pk] % 2 == 1,
            asks=end if end and end.pk in asking else None,
        )
        for event in events
    ]


class Chains:
    """For each event on the page the last undo or redo of it, and what that one caused."""

    def __init__(self, events: Collection[Event]) -> None:
        origins = [event.pk for event in events if not event.undoes_id]
        self.turns: Counter[int] = Counter()
        self._last: dict[int, Event] = {}
        self._caused: dict[int, list[Event]] = {pk: [] for pk in origins}
        for each in FOLLOWED.records(origins, origins) if origins else ():
            origin, cause = each.origin_id or 0, each.cause_id or 0
            if origin in self._caused:
                self.turns[origin] += 1
                self._last[origin] = each
            if cause in self._caused:
                self._caused[cause].append(each)
        ends = [end for event in events if (end := self.end_of(event))]
        self.groups = {end.pk: [end] for end in ends}
        self._add_what_they_caused()
        grouped = (each for group in self.groups.values() for each in group)
        self.all = list({event.pk: event for event in (*events, *grouped)}.values())

    def end_of(self, event: Event) -> Event | None:
        """What would be undone; an undo is turned around where it was made."""
        if event.undoes_id or event.cause_id:
            return None
        return self._last.get(event.pk, event)

    def _add_what_they_caused(self) -> None:
        latest = dict(self.groups)
        while latest:
            asked = [pk for pk in latest if pk not in self._caused]
            found: list[Any] = [each for pk in latest for each in self._caused.get(pk, ())]
            found += CAUSED.records(asked) if asked else ()
            groups = [(event, latest[event.cause_id or 0]) for event in found]
            for event, group in groups:
                group.append(event)
            latest = {event.pk: group for event, group in groups}


FOLLOWED = Prepared(
    lambda origins, causes: Event.objects.filter(
        Q(origin__among=origins) | Q(cause__among=causes)
    ).order_by("pk"),
    [NOBODY],
    [NOBODY],
)
CAUSED = Prepared(lambda causes: Event.objects.filter(cause__among=causes), [NOBODY])


def _reversible(
    chains: Chains, past: Replay, names: Names, sight: Sight
) -> tuple[set[int], set[int]]:
    """Those whose undo nothing would refuse, as far as can be told beforehand; and those of which
    a part could be undone, as the rest was changed since.
    """
    by_event: dict[int, list[Step]] = defaultdict(list)
    for step in past.steps:
        by_event[step.change.event_id].append(step)
    groups = {
        pk: pieces_of([step for event in group for step in by_event[event.pk]])
        for pk, group in chains.groups.items()
        if all(can_be_undone(event) for event in group)
    }
    rows = {piece.row for group in groups.values() for piece in group}
    editable = sight.within("edit", rows, past.now, past.then)
    groups = {
        pk: group
        for pk, group in groups.items()
        if all(piece.row in editable for piece in group)
        and _may_undo(chains.groups[pk][0], past, sight)
    }
    pieces = [piece for group in groups.values() for piece in group]
    around = Surroundings(pieces, _targets(pieces, names, past))
    free = {pk for pk, group in groups.items() if not first_obstacle(group, around)}
    parts = {pk: still_held(group) for pk, group in groups.items() if pk not in free}
    return free, {pk for pk, part in parts.items() if part and not first_obstacle(part, around)}


def _may_undo(event: Event, past: Replay, sight: Sight) -> bool:
    if event.by_id == sight.by.pk:
        return True
    subject = (event.subject_type, event.subject_id or 0)
    if subject in past.now or subject in past.then:
        return bool(sight.within("undo", [subject], past.now, past.then))
    return sight.may("undo", event)


def _targets(pieces: Iterable[Piece], names: Names, past: Replay) -> set[Row]:
    """The rows that are there of those that would be pointed to again; most are known."""
    wanted = {target for piece in pieces for _field, target in targets_of(piece)}
    known = {row for row in names if row in past.now or row not in past.then}
    return (known | past.now.keys()) & wanted | existing(wanted - known - past.now.keys())


def _action(event: Event) -> Action[Any] | None:
    try:
        return action_of(event)
    except Conflict:
        return None
