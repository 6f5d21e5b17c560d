"""Text with its spaces within bounds."""

from __future__ import annotations


def words(text: str | None) -> str:
    """Trimmed, with single spaces; nothing is an empty text."""
    return " ".join(text.split()) if text else ""
