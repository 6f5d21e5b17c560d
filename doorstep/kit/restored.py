"""What to look after when an install was brought back: a registry, as that of the clock.

A backup is of a moment that is gone. What went out since then is unknown to it, and must not go
out a second time because the rows say that it is due.
"""

from __future__ import annotations

from collections.abc import Callable

Settle = Callable[[], list[str]]
RESTORED: list[Settle] = []


def when_restored(settle: Settle) -> Settle:
    """Call it once the rows are back; it answers with sentences: what a person has to do."""
    RESTORED.append(settle)
    return settle


def settle_restored() -> list[str]:
    return [line for settle in RESTORED for line in settle()]
