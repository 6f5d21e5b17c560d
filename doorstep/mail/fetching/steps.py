"""The steps of a test."""

from __future__ import annotations

from dataclasses import dataclass

TIMEOUT = 10
OK, BAD, NEXT = "ok", "bad", "next"


@dataclass
class Step:
    """``state`` is ok, bad or next; ``helps`` is what to do where it went wrong; ``waits_for`` is
    what to ask with again where it goes on.
    """

    label: str
    state: str = NEXT
    says: str = ""
    helps: str = ""
    seconds: float = 0.0
    waits_for: str = ""


class Failed(Exception):
    """A step went wrong: what was said, and what to do."""

    def __init__(self, says: str, helps: str) -> None:
        super().__init__(says)
        self.says, self.helps = says, helps
