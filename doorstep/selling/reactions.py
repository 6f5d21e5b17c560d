"""What happens, in the background, after a customer answered an offer."""

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.history.reactions import reacts_to
from doorstep.kit.origin import origin
from doorstep.selling.models import Quotation


@reacts_to("quotation.accepted", outside=True)
@reacts_to("quotation.declined", outside=True)
@reacts_to("quotation.commented", outside=True)
def tell_whose_offer_it_is(event: Event) -> None:
    """Tell whoever owns an offer what the customer said, with the way to it."""
    offer = event.subject
    if not isinstance(offer, Quotation) or not offer.owner or not offer.owner.email:
        return
    names = {"quotation": offer, "customer": offer.party_name}
    says = {
        "quotation.accepted": _("%(customer)s accepted %(quotation)s"),
        "quotation.declined": _("%(customer)s declined %(quotation)s"),
        "quotation.commented": _("%(customer)s wrote about %(quotation)s"),
    }[event.name]
    text = f"{origin()}{offer.get_absolute_url()}"
    send_mail(says % names, text, None, [offer.owner.email])
