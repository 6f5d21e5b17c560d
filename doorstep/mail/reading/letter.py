"""What a message says, once it was taken apart: plain values without bytes or encodings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from doorstep.mail.reading.bounces import Bounce


class Person(NamedTuple):
    """Somebody in a header: a name, perhaps empty, and an address as it was written."""

    name: str
    address: str


NOBODY = Person("", "")


@dataclass(frozen=True)
class File:
    """Something that was sent along."""

    name: str
    content: bytes
    content_type: str = ""
    content_id: str = ""


@dataclass
class Letter:
    """A message that came, as far as it could be understood; ``flaws`` say what could not."""

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Person = NOBODY
    reply_to: tuple[Person, ...] = ()
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    at: datetime | None = None
    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)
    nature: str = "LETTER"
    bounce: Bounce | None = None
    size: int = 0
    flaws: list[str] = field(default_factory=list)
    list_id: str = ""

    @property
    def recipients(self) -> tuple[Person, ...]:
        return (*self.to, *self.cc, *self.bcc)

    @property
    def ids(self) -> tuple[str, ...]:
        """What it answers, the nearest first."""
        nearest = [self.in_reply_to] if self.in_reply_to else []
        return tuple(dict.fromkeys([*nearest, *reversed(self.references)]))
