"""What happens to opportunities after something happened elsewhere."""

from __future__ import annotations

from django.db.models import Q

from doorstep.catalog.models import ExchangeRate
from doorstep.history.models import Event
from doorstep.history.reactions import reacts_to
from doorstep.mail.models import Dispatch, Message
from doorstep.pipeline.actions import update_opportunity
from doorstep.pipeline.letters import follow_letter
from doorstep.pipeline.models import Opportunity
from doorstep.users.models import User

AT_ONCE = 500


@reacts_to("message.received")
@reacts_to("message.recognised")
@reacts_to("message.created")
@reacts_to("message.sent")
def follow_the_letter(event: Event) -> None:
    """Who waits for an answer; a letter to many is no reply."""
    message = event.subject
    if not isinstance(message, Message):
        return
    if not Dispatch.objects.filter(message=message, to_many=True).exists():
        follow_letter(message, by=User.system())


@reacts_to("exchange_rate.created")
def rate_what_had_none(event: Event) -> None:
    """Amounts that stood in no sum, because nobody knew a rate, do now."""
    rate = event.subject
    if not isinstance(rate, ExchangeRate):
        return
    currencies = Q(currency__in=(rate.currency, rate.to_currency))
    waiting = Opportunity._base_manager.filter(currencies, exchange_rate=None)
    for opportunity in waiting.order_by("pk")[:AT_ONCE]:
        update_opportunity(opportunity, by=User.system())
