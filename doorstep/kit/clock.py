"""What has to be done every so often: a registry. ``doorstep.upkeep`` calls what is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Chore = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A function without arguments, and how often it wants to be called."""

    name: str
    run: Chore
    every: timedelta


PERIODIC: dict[str, Periodic] = {}


def every(*, minutes: float) -> Callable[[Chore], Chore]:
    """Call the function this often, on one machine at a time.

    It must bear being called twice, and being called late. What takes more than some seconds
    belongs in a task that the function enqueues.
    """

    def register(run: Chore) -> Chore:
        name = f"{run.__module__}.{run.__qualname__}"
        PERIODIC[name] = Periodic(name, run, timedelta(minutes=minutes))
        return run

    return register
