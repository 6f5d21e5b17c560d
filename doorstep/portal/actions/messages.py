"""Messages between a web user and the house."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action, concern
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.actions import move_lead
from doorstep.parties.models import Lead, LeadStatus
from doorstep.portal.models import PortalAccount, PortalMessage
from doorstep.portal.models.message import LONGEST
from doorstep.portal.theirs import orders_of
from doorstep.portal.whom import party_of
from doorstep.records.models import Record
from doorstep.records.saving import put
from doorstep.selling.models import SalesOrder
from doorstep.users.models import User

READ = gettext_lazy("It may have been read already: write another one.")
Code = LeadStatus.Code
MOST_AN_HOUR, HOUR = 30, timedelta(hours=1)


@action(
    "portal_account.wrote",
    verb="edit",
    label=gettext_lazy("Write to us"),
    told=gettext_lazy("wrote on the site"),
    icon="message-square",
    undoable=READ,
)
def write_message(
    account: PortalAccount, *, by: User, text: str, order: SalesOrder | None = None
) -> PortalMessage:
    """A web user writes to the house, about one of their orders or about nothing."""
    party = party_of(account)
    if party is None:
        raise Conflict(_("Your account belongs to nobody yet: sign up again."))
    if order is not None and not orders_of(account).filter(pk=order.pk).exists():
        raise Invalid(_("There is no such order of yours."), order=_("Choose one of yours."))
    _check_pace(account)
    message = PortalMessage.to(party, owner=by, order=order, text=_tidy(text))
    put(message, by=by)
    if isinstance(party, Lead) and party.status.code == Code.REPLIED:
        move_lead(party, by=User.system(), status=LeadStatus.objects.get(code=Code.OPEN))
    concern(party)
    return message


@action(
    "*.answered_on_site",
    verb="edit",
    label=gettext_lazy("Answer on the site"),
    told=gettext_lazy("answered on the site"),
    icon="message-square",
    undoable=READ,
)
def answer_message(record: Record, *, by: User, text: str) -> PortalMessage:
    """A colleague writes to the web users of a lead or a customer, who get a letter about it."""
    said: Any = PortalMessage.objects.about(record).filter(from_us=False).order_by("-pk").first()
    if said is None:
        raise Conflict(_("Nobody of %s has written on the site yet.") % record)
    message = PortalMessage.to(record, owner=by, from_us=True, reader=said.owner, text=_tidy(text))
    put(message, by=by)
    if isinstance(record, Lead) and record.status.code == Code.OPEN:
        move_lead(record, by=by, status=LeadStatus.objects.get(code=Code.REPLIED))
    return message


def _tidy(text: str) -> str:
    text = text.strip()
    if not text:
        says = _("Write something first.")
        raise Invalid(says, text=says)
    if len(text) > LONGEST:
        says = _("This is too long: %d characters at most.") % LONGEST
        raise Invalid(says, text=says)
    return text


def _check_pace(account: PortalAccount) -> None:
    """Somebody types: no more than they could in an hour."""
    mine = PortalMessage._base_manager.filter(owner=account.user_id, from_us=False)
    lately = mine.filter(created_at__gt=now() - HOUR)
    if lately.count() >= MOST_AN_HOUR:
        raise Conflict(_("That is a lot at once. Give us a moment to answer."))
