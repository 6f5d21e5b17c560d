"""To which records a message belongs, and what becomes of one that belongs to none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from doorstep.history.rows import records_now
from doorstep.kit.normal.emails import email_key
from doorstep.mail.ignoring import rule_for
from doorstep.mail.models import Mailbox, Message, MessageLink, SeenMessage, Thread
from doorstep.mail.reading.letter import Letter
from doorstep.parties.identity import records_with
from doorstep.users.models import User

Outcome, Reason, Why = SeenMessage.Outcome, SeenMessage.Reason, MessageLink.Why
MOST = 50  # records of one conversation


@dataclass
class Decision:
    """``records`` with the reason of each link; ``makes_lead``: its sender becomes one."""

    outcome: str
    reason: str
    records: dict[Any, str] = field(default_factory=dict)
    makes_lead: bool = False
    says: str = ""


def our_addresses() -> set[str]:
    """Those of our mailboxes and of everybody who works here, as compared."""
    boxes = set(Mailbox._base_manager.values_list("address_key", flat=True))
    people = User.objects.filter(kind=User.Kind.STAFF, is_active=True)
    return boxes | {email_key(each) for each in people.values_list("email", flat=True)}


def base_key(address: str) -> str:
    """As compared, without what stands behind a plus: all of that is one mailbox."""
    key = email_key(address)
    local, at, host = key.rpartition("@")
    return f"{local.partition('+')[0]}{at}{host}"


def is_from_us(letter: Letter, ours: Collection[str]) -> bool:
    return base_key(letter.sender.address) in ours


def decide(
    letter: Letter,
    mailbox: Mailbox,
    thread: Thread | None,
    is_out: bool,
    ours: Collection[str],
    *,
    is_wanted: bool = False,
) -> Decision:
    """What becomes of it: linked to its records, ignored by a rule, or waiting for a person.

    A rule of the mailbox goes before who is known, and after what answers a conversation; it does
    not count for what somebody wants in spite of it.
    """
    earlier = records_of_thread(thread) if thread else []
    is_free = bool(earlier) or is_out or is_wanted
    if not is_free and (own := rule_for(letter, mailbox)):
        return Decision(Outcome.IGNORED, Reason.OWN_RULE, says=str(own))
    known = _known(letter, is_out, ours) if mailbox.links_known else {}
    if records := {**known, **{record: known.get(record, Why.REPLY) for record in earlier}}:
        reason = Reason.REPLY if earlier else Reason.MATCHED
        return Decision(Outcome.LINKED, reason, records)
    if rule := _rule(letter, is_out, ours):
        return Decision(Outcome.IGNORED, rule)
    if not mailbox.links_known:
        return Decision(Outcome.WAITING, Reason.NOT_LINKED)
    if mailbox.makes_leads and email_key(letter.sender.address):
        return Decision(Outcome.LINKED, Reason.NEW_LEAD, makes_lead=True)
    return Decision(Outcome.WAITING, Reason.UNKNOWN_SENDER)


def records_of_thread(thread: Thread) -> list[Any]:
    """The records its messages belong to, that are still there."""
    links = MessageLink._base_manager.filter(message__thread=thread)
    rows = links.order_by("about_type", "about_id").values_list("about_type", "about_id")
    return list(records_now(rows.distinct()[:MOST]).values())


def returned_letter(letter: Letter) -> Message | None:
    """The message of ours that this one gives back."""
    about = letter.bounce.about if letter.bounce else ""
    if not about:
        return None
    sent = Message._base_manager.filter(direction=Message.Direction.OUT)
    return sent.filter(Q(message_id=about)).order_by("pk").first()


def _known(letter: Letter, is_out: bool, ours: Collection[str]) -> dict[Any, str]:
    """Everybody with an address in it whom we know; the sender's come first."""
    senders = () if is_out else (letter.sender, *letter.reply_to)
    people = {key: Why.RECIPIENT for each in letter.recipients if (key := email_key(each.address))}
    people |= {key: Why.SENDER for each in senders if (key := email_key(each.address))}
    others = {key: why for key, why in people.items() if base_key(key) not in ours}
    found = records_with(others)
    records: dict[Any, str] = {}
    for key in sorted(found, key=lambda each: others[each] != Why.SENDER):
        for record in found[key]:
            records.setdefault(record, others[key])
    return records


def _rule(letter: Letter, is_out: bool, ours: Collection[str]) -> str:
    """Why nobody has to look at it; "" where somebody should."""
    if letter.nature != Message.Nature.LETTER:
        return str(letter.nature)
    people = (letter.sender, *letter.recipients)
    if all(base_key(each.address) in ours for each in people if each.address):
        return Reason.INTERNAL
    return Reason.UNKNOWN_RECIPIENT if is_out else ""
