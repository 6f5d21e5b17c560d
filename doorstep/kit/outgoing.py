"""How this machine calls others over HTTP: encrypted, briefly, for a small answer, and only them.

Redirects are not followed: whoever asked sees the status, and treats it as the refusal it is.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PATIENCE = 10  # seconds for each step; twice that for all of it
MOST = 64_000  # bytes of an answer


class NoAnswer(Exception):
    """Nobody answered, or nothing that could be read."""


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def is_fine(self) -> bool:
        return 200 <= self.status < 300


def may_be_called(url: str) -> bool:
    """Whether it is an https address; open http only on this machine itself."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        parts.port  # noqa: B018 - refuses what is no port
    except ValueError:
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    is_plain = url.isascii() and url.isprintable() and " " not in url
    return bool(host) and is_safe and is_plain and not parts.username


def post(url: str, body: bytes, headers: Mapping[str, str], *, most: int = MOST) -> Answer:
    """Send it there; ``NoAnswer`` where that did not come to an end in time."""
    if not may_be_called(url):
        raise NoAnswer(f"{url} is not called: it is not https")
    parts = urlsplit(url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    way = connect(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        return _asked(way, parts, body, headers, most)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    finally:
        way.close()


def _asked(
    way: HTTPConnection, parts: SplitResult, body: bytes, headers: Mapping[str, str], most: int
) -> Answer:
    way.connect()
    end = Timer(
        2 * PATIENCE, _cut, [way.sock]
    )  # else one byte now and then would hold us for ever
    end.daemon = True
    end.start()
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        way.request("POST", path or "/", body, dict(headers))
        answer = way.getresponse()
        read = answer.read(most + 1)
    finally:
        end.cancel()
    if len(read) > most:
        raise NoAnswer(f"{parts.hostname} answers with more than {most} bytes")
    return Answer(answer.status, read)


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
