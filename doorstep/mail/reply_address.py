"""The address an answer comes to: ``sales+7.k3x…@firm.example`` leads back to its thread.

The part behind the plus is signed, so nobody can write into a thread by counting, and holds
letters and digits alone, so that no server on the way may change it.
"""

from __future__ import annotations

import re
from base64 import b32encode
from hmac import compare_digest

from django.utils.crypto import salted_hmac

SALT = "doorstep.mail.reply_address"
SIGNED = re.compile(r"\+t([0-9]{1,18})-([a-z2-7]{16})@")


def reply_address(mailbox: str, thread_id: int) -> str:
    """Where answers to this thread are to be sent."""
    local, _at, host = mailbox.rpartition("@")
    return f"{local.partition('+')[0]}+t{thread_id}-{_signature(thread_id)}@{host}"


def thread_named_by(address: str) -> int | None:
    """The id of the thread that an address of ours names; None where nobody signed it."""
    found = SIGNED.search(address.lower())
    if found and compare_digest(found[2], _signature(int(found[1]))):
        return int(found[1])
    return None


def _signature(thread_id: int) -> str:
    digest = salted_hmac(SALT, str(thread_id), algorithm="sha256").digest()
    return b32encode(digest[:10]).decode().lower()
