"""What tells messages apart, and what brings them together."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from doorstep.kit.normal.emails import email_key

# Re, Fwd and what they are in other languages, with a number or a language's colon.
PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)?"
    r"(?:re|aw|wg|fwd?|sv|vs|antw|rif|odp|tr|rv|res|enc|vl|ynt|ilt|r|i|回复|答复|转发|返信|转寄|回覆)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*",
    re.IGNORECASE,
)
BRACKETS = re.compile(r"^\s*\[[^\]]{1,60}\]\s*")
HOST = "doorstep"
LIST = re.compile(r"[\w.@-]{1,250}")


def identity_of(message_id: str, sender: str, salt: str = "") -> str:
    """The same for every copy of a message, wherever it lies. ``salt`` tells apart those that
    bear one Message-ID though they are not the same.
    """
    parts = (message_id.strip(), email_key(sender) or sender.strip().lower(), salt)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def identity_without_id(sender: str, at: datetime | None, subject: str, text: str) -> str:
    """Of a message that came without a Message-ID."""
    when = at.isoformat() if at else ""
    body = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return identity_of("", sender, f"{when}\n{subject}\n{body}")


def new_message_id(host: str = HOST) -> str:
    """For a message of ours; ``host`` is that of the sender's address."""
    return f"<{uuid4()}@{host or HOST}>"


def subject_key(subject: str) -> str:
    """The subject as every answer shares it; "" where it says nothing."""
    key = " ".join(subject.split())
    while shorter := PREFIX.match(key):
        key = key[shorter.end() :]
    return BRACKETS.sub("", key).strip().casefold()[:200]


def list_key(text: str) -> str:
    """What a mailing list calls itself in ``List-Id`` (RFC 2919), without the words before it."""
    bare = text.rpartition("<")[2].partition(">")[0].strip().casefold()
    return bare if LIST.fullmatch(bare) else ""
