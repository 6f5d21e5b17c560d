"""Numbers of rows, as they arrive in texts."""

from __future__ import annotations

DIGITS = 18  # so many always fit into a column


def row_number(text: str) -> int | None:
    """The id that a text says; None for anything that cannot be one."""
    fits = text.isascii() and text.isdigit() and len(text) <= DIGITS
    return int(text) if fits else None
