"""An undo of a part: what was changed since stays, but where somebody chose otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from doorstep.history.obstacles import Piece, different, moved_on
from doorstep.history.rows import Row, model_of
from doorstep.kit.images import ERASED
from doorstep.kit.noting import Image

Take = Mapping[str, str]  # by place: HELD, LEFT or NOW
HELD, LEFT, NOW = "held", "left", "now"
NOTHING: Take = MappingProxyType({})


def place_of(row: Row, column: str, key: str = "") -> str:
    """ "parties.lead:7:organisation", and "parties.lead:7:custom.room" of a part of a column."""
    return f"{row[0]}:{row[1]}:{column}{'.' if key else ''}{key}"


def places_of(piece: Piece) -> Iterator[str]:
    """All that an undo of it can be told to take or to leave."""
    for name in piece.names if is_change(piece) else ():
        if keys := parts_of(piece, name):
            yield from (place_of(piece.row, name, key) for key in keys)
        else:
            yield place_of(piece.row, name)


def is_change(piece: Piece) -> bool:
    """Whether the row was there all the time."""
    return None not in (piece.held, piece.left, piece.now)


def parts_of(piece: Piece, name: str) -> list[str]:
    """Of a column that is undone key by key those keys that the event changed, and may return."""
    if name not in model_of(piece.row[0]).by_key:
        return []
    held, left, now = ((image or {}).get(name) for image in (piece.held, piece.left, piece.now))
    if not all(isinstance(each, dict) and each != ERASED for each in (held, left, now)):
        return []
    return sorted(different(held, left))


def still_held(pieces: Iterable[Piece], take: Take = NOTHING) -> list[Piece]:
    """The same without the fields that were changed since, and what is derived of these.

    ``take`` names fields that are given what they held, or were left with, nevertheless; and
    such as nobody changed since, which are to stay as they are now.
    """
    found = []
    for piece in pieces:
        if is_change(piece):
            piece = _part(piece, take)
            if not piece.names:
                continue
        found.append(piece)
    return found


def _part(piece: Piece, take: Take) -> Piece:
    now = piece.now or {}
    parted = {name: keys for name in piece.names if (keys := parts_of(piece, name))}
    alone = {name for name in piece.names if take.get(place_of(piece.row, name)) in (LEFT, NOW)}
    stays = moved_on(piece) | _families(piece, alone)
    put = _chosen(piece, stays - parted.keys(), take)
    for name, keys in parted.items():
        mixed = _mixed(piece, name, keys, take)
        put |= {name: mixed} if mixed != now[name] else {}
    kept = {
        name: value
        for name, value in (piece.held or {}).items()
        if name not in stays and name not in parted
    }
    left = {**(piece.left or {}), **{name: now.get(name) for name in put}}
    return piece._replace(held=kept | put, left=left)


def _families(piece: Piece, names: Collection[str]) -> set[str]:
    """These columns and what is derived of them."""
    derives = getattr(model_of(piece.row[0]), "derives", {})
    found = {*names}.union(*(derives.get(name, ()) for name in names))
    return found & {*(piece.held or ())}


def _chosen(piece: Piece, moved: Collection[str], take: Take) -> Image:
    """The values that somebody chose for fields that were changed since."""
    found: dict[str, Any] = {}
    for name in moved:
        if source := _source(piece, take.get(place_of(piece.row, name))):
            family = _families(piece, [name]).intersection(moved, source)
            found |= {each: source[each] for each in family}
    now = piece.now or {}
    return {name: value for name, value in found.items() if value != now.get(name)}


def _mixed(piece: Piece, name: str, keys: Iterable[str], take: Take) -> dict[str, Any]:
    """What a column of many values holds after the undo."""
    left, mixed = (piece.left or {})[name], dict((piece.now or {})[name])
    for key in keys:
        usual = HELD if left.get(key) == mixed.get(key) else NOW
        if source := _source(piece, take.get(place_of(piece.row, name, key), usual)):
            mixed.pop(key, None)
            mixed |= {key: source[name][key]} if key in source[name] else {}
    return mixed


def _source(piece: Piece, way: str | None) -> Image | None:
    return {HELD: piece.held, LEFT: piece.left}.get(way or "")
