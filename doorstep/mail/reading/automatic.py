"""Whether a machine wrote a message: it opens no lead, ends no sequence and gets no answer."""

from __future__ import annotations

import re
from email.message import Message

LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "Mailing-List")
REPLIES = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
)
BULK = ("bulk", "list", "junk", "auto_reply", "auto-reply")
AWAY = re.compile(
    r"^\W*(?:auto(?:matic|mated)?[- :](?:reply|response|antwort)|autoreply|autoresponse|"
    r"out of (?:the )?office|abwesen(?:d|heit)|automatische antwort|r[ée]ponse automatique|"
    r"absence|risposta automatica|respuesta autom[aá]tica|on (?:vacation|holiday|leave)|"
    r"automatisch antwoord|resposta autom[aá]tica|vacation (?:reply|response))",
    re.I,
)


def is_automatic(message: Message) -> bool:
    """Whether nobody sat down and wrote this: an answering machine, a list, a report."""
    return is_auto_reply(message) or is_bulk(message) or _is_report(message)


def is_auto_reply(message: Message) -> bool:
    """Somebody's answering machine (RFC 3834, and what was there before it)."""
    said = _said(message, "Auto-Submitted").partition(";")[0].partition("(")[0].strip()
    if said and said != "no":
        return True
    if any(message.get(name) for name in REPLIES) or message.get("X-POST-MessageClass"):
        return True
    if _said(message, "Precedence") in ("auto_reply", "auto-reply"):
        return True
    suppressed = _said(message, "X-Auto-Response-Suppress")
    if suppressed and suppressed != "none" and "oof" in suppressed and _has_away_subject(message):
        return True
    return _has_away_subject(message)


def is_bulk(message: Message) -> bool:
    """A newsletter or a mailing list."""
    return _said(message, "Precedence") in BULK or any(message.get(name) for name in LISTS)


def _has_away_subject(message: Message) -> bool:
    return AWAY.match(str(message.get("Subject", ""))) is not None


def _is_report(message: Message) -> bool:
    if message.get_content_type() == "multipart/report":
        return True
    return str(message.get("Return-Path", "x")).strip() == "<>"


def _said(message: Message, name: str) -> str:
    return str(message.get(name, "")).strip().lower()
