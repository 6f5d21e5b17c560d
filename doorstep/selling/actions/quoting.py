"""Offers begun from the page of whoever they are for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from doorstep.history.action import action
from doorstep.parties.models import Customer, Lead
from doorstep.selling.actions.quotations import create_quotation
from doorstep.selling.models import Quotation
from doorstep.users.models import User


@action(
    "lead.quoted",
    verb="quote",
    label=_("Make quotation"),
    told=_("began a quotation"),
    icon="file-text",
    keys="m q",
)
def quote_lead(lead: Lead, *, by: User) -> Quotation:
    """Begin an offer to a lead; a converted one's goes to its customer."""
    return create_quotation(Quotation, by=by, party=lead)


@action(
    "customer.quoted",
    verb="quote",
    label=_("Make quotation"),
    told=_("began a quotation"),
    icon="file-text",
    keys="m q",
)
def quote_customer(customer: Customer, *, by: User) -> Quotation:
    """Begin an offer to a customer."""
    return create_quotation(Quotation, by=by, party=customer)
