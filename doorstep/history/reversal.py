"""Putting rows back, a table at a time, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from doorstep.history.choosing import Take, still_held
from doorstep.history.models import Change, Event
from doorstep.history.obstacles import (
    Piece,
    first_obstacle,
    piece_of,
    targets_of,
)
from doorstep.history.onces import onces
from doorstep.history.reading import THEN, Then, last_images, rewind
from doorstep.history.rows import (
    Row,
    by_type,
    checks_of,
    hangs_on_anything,
    model_of,
    pointers_of,
)
from doorstep.history.sight import Sight
from doorstep.history.surroundings import Surroundings, existing
from doorstep.history.turns import rewrite_in_turn
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.images import decode, encode
from doorstep.kit.journaled import JournaledQuerySet
from doorstep.kit.noting import Image, Kind
from doorstep.users.models import User

Made = dict[int, list[Then]]  # by row id, newest first
ABOUT = {"about_type", "about_id"}  # what hangs on a record is reached with it


def put_back(
    events: Collection[Event], *, by: User, rest: bool = False, take: Take | None = None
) -> None:
    """Give every row that these events touched what it held before, or refuse.

    With ``rest`` the fields that were changed since are left as they are, but for those that
    ``take`` names.
    """
    pieces = [
        piece
        for record_type, made in _made_by(events).items()
        for piece in _pieces(record_type, made, events)
    ]
    pieces = _rest_of(pieces, take or {}) if rest else pieces
    _refuse(pieces, by)
    going = {piece.row: piece for piece in pieces if piece.goes}
    staying = [p for p in pieces if p.held is not None and p.now is not None and p.names]
    # What is unique has to be let go before another takes it: so what points to a row that goes
    # is written first, then those go, then the rest is written, and then rows come back.
    _write_in_turn([p for p in staying if not going.keys().isdisjoint(_targets_now(p))])
    _remove(dict(going))
    _write_in_turn([p for p in staying if going.keys().isdisjoint(_targets_now(p))])
    _bring([piece for piece in pieces if piece.comes])


def _rest_of(pieces: list[Piece], take: Take) -> list[Piece]:
    if found := still_held(pieces, take):
        return found
    raise Conflict(_("All of it was changed since: nothing is left to undo."))


def _write_in_turn(pieces: list[Piece]) -> None:
    """Newest change first, which is the order in which values become free."""
    for record_type, some in _by_table(pieces).items():
        model = model_of(record_type)
        values = {
            piece.row[1]: decode(model, {name: (piece.held or {})[name] for name in piece.names})
            for piece in some
        }
        rewrite_in_turn(model, values, {piece.row[1]: piece.now or {} for piece in some})


def held_before(event: Event, row: Row, column: str, *, by: User) -> Any:
    """What one column of one row held before an event, if it can have that again."""
    made = {row[1]: _made_by([event])[row[0]].get(row[1], [])}
    pieces = list(_pieces(row[0], made, [event])) if made[row[1]] else []
    piece = pieces[0] if pieces else Piece(row, None, None, None)
    if piece.held is None or piece.left is None or column not in piece.held:
        raise Conflict(_("It did not change this field."))
    piece = piece._replace(held={column: piece.held[column]})
    _refuse([piece], by)
    return decode(model_of(row[0]), piece.held or {})[column]


def _refuse(pieces: list[Piece], by: User) -> None:
    """Unless nothing stands in the way."""
    _refuse_beyond_reach(pieces, by)
    targets = existing({target for piece in pieces for _field, target in targets_of(piece)})
    if refusal := first_obstacle(pieces, Surroundings(pieces, targets)):
        raise refusal


def _made_by(events: Collection[Event]) -> dict[str, Made]:
    found: dict[str, Made] = defaultdict(lambda: defaultdict(list))
    changes = Change.objects.filter(event__among=[event.pk for event in events])
    for values in changes.order_by("-pk").values_list(*THEN).iterator(5_000):
        change = Then(*values)
        found[change.record_type][change.record_id].append(change)
    return found


def _pieces(record_type: str, made: Made, events: Collection[Event]) -> Iterator[Piece]:
    """What each row held, was left with and holds now, in the columns that matter."""
    held = {pk: rewind({}, changes) for pk, changes in made.items()}
    now = _locked(record_type, made, held)
    later = _later(record_type, made, events)
    for pk, image in held.items():
        first = now.get(pk)
        yield piece_of((record_type, pk), image, rewind(first, later.get(pk, ())), first)


def _locked(record_type: str, made: Made, held: dict[int, Image | None]) -> dict[int, Image]:
    """The rows as they are, locked; where all stay, only the columns that will be written."""
    model = model_of(record_type)
    columns = {field.attname for field in model._meta.concrete_fields} - model.unjournaled
    lasting = all(image is not None for image in held.values())
    if lasting and all(each.kind == Kind.CHANGED for changes in made.values() for each in changes):
        columns &= _with_their_rules(model, {n for image in held.values() for n in image or ()})
    names = ["pk", *sorted(columns)]
    rows = model._base_manager.filter(pk__among=list(held)).select_for_update(of=("self",))
    encoded = (
        (row[0], {name: encode(value) for name, value in zip(names[1:], row[1:], strict=True)})
        for row in rows.order_by("pk").values_list(*names).iterator(5_000)
    )
    return dict(encoded)


def _with_their_rules(model: Any, columns: set[str]) -> set[str]:
    """These columns, and those that a constraint ties to them."""
    known = {field.attname for field in model._meta.concrete_fields}
    ties = [rule.columns for rule in checks_of(model)]
    ties += [once.tied & known for once in onces(model)]
    return columns.union(ABOUT, *(tied for tied in ties if tied & columns))


def _later(record_type: str, made: Made, events: Collection[Event]) -> Made:
    """What others did to these rows since."""
    found: Made = defaultdict(list)
    changes = Change.objects.filter(
        record_type=record_type,
        record_id__among=list(made),
        pk__gt=min(changes[0].pk for changes in made.values()),
    ).exclude(event__among=[event.pk for event in events])
    for values in changes.order_by("-pk").values_list(*THEN).iterator(5_000):
        change = Then(*values)
        if change.pk > made[change.record_id][0].pk:
            found[change.record_id].append(change)
    return found


def _refuse_beyond_reach(pieces: list[Piece], by: User) -> None:
    pieces = [piece for piece in pieces if not _only_follows(piece)]
    rows = [piece.row for piece in pieces]
    now = {piece.row: piece.now for piece in pieces}
    gone = [piece for piece in pieces if piece.now is None]
    then: dict[Row, Image | None] = {p.row: p.held for p in gone if p.left is None}
    then |= last_images(piece.row for piece in gone if piece.left is not None)
    sight = Sight(by)
    reached = sight.within("edit", rows, now, then)
    if len(reached) < len(rows):
        name = next(model_of(row[0])._meta.verbose_name for row in rows if row not in reached)
        raise Forbidden(_("You may not edit this %s.") % name)


def _only_follows(piece: Piece) -> bool:
    """It was pointed to another record because that took the place of its own: a merge moves it
    without asking who may edit it, and so does taking the merge back.
    """
    follows: frozenset[str] = getattr(model_of(piece.row[0]), "follows", frozenset())
    return piece.left is not None and piece.held is not None and piece.held.keys() <= follows


def _bring(pieces: list[Piece]) -> None:
    for record_type, some in _by_table(pieces).items():
        model = model_of(record_type)
        made = [model(**decode(model, _next_version(piece.held or {}))) for piece in some]
        model._default_manager.bulk_create(made, batch_size=500)


def _by_table(pieces: list[Piece]) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        found[piece.row[0]].append(piece)
    return found


def _next_version(image: Image) -> Image:
    return {**image, "version": image["version"] + 1}


def _remove(going: dict[Row, Piece]) -> None:
    """Delete these rows, each after those that use it; nothing that stays uses any."""
    while going:
        used = {target for piece in going.values() for target in _targets_now(piece)}
        free = [row for row in going if row not in used] or list(going)
        for record_type, pks in by_type(free).items():
            for start in range(0, len(pks), 2_000):
                some = pks[start : start + 2_000]
                JournaledQuerySet(model_of(record_type)).filter(pk__among=some).delete()
        for row in free:
            del going[row]


def _targets_now(piece: Piece) -> Iterable[Row]:
    now = piece.now or {}
    for column, table in pointers_of(model_of(piece.row[0])):
        if now.get(column) is not None and (table, now[column]) != piece.row:
            yield table, now[column]
    if hangs_on_anything(model_of(piece.row[0])):
        yield now["about_type"], now["about_id"]
