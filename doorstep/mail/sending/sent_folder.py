"""A copy of what was sent, in the mailbox's own folder, where other programs look for it."""

from __future__ import annotations

import imaplib
import logging
from datetime import datetime

from doorstep.mail.fetching.imap import Server, Unreachable, quoted, said_at
from doorstep.mail.models import Mailbox, MailFolder

SEEN = r"(\Seen)"
TIMEOUT = 30

logger = logging.getLogger(__name__)


def keep_sent_copy(mailbox: Mailbox, content: bytes, at: datetime) -> bool:
    """Put it there. The letter has gone whatever becomes of its copy: failures are only told."""
    if not mailbox.imap_host:
        return False
    try:
        with Server(mailbox, TIMEOUT) as server:
            name = _sent_folder(mailbox, server)
            if name:
                _append(server.imap, name, content, at)
            return bool(name)
    except Unreachable as error:
        logger.warning("No copy in the Sent folder of %s: %s", mailbox, error.says)
        return False


def _sent_folder(mailbox: Mailbox, server: Server) -> str:
    known = mailbox.folders.filter(role=MailFolder.Role.SENT).values_list("name", flat=True)
    found = mailbox.sent_folder or known.order_by("pk").first()
    if found:
        return str(found)
    listed = (each.name for each in server.folders() if each.role == MailFolder.Role.SENT)
    return next(listed, "")


def _append(imap: imaplib.IMAP4, name: str, content: bytes, at: datetime) -> None:
    when = imaplib.Time2Internaldate(at)
    with said_at("folders"):
        status, lines = imap.append(quoted(name), SEEN, when, content)
        if status != "OK":
            raise imaplib.IMAP4.error(lines[0] if lines else status)
