"""Handing a letter to a mail server, and telling the three ways it can end apart.

It was taken; it was refused, for now or for good; or the connection ended after the last line had
gone and nobody knows. What nobody knows is never tried again by itself.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from doorstep.kit.sealing import Unreadable
from doorstep.mail.models import Mailbox
from doorstep.mail.signing_in.asking import NoTokens
from doorstep.mail.signing_in.holding import access_token, doubt_token

TIMEOUT = 30.0  # seconds for each answer
TIMEOUT_OF_DATA = 300.0  # servers look for viruses before they answer
DOTS = re.compile(rb"(?m)^\.")


class NotSent(Exception):
    """A server would not have it. ``is_final``: it never will."""

    def __init__(self, says: str, *, is_final: bool) -> None:
        super().__init__(says)
        self.is_final = is_final


class Unsure(Exception):
    """It may have gone."""


@dataclass(frozen=True)
class Envelope:
    """Whom the servers are told it is from and for."""

    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """One of several whom the server would not write to, while others were fine."""

    address: str
    status: int
    says: str


def deliver(mailbox: Mailbox, message: EmailMessage, envelope: Envelope) -> tuple[Refused, ...]:
    """Hand it over; those of several recipients whom the server refused."""
    with _connected(mailbox) as server:
        refused = _announce(server, envelope)
        _hand_over(server, DOTS.sub(b"..", bytes(message)))
        return refused


@contextmanager
def _connected(mailbox: Mailbox) -> Iterator[smtplib.SMTP]:
    server = None
    try:
        server = _connect(mailbox)
        yield server
    except smtplib.SMTPResponseException as error:
        raise NotSent(_words(error), is_final=_is_final(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise NotSent(f"{mailbox.smtp_host}: {error.verify_message}", is_final=True) from error
    except Unreadable as error:
        says = f"{mailbox}: its password cannot be read with the key of this install"
        raise NotSent(says, is_final=True) from error
    except NoTokens as error:
        raise NotSent(error.says, is_final=error.is_over) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent(str(error), is_final=True) from error
    except (OSError, smtplib.SMTPException) as error:
        says = f"{mailbox.smtp_host}: {error or type(error).__name__}"
        raise NotSent(says, is_final=False) from error
    finally:
        if server is not None:
            _close(server)


def _connect(mailbox: Mailbox) -> smtplib.SMTP:
    where = (mailbox.smtp_host, mailbox.smtp_port)
    if mailbox.smtp_security == Mailbox.Security.TLS:
        secure = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=secure)
    else:
        server = smtplib.SMTP(*where, timeout=TIMEOUT)
    try:
        server.ehlo_or_helo_if_needed()
        if mailbox.smtp_security == Mailbox.Security.STARTTLS:
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        _sign_in(server, mailbox)
    except BaseException:
        server.close()
        raise
    return server


def _sign_in(server: smtplib.SMTP, mailbox: Mailbox) -> None:
    name = mailbox.smtp_user_name or mailbox.user_name
    if mailbox.signs_in_there:
        _sign_in_with_token(server, mailbox, name)
        return
    secret = mailbox.secret_of("smtp_secret" if mailbox.smtp_secret else "secret")
    if name and secret:
        server.login(name, secret)


def _sign_in_with_token(server: smtplib.SMTP, mailbox: Mailbox, name: str) -> None:
    spoken = f"user={name}\x01auth=Bearer {access_token(mailbox)}\x01\x01"
    try:
        server.auth("XOAUTH2", lambda asked=None: "" if asked else spoken)
    except smtplib.SMTPAuthenticationError as error:
        doubt_token(mailbox)
        raise NotSent(_words(error), is_final=False) from error  # another token may do


def _announce(server: smtplib.SMTP, envelope: Envelope) -> tuple[Refused, ...]:
    """From whom and for whom. Refused only where nobody at all is left."""
    code, says = server.mail(envelope.sender)
    if code != 250:
        raise smtplib.SMTPSenderRefused(code, says, envelope.sender)
    refused = []
    for each in envelope.recipients:
        code, says = server.rcpt(each)
        if code not in (250, 251):
            refused.append(Refused(each, code, _text(says)))
    if len(refused) == len(envelope.recipients):
        told = "; ".join(f"{each.address}: {each.status} {each.says}" for each in refused)
        raise NotSent(told, is_final=all(each.status >= 500 for each in refused))
    return tuple(refused)


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    code, says = server.docmd("DATA")
    if code != 354:
        raise smtplib.SMTPDataError(code, says)
    if server.sock is not None:
        server.sock.settimeout(TIMEOUT_OF_DATA)
    try:
        server.send(content if content.endswith(b"\r\n") else content + b"\r\n")
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        # Without the last line no server takes it.
        raise NotSent(f"The connection ended: {error}", is_final=False) from error
    try:
        server.send(b".\r\n")
        code, says = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise Unsure(str(error) or type(error).__name__) from error
    if code != 250:
        raise smtplib.SMTPDataError(code, says)


def _close(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _is_final(error: smtplib.SMTPResponseException) -> bool:
    """A wrong password is put right by a person, so it is not tried again and again."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return True
    return 500 <= error.smtp_code < 600


def _words(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_text(error.smtp_error)}".strip()


def _text(says: bytes | str) -> str:
    text = says.decode("utf-8", "replace") if isinstance(says, bytes) else says
    return " ".join(text.split())[:1_000]
