"""What mail says on Today: how many letters the week has seen go out."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from doorstep.activity.today.week import counted, figure_of_week
from doorstep.activity.today.whose import Whose
from doorstep.mail.models import Message


@figure_of_week(_("E-mails sent"))
def letters_sent(whose: Whose, since: datetime) -> str:
    sent = Message._base_manager.filter(direction=Message.Direction.OUT, at__gte=since)
    return counted(sent.filter(author__in=whose.people, sent_at__gte=since))
