"""One message at a time: taken in, or refused with its reason; never lost, never twice."""

from __future__ import annotations

import logging
from hashlib import sha256

from django.conf import settings
from django.db import OperationalError
from django.utils.translation import gettext as _

from doorstep.kit.errors import Refusal
from doorstep.mail.actions.receiving import receive_message, refuse_message
from doorstep.mail.arrivals import Arrival
from doorstep.mail.fetching.imap import Outline
from doorstep.mail.models import MailFolder, Message, SeenMessage
from doorstep.mail.reading.letter import Letter
from doorstep.mail.reading.parsing import Unreadable, read_head, read_letter
from doorstep.users.models import User

log = logging.getLogger(__name__)
Reason = SeenMessage.Reason


def largest() -> int:
    """Bytes of a whole message: its files are a third longer on the way."""
    return settings.UPLOAD_LIMIT * 3 // 2


def take(folder: MailFolder, outline: Outline, raw: bytes, *, is_wanted: bool = False) -> str:
    """The outcome."""
    arrival = arrival_of(folder, outline, raw)
    system = User.system()
    letter = None
    try:
        letter = read_letter(raw)
        row = receive_message(
            Message, by=system, arrival=arrival, letter=letter, is_wanted=is_wanted
        )
    except OperationalError:  # the database is away: the whole reading is tried again
        raise
    except Unreadable:
        says = _("This is no message: it names nobody and says nothing.")
        row = _refuse(arrival, Reason.UNREADABLE, says, None)
    except Refusal as refusal:
        row = _refuse(arrival, Reason.ERROR, refusal.message, letter)
    except Exception as error:  # one message must not keep all others from being read
        log.exception("Message %s of %s could not be taken in", outline.uid, folder)
        row = _refuse(arrival, Reason.ERROR, type(error).__name__, letter)
    return str(row.outcome)


def refuse_large(folder: MailFolder, outline: Outline, head: bytes) -> str:
    """Note one that is too large to be fetched, with what its headers say."""
    size, limit = outline.size / 1_000_000, largest() / 1_000_000
    says = _("It has %(size)d MB; %(limit)d MB are taken in.") % {"size": size, "limit": limit}
    arrival = arrival_of(folder, outline, head)
    return str(_refuse(arrival, Reason.TOO_LARGE, says, read_head(head)).outcome)


def arrival_of(folder: MailFolder, outline: Outline, raw: bytes) -> Arrival:
    return Arrival(
        mailbox=folder.mailbox,
        folder=folder,
        uidvalidity=folder.uidvalidity,
        uid=outline.uid,
        size=outline.size,
        arrived_at=outline.arrived_at,
        digest=digest_of(raw),
    )


def digest_of(raw: bytes) -> str:
    """Of the headers: the same message bears the same whatever number it is given."""
    plain = raw[:200_000].replace(b"\r\n", b"\n")
    return sha256(plain.partition(b"\n\n")[0].strip(b"\n")).hexdigest()


def _refuse(arrival: Arrival, reason: str, says: str, letter: Letter | None) -> SeenMessage:
    return refuse_message(
        SeenMessage,
        by=User.system(),
        arrival=arrival,
        reason=reason,
        says=says,
        letter=letter,
    )
