"""Where a message lies, and its row in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doorstep.mail.models import Mailbox, MailFolder, SeenMessage
from doorstep.mail.reading.letter import Letter
from doorstep.users.models import User


@dataclass(frozen=True)
class Arrival:
    """A message on a server. ``digest`` is of its headers: it outlives a new numbering."""

    mailbox: Mailbox
    folder: MailFolder
    uidvalidity: int
    uid: int
    size: int
    arrived_at: datetime
    digest: str = ""

    @property
    def owner(self) -> User | None:
        return self.mailbox.owner


@dataclass(frozen=True)
class Brought:
    """A message out of a file that somebody brought: it lies in no mailbox of ours."""

    owner: User
    size: int
    arrived_at: datetime
    mailbox: None = None


def ledger_row(arrival: Arrival, letter: Letter | None) -> SeenMessage:
    """The row of this number, or a new one, with what there is to say of it; not saved."""
    number = {"folder": arrival.folder, "uidvalidity": arrival.uidvalidity, "uid": arrival.uid}
    row: SeenMessage | None = (
        SeenMessage.objects.filter(**number).select_for_update(of=("self",)).first()
    )
    if row is None:
        row = SeenMessage(mailbox=arrival.mailbox, **number)
    elif row.outcome == SeenMessage.Outcome.FAILED:
        row.tries += 1
    row.size, row.arrived_at, row.digest = arrival.size, arrival.arrived_at, arrival.digest
    if letter:
        row.header_id = letter.message_id
        row.sender = (letter.sender.address or letter.sender.name)[:254]
        row.subject = letter.subject[:300]
        row.list_id = letter.list_id
    return row
