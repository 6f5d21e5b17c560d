"""Bytes made letters, whatever the sender said they are."""

from __future__ import annotations

import codecs
import re
import unicodedata

ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp_ext",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "windows-874": "cp874",
    "x-windows-949": "cp949",
}
NO_TEXT = {"rot13", "rot_13", "hex", "base64", "zip", "bz2", "quopri", "uu", "undefined", "idna"}
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text_of_bytes(raw: bytes, charset: str) -> str:
    """By what it is said to be, if that holds; else as UTF-8, else as Windows writes it."""
    for name in (_known(charset), "utf-8"):
        if name:
            try:
                return raw.decode(name)
            except (UnicodeError, LookupError, ValueError):
                continue
    if (name := _known(charset)) and name not in ("utf-8", "cp1252"):
        return raw.decode(name, "replace")
    return raw.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Without what no page shows and no database keeps."""
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))


def _known(charset: str) -> str:
    name = charset.strip().strip("\"'").lower()
    name = ALIASES.get(name, name)
    if not name or name.replace("-", "_") in NO_TEXT:
        return ""
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return ""


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeError:
        return True
    return False
