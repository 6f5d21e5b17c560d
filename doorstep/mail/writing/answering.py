"""What an answer takes over from the message it answers."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

RE = re.compile(r"^\s*(?:(?:re|aw|sv|antw|odp|vs|ynt|res|rif)(?:\[\d+\])?\s*:\s*)+", re.I)
MOST_QUOTED = 20_000


def answer_subject(subject: str) -> str:
    """ "Re: " once, in whatever language it was put there before."""
    return f"Re: {RE.sub('', subject).strip()}".strip()


def references_of(answered: str, known: str | list[str]) -> tuple[str, ...]:
    """All that came before, and last what is answered."""
    before = known.split() if isinstance(known, str) else known
    return tuple(dict.fromkeys([*before, answered])) if answered else tuple(before)


def quoted(text: str, who: str, at: datetime) -> str:
    """What is answered, below what is said."""
    day = date_format(localtime(at), "SHORT_DATETIME_FORMAT")
    head = _("On %(day)s, %(who)s wrote:") % {"day": day, "who": who}
    lines = text[:MOST_QUOTED].replace("\r\n", "\n").strip().split("\n")
    return "\n".join([head, *(f">{line}" if line[:1] == ">" else f"> {line}" for line in lines)])


def with_below(text: str, *below: str) -> str:
    """The words, then a signature, then what is quoted; each where there is one."""
    return "\n\n".join(part.strip("\n") for part in (text, *below) if part.strip())
