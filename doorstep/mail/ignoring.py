"""Which rule of its mailbox ignores a message, and what waits that a rule would ignore."""

from __future__ import annotations

from doorstep.kit.normal.emails import email_key
from doorstep.mail.models import IgnoreRule, Mailbox, SeenMessage
from doorstep.mail.reading.letter import Letter

MOST = 500  # rules of a mailbox
LOOKED_AT = 5_000  # messages that wait


def rule_for(letter: Letter, mailbox: Mailbox) -> IgnoreRule | None:
    """The first that fits."""
    sender = email_key(letter.sender.address)
    for rule in IgnoreRule.objects.filter(mailbox=mailbox).order_by("pk")[:MOST]:
        if rule.fits(sender, letter.subject, letter.list_id):
            return rule  # type: ignore[no-any-return]
    return None


def waiting_for(rule: IgnoreRule) -> list[int]:
    """The rows of the ledger that wait in its mailbox and fit."""
    rows = SeenMessage.objects.filter(mailbox=rule.mailbox_id).waiting().order_by("-pk")
    named = rows.values_list("pk", "sender", "subject", "list_id")[:LOOKED_AT]
    return [pk for pk, who, *rest in named if rule.fits(email_key(who), *rest)]
