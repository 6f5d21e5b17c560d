"""The last step of a test: the message that it sent comes back, and is taken away again."""

from __future__ import annotations

import imaplib
from time import time

from django.core import signing
from django.utils.translation import gettext as _

from doorstep.mail.fetching.imap import Server, Unreachable, quoted, said_at
from doorstep.mail.fetching.steps import BAD, OK, TIMEOUT, Step
from doorstep.mail.models import Mailbox

SALT = "the message of a test"
PATIENCE = 60  # seconds until it should be there
OLDEST = 600


def promise(message_id: str) -> str:
    """What the page sends back to ask for it: signed, so that nobody looks for other messages."""
    return signing.dumps({"id": message_id, "at": time()}, salt=SALT)


def look_for(mailbox: Mailbox, sent: str) -> Step:
    """The step as it stands. What is found, wherever it lies, is deleted on the server."""
    step = Step(_("Message comes back"))
    try:
        said = signing.loads(sent, salt=SALT, max_age=OLDEST)
    except signing.BadSignature:
        step.state, step.says = BAD, _("This test is over: begin another.")
        return step
    step.seconds = time() - said["at"]
    is_late = step.seconds > PATIENCE
    try:
        found = _found(mailbox, said["id"], everywhere=is_late)
    except Unreachable as error:
        step.state, step.says = BAD, error.says
        return step
    if "INBOX" in [name.upper() for name in found]:
        step.state, step.says = OK, _("It came, and is taken away again.")
    elif found and is_late:
        step.state, step.says = BAD, _("It came into the folder %s.") % found[0]
        step.helps = _(
            "The server takes our letters for spam, or moves them by a rule of its own."
        )
    elif is_late:
        step.state, step.says = BAD, _("It did not come within a minute.")
        step.helps = _(
            "Look whether what is sent to this address is delivered to another mailbox."
        )
    else:
        step.says, step.waits_for = _("Looked for every few seconds, for a minute"), sent
    return step


def _found(mailbox: Mailbox, message_id: str, *, everywhere: bool) -> list[str]:
    """The folders in which it lay."""
    with Server(mailbox, TIMEOUT) as server:
        listed = server.folders()
        near = [each.name for each in listed if each.role in ("INBOX", "SENT")]
        names = [each.name for each in listed] if everywhere else near
        return [name for name in names[:50] if _take_away(server.imap, name, message_id)]


def _take_away(imap: imaplib.IMAP4, folder: str, message_id: str) -> bool:
    """The one message alone: where a server can only clear whole folders it is just marked."""
    with said_at("folders"):
        if imap.select(quoted(folder))[0] != "OK":
            return False  # a folder that holds no messages
        said = imap.uid("SEARCH", "HEADER", "Message-ID", quoted(message_id))[1]
        numbers = b",".join(said[0].split()).decode() if said and said[0] else ""
        if not numbers:
            return False
        imap.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)")
        known = imap.capability()[1]  # what is told before one signs in is less
        if b"UIDPLUS" in b" ".join(each for each in known if each):
            imap.uid("EXPUNGE", numbers)
        return True
