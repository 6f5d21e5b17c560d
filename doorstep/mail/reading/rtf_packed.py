"""Rich text as Outlook packs it ([MS-OXRTFCP]), unpacked."""

from __future__ import annotations

from struct import Struct

HEAD = Struct("<IIII")
PACKED, PLAIN = 0x75465A4C, 0x414C454D
WINDOW = 4096
MOST = 5_000_000  # bytes; a few packed ones can claim any number
KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(raw: bytes) -> bytes:
    """As far as it goes; nothing where it is no such text."""
    if len(raw) < HEAD.size:
        return b""
    _packed, size, kind, _sum = HEAD.unpack_from(raw)
    if kind == PLAIN:
        return raw[HEAD.size :][: min(size, MOST)]
    return _unpacked(raw, min(size, MOST)) if kind == PACKED else b""


def _unpacked(raw: bytes, size: int) -> bytes:
    """Bytes stand for themselves, or for some that stand in the window already."""
    window, at = bytearray(KNOWN.ljust(WINDOW, b"\0")), len(KNOWN)
    found, place = bytearray(), HEAD.size
    while place < len(raw) and len(found) < size:
        flags, place = raw[place], place + 1
        for bit in range(8):
            width = 2 if flags >> bit & 1 else 1
            token = raw[place : place + width]
            place += width
            if len(token) < width:
                return bytes(found[:size])
            said = bytes(token)
            if width == 2:
                start, length = token[0] << 4 | token[1] >> 4, (token[1] & 15) + 2
                if start == at:
                    return bytes(found[:size])
                said = b""
                for step in range(length):
                    byte = window[(start + step) % WINDOW]
                    window[(at + step) % WINDOW] = byte
                    said += bytes((byte,))
            else:
                window[at] = said[0]
            at = (at + len(said)) % WINDOW
            found += said
    return bytes(found[:size])
