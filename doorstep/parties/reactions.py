"""What happens, in the background, after something happened to a lead or customer."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.history.reactions import reacts_to
from doorstep.parties.models import Lead


@reacts_to("lead.converted", outside=True)
def tell_the_owner(event: Event) -> None:
    """Tell whoever owns a lead that someone else has converted it."""
    lead = event.subject
    if isinstance(lead, Lead) and lead.owner and lead.owner != event.by:
        send_mail(_("Lead converted"), str(lead), None, [lead.owner.email])
