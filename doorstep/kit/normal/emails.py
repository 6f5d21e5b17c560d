"""E-mail addresses: how they are shown, and the key by which two of them are the same.

The syntax is RFC 5321's mailbox with RFC 6531's letters; comments, address literals and hosts
without a dot are no addresses one writes to a customer, so they are refused.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 254
LONGEST_LOCAL = 64
PLAIN = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
QUOTED = re.compile(r'"([^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"')
HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
COMMON = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]+\.)+[a-z]{2,}", re.ASCII)
WITH_NAME = re.compile(r"[^<>]*<([^<>]+)>")


def normal_email(text: str) -> str:
    """As it is stored and shown: trimmed, taken out of ``Name <…>``, the host in lower case."""
    text = unicodedata.normalize("NFC", text or "").strip()
    if found := WITH_NAME.fullmatch(text):
        text = found[1].strip()
    text = text.removeprefix("mailto:")
    local, at, host = text.rpartition("@")
    return f"{local}{at}{host.lower()}"


@lru_cache(maxsize=4096)
def email_key(text: str) -> str:
    """What two spellings of one address share; "" when it is not an address."""
    shown = normal_email(text)
    lowered = shown.lower()
    if len(lowered) <= LONGEST and COMMON.fullmatch(lowered) and "xn--" not in lowered:
        return lowered if lowered.index("@") <= LONGEST_LOCAL else ""
    local, _at, host = shown.rpartition("@")
    host = _ascii(host)
    if not (_is_local(local) and HOST.fullmatch(host)):
        return ""
    key = f"{_unquoted(local).lower()}@{host}"
    return key if len(key) <= LONGEST else ""


def check_email(text: str) -> None:
    """A validator for fields."""
    if text and not email_key(text):
        raise ValidationError(_("This is not an e-mail address."), code="invalid_email")


def local_part(text: str) -> str:
    """ "lina" of lina@x.test."""
    return _unquoted(normal_email(text).rpartition("@")[0])


def _ascii(host: str) -> str:
    if host.isascii() and "xn--" not in host:
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return ""


def _is_local(local: str) -> bool:
    if not 1 <= len(local.encode()) <= LONGEST_LOCAL:
        return False
    if QUOTED.fullmatch(local):
        return True
    letters = "".join("a" if not each.isascii() and each.isprintable() else each for each in local)
    return bool(PLAIN.fullmatch(letters.lower()))


def _unquoted(local: str) -> str:
    """Quotes that are not needed do not make another mailbox: "fred"@x.test is fred@x.test."""
    if not QUOTED.fullmatch(local):
        return local
    bare = re.sub(r"\\(.)", r"\1", local[1:-1])
    return bare if PLAIN.fullmatch(bare.lower()) else local
