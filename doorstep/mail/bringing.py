"""Bringing a whole file of letters in: each once, however often the file is brought."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid, Refusal
from doorstep.mail.actions.bringing import bring_letter
from doorstep.mail.models import Message
from doorstep.mail.reading.files import letters_in
from doorstep.mail.reading.parsing import Unreadable, read_letter
from doorstep.users.models import User

LISTED = 50


@dataclass
class Brought:
    """What came of it."""

    read: int = 0
    new: int = 0
    known: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        says = _(
            "%(read)d letters read: %(new)d new, %(known)d here already, %(refused)d refused."
        )
        counts = {"read": self.read, "new": self.new, "known": self.known}
        return says % (counts | {"refused": len(self.refused)})


def bring_in(
    file: BinaryIO,
    *,
    by: User,
    records: Iterable[Any],
    most: int = 0,
    say: Callable[[Brought], object] = lambda brought: None,
) -> Brought:
    """Take every letter of a file in; ``most`` is how many one request may ask for."""
    brought, wanted = Brought(), list(records)
    for raw in letters_in(file, settings.UPLOAD_LIMIT * 3 // 2):
        brought.read += 1
        if most and brought.read > most:
            says = _(
                "The page takes %d letters at once; bring more in with: doorstep import mail."
            )
            raise Invalid(says % most, file=says % most)
        _take(raw, brought, by, wanted)
        say(brought)
    return brought


def _take(raw: bytes, brought: Brought, by: User, records: list[Any]) -> None:
    before = Message._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
    try:
        letter = read_letter(raw)
        message = bring_letter(Message, by=by, letter=letter, records=records, size=len(raw))
    except Unreadable:
        brought.refused.append(_("Letter %d is no message, or too large.") % brought.read)
    except Refusal as refusal:
        brought.refused.append(f"{brought.read}: {refusal.message}")
    else:
        brought.new += message.pk > before
        brought.known += message.pk <= before
