"""How what overlaps is laid out beside each other. Pure: numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SLOTS = 96  # quarters of an hour in a day
LANES = 4  # as many stand side by side; what is more shares the last


class Place(NamedTuple):
    """Where something stands in a day: its slots, and which of how many lanes."""

    start: int
    length: int
    lane: int
    lanes: int


def side_by_side(spans: Sequence[tuple[int, int]]) -> list[Place]:
    """A place for each span of slots, in the order given; what meets shares the width."""
    found: dict[int, Place] = {}
    order = sorted(range(len(spans)), key=lambda at: (spans[at][0], -spans[at][1], at))
    together: list[int] = []
    until = -1
    for at in order:
        if together and spans[at][0] >= until:
            found |= _lanes(together, spans)
            together = []
        together.append(at)
        until = max(until, spans[at][1]) if len(together) > 1 else spans[at][1]
    found |= _lanes(together, spans)
    return [found[at] for at in range(len(spans))]


def _lanes(together: Sequence[int], spans: Sequence[tuple[int, int]]) -> dict[int, Place]:
    """Each takes the first lane that is free by then."""
    free: list[int] = []  # until when each lane is taken
    lane_of: dict[int, int] = {}
    for at in together:
        start, end = spans[at]
        lane = next((number for number, until in enumerate(free) if until <= start), len(free))
        if lane == len(free) and lane < LANES:
            free.append(end)
        lane = min(lane, LANES - 1)
        free[lane] = max(free[lane], end)
        lane_of[at] = lane
    return {
        at: Place(spans[at][0], max(spans[at][1] - spans[at][0], 1), lane_of[at], len(free))
        for at in together
    }
