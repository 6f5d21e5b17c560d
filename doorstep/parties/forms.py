"""Input for the pages of parties. Forms check shape; actions decide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.parties.models import Customer, PartyType, SalesPolicy
from doorstep.ui.record_forms import record_form
from doorstep.users.models import User


class ConvertLeadForm(forms.Form):
    name = forms.CharField(label=_("Customer name"), max_length=480, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=PartyType, required=False)
    into = forms.ModelChoiceField(
        Customer.objects.none(), required=False, label=_("Existing customer")
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Customer.objects.permitted(user, "edit")


# What each rule does, in the order in which the page asks.
POLICY = {
    "unique_email": _(
        "On: a second lead with an e-mail that another lead has is refused, and the first is "
        "named. Off: whoever types it is warned and may go on. Leads that share one already stay."
    ),
    "auto_create_contact": _(
        "On: the person of a new lead is in the contacts from the first day. Off: conversion "
        "makes the contact."
    ),
    "carry_forward": _(
        "On: the page of a customer tells what happened while it was a lead. Nothing is copied."
    ),
    "lead_status": _("How a new lead begins, where nobody says otherwise."),
    "lead_source": _("For leads that nobody gave a source."),
    "customer_group": _("For customers that nobody put into a group, such as converted leads."),
    "customer_territory": _("For customers that nobody put into a territory."),
    "price_list": _("For customers that have none of their own, nor their group."),
    "payment_terms": _("For customers that have none of their own, nor their group."),
    "tax_category_from": _("An address may have a tax category, which then comes first."),
    "quotation_series": _(
        "What is written in braces is filled in: {year}, {month}, {number:4} with four digits."
    ),
    "quotation_days": _("Until when an offer holds, where nobody says another day."),
    "order_expired": _("On: an offer may be ordered though its last day has passed."),
    "order_accepted": _(
        "On: when a customer accepts an offer on its page, a draft order is there at once, and a "
        "lead becomes a customer. Off: somebody of the house makes the order."
    ),
    "zero_quantity": _("On: what has lines of which there are none may be submitted."),
    "order_series": _(
        "What is written in braces is filled in: {year}, {month}, {number:4} with four digits."
    ),
    "delivery_series": _("As the numbers of orders are."),
    "delivery_date": _(
        "On: an order of goods is refused without a day. Off: the day may be agreed on later."
    ),
    "same_reference": _(
        "Off: a second order of a customer with the same order number of theirs is refused."
    ),
    "over_delivery_percent": _("10: of 10 pieces that were ordered, 11 may leave."),
    "over_billing_percent": _("10: of 10 pieces that were ordered, 11 may be invoiced."),
    "closed_until": _(
        "Nothing dated this day or before is submitted, booked or cancelled, but by roles that "
        "may book in closed periods."
    ),
    "quiet_after_days": _(
        "An open lead without a word and without a next step for so many days has gone quiet, and "
        "shows on Today. 0: never."
    ),
    "lost_reason_required": _(
        "On: whoever declares an opportunity lost says why. Off: they may leave that out."
    ),
    "close_replied_after_days": _(
        "An opportunity that we answered and that has not moved for so many days is closed. "
        "0: never."
    ),
    "monthly_goal": _("What the forecast of a month is measured by. Empty: by nothing."),
}


def policy_form(by: User) -> type[forms.ModelForm]:
    """The rules by which the house sells, each with what follows from it."""
    return record_form(SalesPolicy, list(POLICY), by)
