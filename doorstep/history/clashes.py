"""What an undo would have to leave alone: field by field, what was changed again since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from doorstep.history.choosing import is_change, parts_of, place_of, places_of, still_held
from doorstep.history.models import Change, Event
from doorstep.history.obstacles import Piece, different, moved_on
from doorstep.history.pieces import pieces_of
from doorstep.history.replay import replay
from doorstep.history.rows import Row, model_of, pointers_of, records_now
from doorstep.history.sight import Sight
from doorstep.history.telling import Names, in_words, told_parts
from doorstep.history.timeline import tell_who
from doorstep.kit.noting import Image
from doorstep.users.models import User

LOOKED_AT = 200  # later changes of one record: who made an older one is not told


@dataclass(frozen=True)
class Clash:
    """A field that was changed again: before the event, as the event left it, and now."""

    label: str
    held: str
    left: str
    now: str
    since: Event | None
    place: str


@dataclass(frozen=True)
class Clashes:
    """``rest`` names the fields that can be undone nevertheless; ``places`` is of all fields that
    an undo can be told to take or to leave.
    """

    fields: list[Clash]
    rest: list[str]
    places: frozenset[str]


def clashes(event: Event, by: User) -> Clashes:
    """What stands in the way of undoing an event, of what ``by`` may see; mostly nothing."""
    events = event.with_all_it_caused()
    past = replay(events)
    sight = Sight(by)
    visible = sight.within("view", {step.change.row for step in past.steps}, past.now, past.then)
    pieces = pieces_of(step for step in past.steps if step.change.row in visible)
    changed = [piece for piece in pieces if is_change(piece) and moved_on(piece)]
    names = _names(changed)
    found = [clash for piece in changed for clash in _of(piece, events, names)]
    rest = [label for piece in still_held(pieces) for label in _labels(piece)]
    places = frozenset(place for piece in pieces for place in places_of(piece))
    return Clashes(found, list(dict.fromkeys(rest)), places)


def _of(piece: Piece, events: list[Event], names: Names) -> Iterable[Clash]:
    model, moved = model_of(piece.row[0]), moved_on(piece)
    untold: frozenset[str] = getattr(model, "untold", frozenset())
    since = _since(piece, events)
    for field in model._meta.concrete_fields:
        name = field.attname
        if name in moved and name in (piece.held or ()) and name not in untold:
            if parts_of(piece, name):
                yield from _of_parts(model, piece, name, since)
                continue
            images = (piece.held, piece.left, piece.now)
            held, left, now = (in_words(field, (image or {}).get(name), names) for image in images)
            label = str(capfirst(str(field.verbose_name)))
            yield Clash(label, held, left, now, since.get(name), place_of(piece.row, name))


def _of_parts(model: Any, piece: Piece, name: str, since: dict[str, Event]) -> Iterable[Clash]:
    """Of a column of many values each one by its own name."""
    held, left, now = ((image or {})[name] for image in (piece.held, piece.left, piece.now))
    before = {part.key: part.old for part in told_parts(model, name, held, left)}
    for part in told_parts(model, name, left, now):
        if part.key in before:
            place = place_of(piece.row, name, part.key)
            by = since.get(f"{name}.{part.key}")
            yield Clash(part.label, before[part.key], part.old, part.new, by, place)


def _since(piece: Piece, events: list[Event]) -> dict[str, Event]:
    """Who changed each field last, and each part of a column of many values."""
    row, after = piece.row, dict(piece.now or {})
    later = Change.objects.filter(record_type=row[0], record_id=row[1])
    later = later.filter(pk__gt=_last_of(row, events)).select_related("event").order_by("-pk")
    found: dict[str, Event] = {}
    for change in later[:LOOKED_AT]:
        for name, held in (change.before or {}).items():
            found.setdefault(name, change.event)
            if isinstance(held, dict) and isinstance(today := after.get(name), dict):
                for key in different(held, today):
                    found.setdefault(f"{name}.{key}", change.event)
            after[name] = held
    tell_who(found.values())
    return found


def _last_of(row: Row, events: list[Event]) -> int:
    own = Change.objects.filter(record_type=row[0], record_id=row[1], event__in=events)
    return own.order_by("-pk").values_list("pk", flat=True).first() or 0


def _names(pieces: Iterable[Piece]) -> Names:
    """What the records are called that the values point to."""
    images = [(p.row[0], image) for p in pieces for image in (p.held, p.left, p.now) if image]
    wanted = {target for label, image in images for target in _targets(label, image)}
    return {row: str(record) for row, record in records_now(wanted).items()}


def _targets(label: str, image: Image) -> Iterable[Row]:
    for column, table in pointers_of(model_of(label)):
        if image.get(column) is not None:
            yield table, image[column]


def _labels(piece: Piece) -> Iterable[str]:
    """What an undo would write of it, by name."""
    model: Any = model_of(piece.row[0])
    untold: frozenset[str] = getattr(model, "untold", frozenset())
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for name in piece.names:
        held, now = (piece.held or {})[name], (piece.now or {}).get(name)
        if isinstance(held, dict) and isinstance(now, dict):
            yield from (part.label for part in told_parts(model, name, now, held))
        elif name not in untold:
            yield capfirst(str(fields[name].verbose_name))
