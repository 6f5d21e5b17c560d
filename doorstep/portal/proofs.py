"""Secrets that somebody holds in a link or a cookie; what is kept is only their hash."""

from __future__ import annotations

import re
from hashlib import sha256
from secrets import token_urlsafe

SHAPE = re.compile(r"[\w-]{20,64}", re.ASCII)


def fresh_secret() -> str:
    return token_urlsafe(32)


def hash_of(secret: str) -> str:
    """As it is kept; nothing for what was never one of ours."""
    return sha256(secret.encode()).hexdigest() if SHAPE.fullmatch(secret) else ""
