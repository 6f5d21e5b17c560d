"""A message as it goes out: text and HTML of the same words, files, and headers that thread it.

Nothing of what a person typed can end a header or begin another: names and subjects are made one
line, ids must look like ids, addresses must be addresses.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from mimetypes import guess_type
from uuid import uuid4

import idna
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.mail.writing.hypertext import hypertext

POLICY = SMTP.clone(max_line_length=78)
ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
MOST_REFERENCES = 20
INSTEAD = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": ""}
LONGEST_SUBJECT = 250
LONGEST_NAME = 100


@dataclass(frozen=True)
class Person:
    """Somebody a letter is from or to."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes along."""

    name: str
    content: bytes
    content_type: str = ""


@dataclass(frozen=True)
class Letter:
    """What somebody wants to say, and to whom. ``unsubscribe`` makes it one of many."""

    sender: Person
    to: tuple[Person, ...]
    subject: str
    text: str
    message_id: str
    sent_at: datetime
    cc: tuple[Person, ...] = ()
    reply_to: Person | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    unsubscribe: str = ""


def new_message_id(address: str) -> str:
    """A Message-ID under the host of one of our own addresses."""
    return f"<{uuid4().hex}@{_ascii_host(address) or 'localhost'}>"


def write_message(letter: Letter) -> EmailMessage:
    """The message, ready for a server. Who gets a blind copy is the envelope's business."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(letter.sender)
    message["To"] = [_address(each) for each in letter.to]
    if letter.cc:
        message["Cc"] = [_address(each) for each in letter.cc]
    if letter.reply_to:
        message["Reply-To"] = _address(letter.reply_to)
    message["Subject"] = one_line(letter.subject, LONGEST_SUBJECT)
    message["Date"] = format_datetime(letter.sent_at)
    message["Message-ID"] = _id(letter.message_id)
    _thread(message, letter)
    _offer_the_way_out(message, letter.unsubscribe)
    message.set_content(_with_way_out(letter), cte="quoted-printable")
    message.add_alternative(
        hypertext(letter.text, letter.unsubscribe), subtype="html", cte="quoted-printable"
    )
    for each in letter.enclosures:
        _enclose(message, each)
    return message


def one_line(text: str, longest: int) -> str:
    """Without line ends, control letters and letters that turn the reading direction."""
    spaced = "".join(INSTEAD.get(unicodedata.category(each), each) for each in text)
    return " ".join(spaced.split())[:longest]


def file_name(name: str) -> str:
    """The last part of a name, safe as a header and on any disk."""
    last = re.split(r"[/\\]", one_line(name, 500))[-1]
    return re.sub(r'[<>:"|?*;]', "_", last).strip(". ")[:120] or _("file")


def _thread(message: EmailMessage, letter: Letter) -> None:
    if answered := ID.fullmatch(letter.in_reply_to.strip()):
        message["In-Reply-To"] = answered[0]
    known = [each for each in dict.fromkeys(letter.references) if ID.fullmatch(each)]
    if len(known) > MOST_REFERENCES:  # the first says what it is about, the last what it answers
        known = [known[0], *known[1 - MOST_REFERENCES :]]
    if known:
        message["References"] = " ".join(known)


def _offer_the_way_out(message: EmailMessage, address: str) -> None:
    """One press of a button in the reader's program, as RFC 8058 wants it."""
    if address:
        message["List-Unsubscribe"] = f"<{_id_of_page(address)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _with_way_out(letter: Letter) -> str:
    if not letter.unsubscribe:
        return letter.text
    return f"{letter.text}\n\n{_('No more such letters:')} {letter.unsubscribe}\n"


def _enclose(message: EmailMessage, enclosure: Enclosure) -> None:
    name = file_name(enclosure.name)
    kind = enclosure.content_type or guess_type(name)[0] or ""
    main, _slash, sub = kind.partition("/")
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", kind) or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    message.add_attachment(enclosure.content, maintype=main, subtype=sub, filename=name)


def _address(person: Person) -> Address:
    shown = normal_email(person.email)
    local, _at, _host = shown.rpartition("@")
    if not email_key(shown):
        raise Invalid(_("%s is not an e-mail address.") % one_line(shown, 80), to=_("Look here."))
    if not local.isascii():
        says = _("%s cannot be written to: the part before the @ has letters beyond a to z.")
        raise Invalid(says % one_line(shown, 80), to=_("Look here."))
    spec = f"{local}@{_ascii_host(shown)}"
    return Address(display_name=one_line(person.name, LONGEST_NAME), addr_spec=spec)


def _ascii_host(address: str) -> str:
    host = normal_email(address).rpartition("@")[2]
    return host if host.isascii() else idna.encode(host, uts46=True).decode()


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError(f"Not a Message-ID: {text!r}")
    return text


def _id_of_page(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"]+", address):
        raise ValueError(f"Not an address of a page: {address!r}")
    return address
