"""Letters in files: one in an .eml, any number in an .mbox, one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

START = b"From "
QUOTED = re.compile(rb"^>+From ", re.M)
# "From ada@example.org Tue Nov 24 09:00:00 2026": what begins a letter names a year.
SEPARATOR = re.compile(rb"^From \S.*\b\d{4}\b")
LONGEST_LINE = 1_000_000


def letters_in(file: BinaryIO, largest: int) -> Iterator[bytes]:
    """The source of each letter; one that is larger than allowed comes as nothing.

    The file is read a line at a time, whatever its size.
    """
    first = file.readline(LONGEST_LINE)
    if not SEPARATOR.match(first):
        rest = file.read(largest + 1)
        yield b"" if len(first) + len(rest) > largest else first + rest
        return
    held: list[bytes] = []
    size, after_blank = 0, False
    while line := file.readline(LONGEST_LINE):
        if after_blank and SEPARATOR.match(line):
            yield _whole(held, size, largest)
            held, size, after_blank = [], 0, False
            continue
        size += len(line)
        if size <= largest:
            held.append(line)
        after_blank = not line.strip(b"\r\n")
    yield _whole(held, size, largest)


def _whole(lines: list[bytes], size: int, largest: int) -> bytes:
    if size > largest:
        return b""
    return QUOTED.sub(lambda found: found[0][1:], b"".join(lines))
