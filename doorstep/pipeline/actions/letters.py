"""Opportunities that begin with a letter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.mail.linking import link_message
from doorstep.mail.models import Message
from doorstep.mail.strangers import lead_from_message
from doorstep.pipeline.actions.making import create_opportunity
from doorstep.pipeline.models import Opportunity
from doorstep.users.models import User


@action(
    "message.opportunity_made",
    verb="edit",
    label=gettext_lazy("Make opportunity"),
    told=gettext_lazy("made an opportunity of this letter"),
    icon="target",
    keys="m o",
    fits=lambda message: not message.is_out,
)
def make_opportunity_of_message(message: Message, *, by: User) -> Opportunity:
    """Of a letter: its sender's customer or lead has it; who is unknown becomes a lead, once."""
    party, why = lead_from_message(message, by)
    title: dict[str, Any] = {"title": message.subject[:200]} if message.subject else {}
    made = create_opportunity(
        Opportunity, by=by, party=party, description=message.text[:5000], **title
    )
    conversation = Message.objects.filter(thread=message.thread_id).order_by("at", "pk")
    for each in conversation:
        link_message(each, [made, party], why)
    return made
