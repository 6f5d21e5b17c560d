"""Raw messages taken apart. Whatever comes, something of it is understood, or it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message as Parsed

from doorstep.kit.normal.emails import email_key
from doorstep.mail.keys import list_key
from doorstep.mail.reading.automatic import is_auto_reply, is_bulk
from doorstep.mail.reading.bounces import read_bounce
from doorstep.mail.reading.charsets import clean, text_of_bytes
from doorstep.mail.reading.cleaning import text_of_html
from doorstep.mail.reading.headers import ids_in, moment_in, people_in, raw_header, words_of
from doorstep.mail.reading.letter import File, Letter, Person
from doorstep.mail.reading.winmail import Winmail, is_winmail, read_winmail

PARSING = policy.compat32  # hands out headers as they were written; we decode them ourselves
LONGEST_TEXT = 200_000
LONGEST_HTML = 1_000_000
MOST_PARTS = 1_000
MOST_FILES = 100
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)


class Unreadable(Exception):
    """This is no message at all."""


def read_letter(raw: bytes) -> Letter:
    """Take a message apart; ``flaws`` of the answer say what was not as it should be."""
    if not raw.strip():
        raise Unreadable
    parsed, flaws = _parsed(raw)
    letter = Letter(size=len(raw), flaws=flaws)
    _read_headers(letter, parsed)
    _read_body(letter, parsed)
    _tell_nature(letter, parsed)
    if not (letter.sender.address or letter.subject or letter.text or letter.files):
        raise Unreadable
    return letter


def read_head(head: bytes) -> Letter:
    """What the headers alone say."""
    letter = Letter(size=len(head))
    parsed, letter.flaws = _parsed(head)
    _read_headers(letter, parsed)
    return letter


def _parsed(raw: bytes) -> tuple[Parsed, list[str]]:
    if raw.startswith(b"From "):  # as a mailbox file begins each message
        raw = raw.partition(b"\n")[2]
    try:
        return message_from_bytes(raw, policy=PARSING), []
    except BROKEN:
        head, _line, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        parsed = message_from_bytes(head[:100_000] + b"\n\n", policy=PARSING)
        for name in ("content-type", "content-transfer-encoding"):
            del parsed[name]
        parsed.set_payload(text_of_bytes(body, "utf-8")[:LONGEST_TEXT], "utf-8")
        return parsed, ["structure"]


def _read_headers(letter: Letter, parsed: Parsed) -> None:
    letter.message_id = next(iter(ids_in(parsed, "message-id")), "")[:500]
    answered = ids_in(parsed, "in-reply-to")  # some write an address first, the id last
    letter.in_reply_to = answered[-1][:500] if answered else ""
    letter.references = ids_in(parsed, "references")
    letter.subject = words_of(raw_header(parsed, "subject"))[:500]
    senders = people_in(parsed, "from") or people_in(parsed, "sender")
    letter.sender = next(iter(senders), Person(words_of(raw_header(parsed, "from"))[:200], ""))
    letter.reply_to = people_in(parsed, "reply-to")
    letter.to, letter.cc = people_in(parsed, "to"), people_in(parsed, "cc")
    letter.bcc = people_in(parsed, "bcc")
    letter.at = moment_in(parsed, "date")
    letter.list_id = list_key(raw_header(parsed, "list-id"))
    if not letter.message_id:
        letter.flaws.append("message-id")
    if not letter.at:
        letter.flaws.append("date")
    if not email_key(letter.sender.address):
        letter.flaws.append("from")


@dataclass
class _Body:
    """What is said, as plain words and as pages; ``spare`` counts where there is nothing else."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    spare: list[Winmail] = field(default_factory=list)

    def fill(self) -> None:
        if not (any(map(str.strip, self.texts)) or self.pages):
            self.texts += [each.text for each in self.spare]
            self.pages += [each.html for each in self.spare if each.html]


def _read_body(letter: Letter, parsed: Parsed) -> None:
    body = _Body()
    for part in _leaves(parsed, letter):
        try:
            _take_part(letter, part, body)
        except BROKEN:
            letter.flaws.append("part")
    body.fill()
    letter.html = "\n".join(body.pages)[:LONGEST_HTML]
    text = "\n\n".join(each.strip("\r\n") for each in body.texts if each.strip())
    text = text or text_of_html(letter.html)
    if len(text) > LONGEST_TEXT:
        letter.flaws.append("long")
    letter.text = clean(text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST_TEXT].strip("\n")


def _tell_nature(letter: Letter, parsed: Parsed) -> None:
    """Who wrote it: a person, an answering machine, a list, or a server that gives mail back."""
    try:
        letter.bounce = read_bounce(parsed)
        if letter.bounce:
            letter.nature = "BOUNCE"
        elif is_auto_reply(parsed):
            letter.nature = "AUTOMATIC"
        elif is_bulk(parsed):
            letter.nature = "LIST"
    except BROKEN:
        letter.flaws.append("nature")


def _leaves(parsed: Parsed, letter: Letter) -> Iterator[Parsed]:
    """The parts that hold something, in their order, without going down into sent-along mail."""
    todo, count = [parsed], 0
    while todo and count < MOST_PARTS:
        part = todo.pop(0)
        count += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            todo[:0] = [each for each in inner if isinstance(each, Parsed)]
        else:
            yield part
    if todo:
        letter.flaws.append("parts")


def _take_part(letter: Letter, part: Parsed, body: _Body) -> None:
    kind, name = part.get_content_type(), _name_of(part)
    disposition = (part.get_content_disposition() or "") if "content-disposition" in part else ""
    is_file = disposition == "attachment" or (bool(name) and kind != "text/calendar")
    if kind == "text/calendar":
        letter.calendars.append(_text(part)[:LONGEST_TEXT])
        name = name or "invite.ics"
    elif kind == "text/html" and not is_file:
        body.pages.append(clean(_text(part)))
        return
    elif kind.startswith("text/") and kind not in ("text/rtf", "text/vcard") and not is_file:
        body.texts.append(_text(part))
        return
    elif kind in ("message/delivery-status", "message/disposition-notification"):
        return
    if content := _content(part):
        cid = raw_header(part, "content-id").strip("<> ")[:200]
        _keep(letter, File(name or _usual_name(part, kind), content, kind, cid), body)


def _keep(letter: Letter, file: File, body: _Body) -> None:
    """One that wraps others up is taken apart; what is not understood stays beside them."""
    files = [file]
    if is_winmail(file.content):
        inner = read_winmail(file.content)
        body.spare.append(inner)
        files = inner.files if inner.is_whole else [*inner.files, file]
        letter.flaws += [] if inner.is_whole else ["winmail"]
    room = max(0, MOST_FILES - len(letter.files))
    letter.files += files[:room]
    if len(files) > room:
        letter.flaws.append("files")


def _text(part: Parsed) -> str:
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else str(part.get_payload()).encode("utf-8", "replace")
    return text_of_bytes(raw, _parameter(part, "charset") or "utf-8")


def _content(part: Parsed) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):  # a message sent along
        return b"\n".join(each.as_bytes(policy=PARSING) for each in inner)
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _parameter(part: Parsed, name: str) -> str:
    try:
        value = part.get_param(name)
    except BROKEN:
        return ""
    return value[2] if isinstance(value, tuple) else str(value or "")


def _name_of(part: Parsed) -> str:
    try:
        return words_of(part.get_filename() or "")[:200]
    except BROKEN:
        return ""


def _usual_name(part: Parsed, kind: str) -> str:
    if kind == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        subject = words_of(raw_header(first, "subject")) if first is not None else ""
        return f"{subject[:100] or 'message'}.eml"
    suffix = kind.partition("/")[2].partition("+")[0].removeprefix("x-")[:10]
    return f"{kind.partition('/')[0]}.{suffix or 'bin'}"
