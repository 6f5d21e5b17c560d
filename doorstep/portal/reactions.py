"""What follows, in the background, when somebody wrote on the site."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.history.reactions import reacts_to
from doorstep.kit.addresses import address
from doorstep.kit.origin import origin
from doorstep.parties.models import Customer, Lead
from doorstep.portal.models import PortalMessage
from doorstep.records.models import Company


@reacts_to("portal_account.wrote", outside=True)
def tell_who_looks_after_them(event: Event) -> None:
    """A letter to whoever looks after the lead or customer, with the way to answer."""
    message = _message_of(event)
    party = message.about if message else None
    if message is None or not isinstance(party, Lead | Customer):
        return
    who = party.lead_owner if isinstance(party, Lead) else party.account_manager
    if who is not None and who.is_active:
        lines = (message.text, f"{origin()}{party.get_absolute_url()}")
        send_mail(_("%s wrote on the site") % party, "\n\n".join(lines), None, [who.email])


@reacts_to("lead.answered_on_site", outside=True)
@reacts_to("customer.answered_on_site", outside=True)
def tell_the_web_user(event: Event) -> None:
    """A letter to whoever was answered."""
    message = _message_of(event)
    if message is None or message.reader is None or not message.reader.is_active:
        return
    lines = (message.text, f"{origin()}{address('my_messages')}")
    subject = _("%s has answered you") % Company.current()
    send_mail(subject, "\n\n".join(lines), None, [message.reader.email])


def _message_of(event: Event) -> PortalMessage | None:
    if event.result_type != PortalMessage._meta.label_lower:
        return None
    rows = PortalMessage._base_manager.select_related("reader")
    return rows.filter(pk=event.result_id).first()
