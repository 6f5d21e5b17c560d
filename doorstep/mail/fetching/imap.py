"""What we ask of a mail server: to look, never to change anything there.

Folders are opened read-only and bodies are peeked at, so that nothing is marked as read.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

from doorstep.kit.sealing import Unreadable
from doorstep.mail.models import Mailbox, MailFolder
from doorstep.mail.signing_in.asking import NoTokens
from doorstep.mail.signing_in.holding import access_token, doubt_token

TIMEOUT = 60
AT_ONCE = 2_000  # lines of an answer that are asked for in one go
TOGETHER = 5_000_000  # bytes that are fetched in one go
UNWANTED = {"\\junk", "\\trash", "\\drafts", "\\noselect", "\\nonexistent", "\\all", "\\flagged"}
SENT_NAMES = {
    *("sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete elemente"),
    *("gesendete objekte", "envoyés", "éléments envoyés", "enviados", "posta inviata"),
    *("verzonden", "skickat", "wysłane", "отправленные"),
}
UNWANTED_NAMES = {
    "junk",
    "spam",
    "trash",
    "drafts",
    "deleted items",
    "deleted messages",
    "entwürfe",
}
LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:NIL|"(?P<mark>\\?.)") (?P<name>.+)', re.DOTALL)
NUMBER = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
ARRIVED = re.compile(rb'\bINTERNALDATE "([^"]+)"')
CALM = re.compile(r"[^\x20-\x7e]+")


class Unreachable(Exception):
    """The server did not do what was asked; ``step`` says how far we came."""

    def __init__(self, step: str, says: str) -> None:
        super().__init__(says)
        self.step, self.says = step, says


class Listed(NamedTuple):
    """A folder as the server names it."""

    name: str
    role: str
    is_wanted: bool


class Opened(NamedTuple):
    """A folder that was opened."""

    uidvalidity: int
    count: int


class Outline(NamedTuple):
    """What is known of a message before it is fetched."""

    uid: int
    size: int
    arrived_at: datetime


@dataclass
class Server:
    """A signed-in connection to the IMAP server of a mailbox."""

    mailbox: Mailbox
    timeout: int = TIMEOUT

    def __enter__(self) -> Self:
        self.imap = connected(self.mailbox, self.timeout)
        sign_in(self.imap, self.mailbox)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.imap.logout()
        except (imaplib.IMAP4.error, OSError):
            self.imap.shutdown()

    def folders(self) -> list[Listed]:
        with said_at("folders"):
            lines = _good(self.imap.list())
        found = [_listed(line) for line in lines if line]
        return [each for each in found if each is not None]

    def open(self, folder: MailFolder) -> Opened:
        with said_at("folders"):
            count = _good(self.imap.select(quoted(folder.name), readonly=True))
            numbers = self.imap.response("UIDVALIDITY")[1]
        return Opened(int(numbers[0] or 0), int(count[0] or 0))

    def numbers(self, count: int, since: date | None = None) -> set[int]:
        """The numbers of all messages in the open folder that arrived since that day."""
        if since is not None:
            with said_at("folders"):
                said = _good(self.imap.uid("SEARCH", f"SINCE {_day(since)}"))
            return {int(each) for line in said if line for each in line.split()}
        found: set[int] = set()
        for first in range(1, count + 1, AT_ONCE):
            with said_at("folders"):
                lines = _good(
                    self.imap.fetch(f"{first}:{min(first + AT_ONCE - 1, count)}", "(UID)")
                )
            found |= {int(n[1]) for line in lines if (n := NUMBER.search(_head(line)))}
        return found

    def outlines(self, uids: Iterable[int]) -> list[Outline]:
        """How large these are, and when they arrived; those that went meanwhile are left out."""
        found: list[Outline | None] = []
        for part in _parts(sorted(uids), AT_ONCE):
            with said_at("messages"):
                lines = _good(self.imap.uid("FETCH", _set(part), "(UID RFC822.SIZE INTERNALDATE)"))
            found += [_outline(_head(line)) for line in lines]
        return sorted(each for each in found if each)

    def outlines_from(self, first: int) -> list[Outline]:
        """The same of all from this number on."""
        with said_at("messages"):
            lines = _good(self.imap.uid("FETCH", f"{first}:*", "(UID RFC822.SIZE INTERNALDATE)"))
        found = [_outline(_head(line)) for line in lines]
        # A server answers with the last message, whatever its number.
        return sorted(each for each in found if each and each.uid >= first)

    def messages(self, outlines: Iterable[Outline]) -> Iterator[tuple[Outline, bytes]]:
        """Their sources, a few megabytes at a time."""
        for part in _by_size(outlines):
            held = self._fetched([each.uid for each in part], "BODY.PEEK[]")
            for each in part:
                if each.uid in held:
                    yield each, held[each.uid]

    def heads(self, uids: Iterable[int]) -> dict[int, bytes]:
        """Their headers."""
        found: dict[int, bytes] = {}
        for part in _parts(sorted(uids), AT_ONCE // 4):
            found |= self._fetched(part, "BODY.PEEK[HEADER]")
        return found

    def _fetched(self, uids: list[int], what: str) -> dict[int, bytes]:
        with said_at("messages"):
            answer = _good(self.imap.uid("FETCH", _set(uids), f"(UID {what})"))
        found = {}
        for place, each in enumerate(answer):
            if isinstance(each, tuple):
                after = answer[place + 1] if place + 1 < len(answer) else b""
                told = each[0] + (after if isinstance(after, bytes) else b"")
                if number := NUMBER.search(told):
                    found[int(number[1])] = each[1]
        return found


class said_at:
    """Whatever goes wrong inside is ``Unreachable`` at this step."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, imaplib.IMAP4.error | OSError | ssl.SSLError | EOFError):
            raise Unreachable(self.step, told(error)) from error


def connected(mailbox: Mailbox, timeout: int = TIMEOUT) -> imaplib.IMAP4:
    """A connection, encrypted as the mailbox says, before anybody signs in."""
    secure = ssl.create_default_context()
    with said_at("connect"):
        if mailbox.imap_security == Mailbox.Security.TLS:
            return imaplib.IMAP4_SSL(
                mailbox.imap_host, mailbox.imap_port, ssl_context=secure, timeout=timeout
            )
        imap = imaplib.IMAP4(mailbox.imap_host, mailbox.imap_port, timeout=timeout)
    if mailbox.imap_security == Mailbox.Security.STARTTLS:
        with said_at("tls"):
            imap.starttls(secure)
    return imap


def sign_in(imap: imaplib.IMAP4, mailbox: Mailbox) -> None:
    if mailbox.signs_in_there:
        _sign_in_with_token(imap, mailbox)
        return
    try:
        secret = mailbox.secret_of()
    except Unreadable as error:
        raise Unreachable("login", "the password cannot be read") from error
    with said_at("login"):
        name, word = mailbox.user_name, secret
        if name.isascii() and word.isascii():
            imap.login(_plain(name), word)
        else:
            imap.authenticate("PLAIN", lambda _c: f"\0{name}\0{word}".encode())


def _sign_in_with_token(imap: imaplib.IMAP4, mailbox: Mailbox) -> None:
    try:
        token = access_token(mailbox)
    except NoTokens as error:
        raise Unreachable("login", error.says) from error
    spoken = f"user={mailbox.user_name}\x01auth=Bearer {token}\x01\x01".encode()
    try:
        with said_at("login"):
            # A challenge after what was said tells what is wrong with it: it is let pass.
            imap.authenticate("XOAUTH2", lambda asked: b"" if asked else spoken)
    except Unreachable:
        doubt_token(mailbox)
        raise


def told(error: BaseException) -> str:
    """What a server or the network said, without what would break a line."""
    said = error.args[0] if error.args else error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if isinstance(error, OSError) and error.strerror:
        text = error.strerror
    return CALM.sub(" ", text).strip()[:300] or type(error).__name__


def quoted(name: str) -> str:
    """A folder's name as the protocol writes it."""
    return _plain(to_modified_utf7(name))


def to_modified_utf7(name: str) -> str:
    found = []
    for part in re.split(r"([^\x20-\x7e]+)", name):
        if part and not part.isascii():
            found.append(f"&{_base64(part.encode('utf-16-be'))}-")
        else:
            found.append(part.replace("&", "&-"))
    return "".join(found)


def from_modified_utf7(name: str) -> str:
    def letters(found: re.Match[str]) -> str:
        if not found[1]:
            return "&"
        coded = found[1].replace(",", "/")
        return b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be", "replace")

    return re.sub(r"&([^-&]*)-", letters, name)


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode().rstrip("=").replace("/", ",")


def _good(answer: tuple[str, list[Any]]) -> list[Any]:
    status, lines = answer
    if status != "OK":
        raise imaplib.IMAP4.error(lines[0] if lines else status)
    return [line for line in lines if line is not None]


def _listed(line: Any) -> Listed | None:
    if isinstance(line, tuple):  # the name came as a literal
        line = line[0].rpartition(b"{")[0] + b'"' + line[1] + b'"'
    if not (found := LISTED.match(line)):
        return None
    flags = {each.lower() for each in found["flags"].decode("ascii", "replace").split()}
    raw = found["name"].strip()
    if raw.startswith(b'"'):
        raw = raw[1:-1].replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    name = from_modified_utf7(raw.decode("utf-8", "replace"))
    mark = (found["mark"] or b"/").decode("ascii", "replace").removeprefix("\\")
    last = name.rpartition(mark)[2].lower()
    role = "INBOX" if name.upper() == "INBOX" else "OTHER"
    if "\\sent" in flags or last in SENT_NAMES:
        role = "SENT"
    return Listed(name[:255], role, not (flags & UNWANTED or last in UNWANTED_NAMES))


def _head(line: Any) -> bytes:
    return line[0] if isinstance(line, tuple) else line


def _outline(line: bytes) -> Outline | None:
    number, size = NUMBER.search(line), SIZE.search(line)
    return Outline(int(number[1]), int(size[1]), _arrived(line)) if number and size else None


def _arrived(line: bytes) -> datetime:
    found = ARRIVED.search(line)
    text = found[1].decode("ascii", "replace").strip() if found else ""
    try:
        at = datetime.strptime(text, "%d-%b-%Y %H:%M:%S %z")
    except ValueError:
        return datetime.now(UTC)
    return at.astimezone(UTC)


def _day(day: date) -> str:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day.day:02}-{months[day.month - 1]}-{day.year}"


def _set(uids: list[int]) -> str:
    """ "1:4,7" of 1, 2, 3, 4 and 7."""
    runs: list[list[int]] = []
    for uid in uids:
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{a}:{b}" if a != b else str(a) for a, b in runs)


def _parts(uids: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def _by_size(outlines: Iterable[Outline]) -> Iterator[list[Outline]]:
    part: list[Outline] = []
    size = 0
    for each in outlines:
        if part and (size + each.size > TOGETHER or len(part) >= 200):
            yield part
            part, size = [], 0
        part.append(each)
        size += each.size
    if part:
        yield part


def _plain(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
