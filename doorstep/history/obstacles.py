"""What stands in the way of an undo: asked before it is offered, and again before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from doorstep.history.rows import (
    Row,
    checks_of,
    hangs_on_anything,
    model_of,
    pointers_of,
    records_now,
)
from doorstep.history.surroundings import Surroundings
from doorstep.kit.checks import surely_broken
from doorstep.kit.errors import Conflict
from doorstep.kit.images import ERASED, value_of
from doorstep.kit.journaled import BOOKKEEPING
from doorstep.kit.noting import Image


class ChangedSince(Conflict):
    """Fields hold something newer: the others can be put back nevertheless."""


class Piece(NamedTuple):
    """A row an undo would write: ``held`` before the event, ``left`` by it, ``now``.

    None is a row that is not there. The images may hold no more than what is needed.
    """

    row: Row
    held: Image | None
    left: Image | None
    now: Image | None

    @property
    def goes(self) -> bool:
        return self.held is None and self.now is not None

    @property
    def comes(self) -> bool:
        return self.held is not None and self.now is None

    @property
    def names(self) -> list[str]:
        """The columns it would put back."""
        return [name for name in self.held or () if name not in BOOKKEEPING]

    @property
    def result(self) -> Image:
        """What the row would hold, as far as it is known."""
        return {**(self.now or {}), **(self.held or {})}


def piece_of(row: Row, held: Image | None, left: Image | None, now: Image | None) -> Piece:
    """A piece in which a column of many values takes part with those that the event changed."""
    if held and left and now:
        for name in model_of(row[0]).by_key:
            before, after, today = held.get(name), left.get(name), now.get(name)
            if not all(
                isinstance(each, dict) and each != ERASED for each in (before, after, today)
            ):
                continue
            keys = different(before, after)
            held = {**held, name: _with(today, before, keys)}
            left = {**left, name: _with(today, after, keys)}
    return Piece(row, held, left, now)


def different(one: Any, other: Any) -> set[str]:
    return {key for key in one | other if one.get(key) != other.get(key)}


def _with(today: Any, then: Any, keys: set[str]) -> dict[str, Any]:
    """What there is today, but for these keys."""
    kept = {key: value for key, value in today.items() if key not in keys}
    return kept | {key: then[key] for key in keys if key in then}


def moved_on(piece: Piece) -> set[str]:
    """The columns that no longer hold what the event left there; with one that was derived of it
    the field itself, and all its others.
    """
    model = model_of(piece.row[0])
    names = {*_differing(model, piece)}
    for field, derived in getattr(model, "derives", {}).items():
        if names & (family := {field, *derived}):
            names |= family & {*(piece.held or ())}
    return names


def first_obstacle(pieces: Collection[Piece], around: Surroundings) -> Conflict | None:
    """The first reason why these rows cannot be put back together, in words."""
    group = Group(pieces)
    for find in (_moved_on, _erased, _lost_target, _taken, _breaks_a_rule, _in_use):
        if found := next(find(group, around), None):
            return found
    return None


class Group:
    """The pieces of one undo."""

    def __init__(self, pieces: Collection[Piece]) -> None:
        self.pieces = pieces
        self.by_row = {piece.row: piece for piece in pieces}
        self.written = [piece for piece in pieces if piece.held is not None]
        self.going = [piece for piece in pieces if piece.goes]

    @cached_property
    def leaving(self) -> Counter[tuple[str, str, Row]]:
        """How many rows of a table stop pointing to a row, by which column."""
        return Counter(
            (piece.row[0], column, target)
            for piece in self.pieces
            for column, target in _pointed_to(piece)
        )


def _pointed_to(piece: Piece) -> Iterator[tuple[str, Row]]:
    """What it points to now and would not any more."""
    now, held = piece.now or {}, piece.held
    model = model_of(piece.row[0])
    for column, table in pointers_of(model):
        value = now.get(column)
        if value is not None and (held is None or held.get(column, value) != value):
            yield column, (table, value)
    about = now.get("about_id") if hangs_on_anything(model) else None
    if about is not None and (held is None or held.get("about_id", about) != about):
        yield "about_id", (now["about_type"], about)


def _moved_on(group: Group, around: Surroundings) -> Iterator[Conflict]:
    """It must still hold what the event left there, in every field that is to be put back."""
    for piece in group.pieces:
        model = model_of(piece.row[0])
        if (piece.left is None) != (piece.now is None):
            what = _("deleted") if piece.now is None else _("brought back")
            words = {"name": model._meta.verbose_name, "what": what}
            yield Conflict(_("This %(name)s was %(what)s since.") % words)
        elif piece.left != piece.now and (names := [*_differing(model, piece)]):
            labels = {name: str(model._meta.get_field(name).verbose_name) for name in names}
            message = _("Changed since: %s.") % ", ".join(labels.values())
            yield ChangedSince(message, **dict.fromkeys(labels, _("Changed since.")))


def _differing(model: Any, piece: Piece) -> Iterator[str]:
    left, now = piece.left or {}, piece.now or {}
    for name in left if piece.held is None else piece.names:
        if name not in BOOKKEEPING and left.get(name) != now.get(name):
            field = model._meta.get_field(name)
            if value_of(field, left.get(name)) != value_of(field, now.get(name)):
                yield name


def _erased(group: Group, around: Surroundings) -> Iterator[Conflict]:
    for piece in group.written:
        held = piece.held or {}
        if any(_is_erased(value) for value in held.values()):
            yield Conflict(_("What it held was erased for good."))


def _is_erased(value: Any) -> bool:
    return isinstance(value, dict) and (value == ERASED or ERASED in value.values())


def _lost_target(group: Group, around: Surroundings) -> Iterator[Conflict]:
    """The database would notice a lost target only at the commit, without words."""
    for piece in group.written:
        for field, target in targets_of(piece):
            beside = group.by_row.get(target)
            if beside.held is None if beside else target not in around.targets:
                yield Conflict(_("Its %s is no longer there.") % field.verbose_name)


def targets_of(piece: Piece) -> Iterator[tuple[Any, Row]]:
    """The rows that it would point to again."""
    held = piece.held or {}
    model = model_of(piece.row[0])
    for column, table in pointers_of(model) if held else ():
        if (value := held.get(column)) is not None:
            yield model._meta.get_field(column), (table, value)


def _taken(group: Group, around: Surroundings) -> Iterator[Conflict]:
    """A value that may be there once is somebody else's by now."""
    for piece in group.written:
        for once, holder in around.holders_of(piece):
            beside = group.by_row.get(holder)
            gives_up = beside and (beside.held is None or once.tied & {*beside.names})
            if holder != piece.row and not gives_up:
                message = str(once.message or _("Something else has taken its place."))
                yield Conflict(message, **dict.fromkeys(once.columns, _("Taken.")))


def _breaks_a_rule(group: Group, around: Surroundings) -> Iterator[Conflict]:
    """What comes back and what was changed since may not go together."""
    for piece in group.written:
        model = model_of(piece.row[0])
        for rule in checks_of(model):
            if rule.columns <= piece.result.keys() and rule.columns & {*piece.names}:
                values = {n: rule.fields[n].to_python(piece.result[n]) for n in rule.columns}
                if surely_broken(rule.condition, values):
                    yield Conflict(str(rule.message or _("This does not fit what is there now.")))


def _in_use(group: Group, around: Surroundings) -> Iterator[Conflict]:
    """A record that would go is pointed to by one that would stay."""
    for piece in group.going:
        for use in around.uses_of(piece.row):
            if use.times > group.leaving[use.user_type, use.column, piece.row]:
                yield _used_by(piece.row, use.users(piece.row[1], _going(group, use.user_type)))


def _going(group: Group, record_type: str) -> list[int]:
    return [pk for kind, pk in (piece.row for piece in group.going) if kind == record_type]


def _used_by(row: Row, user: Any) -> Conflict:
    record = records_now([row]).get(row)
    return Conflict(_("%(record)s is used by %(user)s since.") % {"record": record, "user": user})
