"""Letters that came back: which addresses they could not reach, and for how long.

Reports in the form of RFC 3464 are read as such, complaints in that of RFC 5965; of older and
odder ones the text is read up to where our own letter begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.mail.reading.failures import is_gone

REPORTS = ("message/delivery-status", "message/global-delivery-status")
LONGEST = 200_000  # letters of one part that are looked at
LITTLE = 20  # letters after an address that say nothing yet
MOST = 50  # addresses in one report

ADDRESS = re.compile(r"[\w.+%&'*/=?^{}~#$!-]{1,64}@[\w-]+(?:\.[\w-]+)+")
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
FIELD = re.compile(r"^([A-Za-z-]+):[ \t]*(.*(?:\n[ \t]+.*)*)", re.M)
MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{3,250}>)", re.I | re.M)
BLOCK = re.compile(r"^(?:final|original)-recipient:", re.I | re.M)
OURS_BEGINS = re.compile(
    r"^(?:.{0,10}-{2,}.*(?:original|copy of (?:the|your)|returned|enclosed|below|header|unsent)"
    r".*-{2,}.*|-{3,} ?(?:this is a copy|undelivered message|forwarded message).*|"
    r".*original (?:message|mail) (?:follows|headers?|included|info).*|"
    r"(?:received|return-path|(?:x-)?message-id): ?)",
    re.I | re.M,
)
SENDERS = re.compile(
    r"mailer[-_. ]?daemon|post_?master|mail[-. ]?delivery|delivery[-. ](?:sub)?system|^<?>?$", re.I
)
SUBJECTS = re.compile(
    r"undeliver|return(?:ed|ing) (?:mail|message|to sender)|failure notice|failure delivery|"
    r"mail (?:could|was) not|deliver(?:y|ed).{0,20}(?:fail|status|delay|error|problem)|"
    r"mail system error|fail(?:ed|ure).{0,20}deliver|non[- ]?(?:delivery|remis)|"
    r"error sending your mail|delay(?:ed)? (?:mail|\d)|aws notification|unzustellbar|"
    r"non distribu|не доставлено|loop alert",
    re.I,
)


@dataclass(frozen=True)
class Failure:
    """One address that was not reached; ``is_hard``: it never will be."""

    address: str
    status: str
    said: str
    is_hard: bool


@dataclass(frozen=True)
class Bounce:
    """What came back. ``about`` is the Message-ID of what we sent, where it is told."""

    failures: tuple[Failure, ...]
    about: str = ""
    is_complaint: bool = False
    wants_out: bool = False


def read_bounce(message: Message) -> Bounce | None:
    """What a report says; None where the message is not one."""
    about = _about(message)
    if found := _complaint(message, about):
        return found
    if blocks := list(_blocks(message)):
        return Bounce(_told_apart(filter(None, map(_failure, blocks))), about)
    if not _looks_returned(message):
        return None
    return Bounce(_told_apart(_failures_in_text(message)), about)


def _complaint(message: Message, about: str) -> Bounce | None:
    """Somebody pressed "this is spam"."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            fields = _fields(_text(part))
            kind = fields.get("feedback-type", "").strip().lower()
            named = ADDRESS.findall(fields.get("original-rcpt-to", ""))
            named += ADDRESS.findall(fields.get("removal-recipient", ""))
            failures = (Failure(normal_email(each), "", kind, False) for each in named)
            wants_out = kind in ("abuse", "fraud", "opt-out", "opt-out-list")
            return Bounce(_told_apart(failures), about, is_complaint=True, wants_out=wants_out)
    said = str(message.get("Subject", ""))
    if said.lower().startswith("complaint about message from"):
        return Bounce((), about, is_complaint=True, wants_out=True)
    return None


def _blocks(message: Message) -> Iterator[dict[str, str]]:
    """The fields about each recipient, also where the parts were put together badly."""
    texts = [_text(part) for part in message.walk() if part.get_content_type() in REPORTS]
    if not texts:
        texts = [
            text
            for text in _plain_texts(message)
            if BLOCK.search(text) and "action:" in text.lower()
        ]
    for text in texts:
        for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
            if BLOCK.search(block):
                yield _fields(block)


def _failure(fields: dict[str, str]) -> Failure | None:
    action = fields.get("action", "failed").split()[:1]
    if action and action[0].lower() in ("delivered", "relayed", "expanded"):
        return None
    named = fields.get("original-recipient", ""), fields.get("final-recipient", "")
    found = [each for name in reversed(named) for each in ADDRESS.findall(name)]
    said = " ".join(fields.get("diagnostic-code", "").split())[:1_000]
    status = next(iter(STATUS.findall(fields.get("status", ""))), "")
    exact = STATUS.findall(said)
    if exact and (not status or status.endswith("0.0")):
        status = exact[0]
    if not found:
        return None
    late = bool(action) and action[0].lower() == "delayed"
    return Failure(normal_email(found[0]), status, said, not late and is_gone(status, said))


def _looks_returned(message: Message) -> bool:
    if message.get("X-Failed-Recipients"):
        return True
    sender = str(message.get("From", "")).strip()
    path = str(message.get("Return-Path", "x")).strip()
    if "mailer-daemon" in sender.lower() or sender == "<>":
        return True
    told = SUBJECTS.search(_decoded(str(message.get("Subject", "")))) is not None
    return told and (SENDERS.search(sender) is not None or path == "<>")


def _failures_in_text(message: Message) -> Iterator[Failure]:
    """What the text says before our own letter begins."""
    named = str(message.get("X-Failed-Recipients", "")).replace("\n", " ")
    text = next((each for each in _plain_texts(message) if each.strip()), "")
    begins = OURS_BEGINS.search(text, 1)
    said = text[: begins.start()] if begins else text[: MOST * 100]
    addresses = [each for _name, each in getaddresses([named]) if email_key(each)]
    addresses = addresses or [each for each in ADDRESS.findall(said) if email_key(each)]
    ours = {email_key(each) for _name, each in getaddresses([str(message.get("To", ""))])}
    others = [each for each in addresses if not _is_of_senders(each, ours)] or addresses[:1]
    for each in list(dict.fromkeys(others))[:MOST]:
        near = _said_of(each, said, others)
        status = next(iter(STATUS.findall(near)), "")
        yield Failure(normal_email(each), status, near[:1_000].strip(), is_gone(status, near))


def _plain_texts(message: Message) -> Iterator[str]:
    """Of each part that people can read, and of a whole that was never divided."""
    for part in message.walk():
        undivided = part.get_content_maintype() == "multipart" and not part.is_multipart()
        if undivided or part.get_content_type() == "text/plain":
            yield _text(part)


def _is_of_senders(address: str, ours: set[str]) -> bool:
    """Ours, or the desk of whoever reports."""
    return email_key(address) in ours or SENDERS.search(address.partition("@")[0]) is not None


def _said_of(address: str, said: str, others: list[str]) -> str:
    """What stands from this address to the next one; all, where it is the only one."""
    if len({email_key(each) for each in others}) == 1:
        after = said[max(said.find(address), 0) + len(address) :]
        return after if len(after.strip()) > LITTLE else said
    start = max(said.find(address), 0)
    ends = (said.find(each, start + len(address)) for each in others if each != address)
    return said[start : min((end for end in ends if end > start), default=len(said))]


def _told_apart(failures: Iterator[Failure] | filter[Failure]) -> tuple[Failure, ...]:
    """Each address once; the worst that is said of it."""
    found: dict[str, Failure] = {}
    for each in failures:
        key = email_key(each.address) or each.address
        if key not in found or (each.is_hard and not found[key].is_hard):
            found[key] = each
    return tuple(found.values())[:MOST]


def _about(message: Message) -> str:
    """The Message-ID of the letter that came back."""
    for part in message.walk():
        if part is not message and part.get("Message-ID"):
            return str(part["Message-ID"]).strip()[:255]
    for part in message.walk():
        if part.get_content_maintype() == "text" and (found := MESSAGE_ID.search(_text(part))):
            return found[1]
    return ""


def _fields(text: str) -> dict[str, str]:
    return {name.lower(): value for name, value in FIELD.findall(text.replace("\r\n", "\n"))}


def _text(part: Message) -> str:
    """The text of a part, whatever it is said to be."""
    held = part.get_payload()
    if isinstance(held, list):  # reports are parsed as a list of header blocks
        return "\n\n".join(
            each.as_string() if isinstance(each, Message) else str(each) for each in held
        )[:LONGEST]
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return str(held or "")[:LONGEST]
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return raw[:LONGEST].decode(charset, "replace")
    except LookupError:
        return raw[:LONGEST].decode("utf-8", "replace")


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value
