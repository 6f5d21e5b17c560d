"""Messages that waited because nobody knew their sender, who has become a contact or a lead."""

from __future__ import annotations

from doorstep.mail.actions.receiving import recognise_message
from doorstep.mail.matching import base_key, our_addresses
from doorstep.mail.models import Mailbox, Message, MessageLink, SeenMessage
from doorstep.parties.identity import records_with
from doorstep.users.models import User

MOST = 500


def link_who_is_known(mailbox: Mailbox) -> int:
    """Link what waits in this mailbox for somebody known by now; how many messages those are."""
    if not mailbox.links_known:
        return 0
    rows = SeenMessage.objects.filter(mailbox=mailbox).waiting()
    waiting = Message.objects.filter(pk__in=rows.values("message"), links=None)
    messages = list(waiting.order_by("-pk")[:MOST])
    found = records_with(each.from_key for each in messages if each.from_key)
    ours, system, linked = our_addresses() if found else set(), User.system(), 0
    for message in messages:
        if message.from_key in found and base_key(message.from_key) not in ours:
            recognise_message(
                message, by=system, records=found[message.from_key], why=MessageLink.Why.SENDER
            )
            linked += 1
    return linked
