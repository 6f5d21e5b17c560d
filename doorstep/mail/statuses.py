"""What a message does to the status of a lead. It writes: only inside an action."""

from __future__ import annotations

from doorstep.kit.errors import Refusal
from doorstep.mail.models import Message, MessageLink
from doorstep.parties.actions import move_lead
from doorstep.parties.models import Lead, LeadStatus
from doorstep.users.models import User

LEAD = Lead._meta.label_lower
Code = LeadStatus.Code


def move_leads(message: Message, *, by: User) -> None:
    """Who writes opens a lead we had replied to; what we write replies to an open one.

    Only the latest message counts, so that reading old mail changes nothing; and no machine's.
    """
    if message.nature != Message.Nature.LETTER or message.state in Message.UNSENT:
        return
    before, after = (Code.OPEN, Code.REPLIED) if message.is_out else (Code.REPLIED, Code.OPEN)
    links = MessageLink._base_manager.filter(message=message, about_type=LEAD)
    leads = list(Lead._base_manager.filter(pk__in=links.values("about_id"), status__code=before))
    status = leads and LeadStatus.objects.filter(code=after, disabled=False).first()
    for lead in leads if status else ():
        if not _has_later(lead, message):
            try:
                move_lead(lead, by=by, status=status)
            except Refusal:  # a rule of leads says otherwise: the message is linked all the same
                continue


def _has_later(lead: Lead, message: Message) -> bool:
    known = Message._base_manager.exclude(state__in=Message.UNSENT)
    later = known.filter(nature=Message.Nature.LETTER, at__gt=message.at)
    return later.filter(links__about_type=LEAD, links__about_id=lead.pk).exists()
