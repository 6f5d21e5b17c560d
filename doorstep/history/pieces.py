"""The rows that an undo would write, from the steps of what is to be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from doorstep.history.obstacles import Piece, piece_of
from doorstep.history.replay import Step
from doorstep.history.rows import Row
from doorstep.kit.journaled import BOOKKEEPING


def pieces_of(steps: Iterable[Step]) -> list[Piece]:
    """The rows that an undo of these steps would write."""
    by_row: dict[Row, list[Step]] = defaultdict(list)
    for step in sorted(steps, key=lambda step: -step.change.pk):
        by_row[step.change.row].append(step)
    return [_piece(row, made) for row, made in by_row.items()]


def _piece(row: Row, made: list[Step]) -> Piece:
    held, left = made[-1].before, made[0].after
    if held is not None and left is not None:
        names = {name for step in made for name in step.change.before or ()} - BOOKKEEPING
        held = {name: held[name] for name in names if name in held}
    return piece_of(row, held, left, made[0].now)
