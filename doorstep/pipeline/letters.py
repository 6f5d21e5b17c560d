"""What letters do to opportunities: who waits for an answer, and how long the first one took.

A letter is about the opportunities that it is linked to; where it is linked only to their lead or
customer, about the one that is open, if there is no other.
"""

from __future__ import annotations

from django.db.models import Q

from doorstep.kit.workdays import working_minutes
from doorstep.mail.models import Message, MessageLink
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.actions import note_reply
from doorstep.pipeline.models import Opportunity
from doorstep.records.models import zone_of
from doorstep.users.models import User

LABEL = Opportunity._meta.label_lower


def follow_letter(message: Message, *, by: User) -> None:
    """Ours replies, theirs opens again. Only the latest counts, and no machine's."""
    if message.nature != Message.Nature.LETTER or message.state in Message.UNSENT:
        return
    for opportunity in opportunities_of(message):
        minutes = _first_answer(message, opportunity) if message.is_out else None
        is_moved = opportunity.is_replied != message.is_out and not _has_later(message)
        if is_moved or minutes is not None:
            is_replied = message.is_out if is_moved else opportunity.is_replied
            note_reply(opportunity, by=by, is_replied=is_replied, minutes=minutes)


def opportunities_of(message: Message) -> list[Opportunity]:
    links = list(
        MessageLink._base_manager.filter(message=message).values_list("about_type", "about_id")
    )
    direct = [pk for label, pk in links if label == LABEL]
    active = Opportunity._base_manager.filter(status__in=Opportunity.ACTIVE)
    if direct:
        return list(active.filter(pk__in=direct).order_by("pk"))
    leads = [pk for label, pk in links if label == Lead._meta.label_lower]
    customers = [pk for label, pk in links if label == Customer._meta.label_lower]
    found = list(active.filter(Q(lead__in=leads) | Q(customer__in=customers))[:2])
    return found if len(found) == 1 else []


def _first_answer(message: Message, opportunity: Opportunity) -> int | None:
    """In minutes of work since their first letter; nothing where they never wrote, or we did."""
    if opportunity.first_response_minutes is not None:
        return None
    links = MessageLink._base_manager.filter(_about(opportunity))
    theirs = Message._base_manager.incoming().filter(  # type: ignore[attr-defined]
        pk__in=links.values("message"), nature=Message.Nature.LETTER, at__lte=message.at
    )
    first = theirs.order_by("at").values_list("at", flat=True).first()
    return None if first is None else working_minutes(first, message.at, zone_of(None))


def _about(opportunity: Opportunity) -> Q:
    whose = Q(about_type=LABEL, about_id=opportunity.pk)
    if party := opportunity.party:
        whose |= Q(about_type=party._meta.label_lower, about_id=party.pk)
    return whose


def _has_later(message: Message) -> bool:
    """Whether another letter of the conversation came or went after it."""
    known = Message._base_manager.exclude(state__in=Message.UNSENT).filter(
        nature=Message.Nature.LETTER, thread=message.thread_id
    )
    return bool(known.filter(at__gt=message.at).exists())
