"""What the settings of the shop ask for, each with what follows from it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.portal.models import ShopPolicy
from doorstep.ui.record_forms import record_form
from doorstep.users.models import User

SAYS = {
    "is_open": _("Everybody sees what is published. Closed, there is no shop."),
    "has_sign_up": _("Whoever confirms an e-mail address gets an account and becomes a lead."),
    "has_guest_orders": _("Orders without an account wait until the e-mail address is confirmed."),
    "shows_prices": _("Switched off, only who is signed in sees prices."),
    "asks_shipping": _("An order of goods needs an address to deliver to."),
    "headline": _("Stands above the list of items."),
    "intro": _("A few words under the headline."),
    "price_list": _("What guests pay. Without one the price list of the sales policy holds."),
    "customer_group": _("For customers that come from the shop."),
    "lead_source": _("For leads that come from sign-ups."),
    "sign_ups_an_hour": _("Further ones are asked to come again later."),
    "cart_days": _("Then it is emptied."),
    "delivery_days": _("From the order to the day of delivery, unless it is agreed otherwise."),
}


def shop_policy_form(by: User) -> type[forms.ModelForm]:
    """All that can be said of the shop."""
    return record_form(ShopPolicy, list(SAYS), by)
