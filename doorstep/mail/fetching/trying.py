"""A mailbox tried out step by step: how far one comes, and what to do about it."""

from __future__ import annotations

import imaplib
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime
from time import monotonic
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.mail.fetching.coming_back import promise
from doorstep.mail.fetching.imap import Listed, Server, Unreachable, connected, sign_in
from doorstep.mail.fetching.steps import BAD, NEXT, OK, TIMEOUT, Failed, Step
from doorstep.mail.keys import new_message_id
from doorstep.mail.models import Mailbox, MailFolder
from doorstep.mail.sending.smtp import Envelope, NotSent, Unsure, deliver

READING = 5  # the steps without which nothing can be read


def try_mailbox(mailbox: Mailbox, *, sends: bool = True) -> list[Step]:
    """Each step as it went. After one that failed those that need it wait."""
    trial = _Trial(mailbox)
    steps: list[tuple[str, Callable[[], str]]] = [
        (_("Name found"), trial.find_name),
        (_("Connected, port %d") % mailbox.imap_port, trial.connect),
        (_("Encrypted"), trial.encrypt),
        (_("Signed in"), trial.sign_in),
        (_("Folders read"), trial.read_folders),
        (_("Test message sent"), trial.send),
    ]
    steps = steps if sends else steps[:READING]
    found = [Step(label) for label, _do in steps]
    is_through = all(_tried(step, do) for step, (_label, do) in zip(found, steps, strict=True))
    trial.close()
    if sends:
        found.append(Step(_("Message comes back"), waits_for=trial.sent))
    waiting = [step for step in found if step.state == NEXT]
    for step in waiting if not is_through else ():
        step.says = _("Waits for the step before")
    return found


def can_be_read(steps: list[Step]) -> bool:
    return bool(steps) and all(step.state == OK for step in steps[:READING])


def _tried(step: Step, do: Callable[[], str]) -> bool:
    begun = monotonic()
    try:
        step.says, step.state = do(), OK
    except Failed as failed:
        step.says, step.helps, step.state = failed.says, failed.helps, BAD
    step.seconds = monotonic() - begun
    return step.state == OK


class _Trial:
    """The connection that one step hands to the next."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.imap: imaplib.IMAP4 | None = None
        self.sent = ""

    def find_name(self) -> str:
        try:
            found = socket.getaddrinfo(
                self.mailbox.imap_host, self.mailbox.imap_port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError) as error:
            raise Failed(
                _("Nobody knows a server %s.") % self.mailbox.imap_host,
                _("Look for a slip in its name; your provider names it in its help pages."),
            ) from error
        return f"{self.mailbox.imap_host} → {found[0][4][0]}"

    def connect(self) -> str:
        where = (self.mailbox.imap_host, self.mailbox.imap_port)
        try:
            socket.create_connection(where, timeout=TIMEOUT).close()
        except OSError as error:
            raise Failed(
                error.strerror or str(error),
                _("Nothing answers at this port. 993 is usual for TLS, 143 for STARTTLS."),
            ) from error
        return ""

    def encrypt(self) -> str:
        try:
            self.imap = connected(self.mailbox, TIMEOUT)
        except Unreachable as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise Failed(
                    error.__cause__.verify_message,
                    _("The server's certificate is not valid for this name: use the name in it."),
                ) from error
            raise Failed(error.says, _("Try the other kind of security, or port.")) from error
        if self.mailbox.imap_security == Mailbox.Security.NONE:
            return _("Not encrypted: anybody on the way can read along.")
        held = self.imap.sock.getpeercert() if isinstance(self.imap.sock, ssl.SSLSocket) else {}
        until = str((held or {}).get("notAfter", ""))
        return _("The certificate is valid until %s.") % until if until else ""

    def sign_in(self) -> str:
        assert self.imap is not None
        try:
            sign_in(self.imap, self.mailbox)
        except Unreachable as error:
            helps = _("User name or password are not right. Many providers want an app password.")
            if self.mailbox.signs_in_there:
                helps = _("Sign in at the provider again, as the one whose mailbox this is.")
            raise Failed(error.says, helps) from error
        return self.mailbox.user_name

    def read_folders(self) -> str:
        server = Server(self.mailbox, TIMEOUT)
        server.imap = self.imap  # type: ignore[assignment]
        try:
            listed = [each for each in server.folders() if each.role != "OTHER"]
            return ", ".join(f"{each.name} {_count(server, each)}" for each in listed)
        except Unreachable as error:
            raise Failed(error.says, _("The server shows no folders to this user.")) from error

    def send(self) -> str:
        box = self.mailbox
        if not box.smtp_host:
            raise Failed(_("There is no server for sending."), _("Type its name, or only read."))
        letter = EmailMessage()
        letter["From"] = letter["To"] = box.address
        letter["Subject"] = _("Doorstep can send from this mailbox")
        letter["Date"], letter["Message-ID"] = format_datetime(now()), new_message_id()
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(_("Somebody tried the mailbox out in the settings of Doorstep."))
        try:
            deliver(box, letter, Envelope(box.address, (box.address,)))
        except (NotSent, Unsure) as error:
            helps = _("Check server, port and security of sending.")
            if "535" in str(error) or "uth" in str(error):
                helps = _("Reading works, so this server wants another password for sending.")
            raise Failed(str(error), helps) from error
        self.sent = promise(letter["Message-ID"])
        return _("To %s") % box.address

    def close(self) -> None:
        if self.imap is not None:
            try:
                self.imap.logout()
            except (imaplib.IMAP4.error, OSError):
                self.imap.shutdown()


def _count(server: Any, listed: Listed) -> int:
    return int(server.open(MailFolder(name=listed.name)).count)
