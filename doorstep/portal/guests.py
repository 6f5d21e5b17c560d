"""Who orders without an account: somebody new, or somebody whose address we know.

Helpers of actions: they write, so they only work inside one. Nothing of a known party is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key
from doorstep.parties.actions import create_address, create_lead
from doorstep.parties.models import Address, Customer, Lead
from doorstep.portal.joining import campaign_of, known_party, shop_source
from doorstep.portal.ordering import converted
from doorstep.users.models import User


@dataclass
class Guest:
    """What somebody without an account says of themselves."""

    name: str
    email: str
    organisation: str = ""
    phone: str = ""
    reference: str = ""
    note: str = ""
    address: dict[str, Any] = field(default_factory=dict)
    visit: dict[str, Any] = field(default_factory=dict)


def check_email(guest: Guest) -> None:
    if not email_key(guest.email):
        says = _("This is not an e-mail address.")
        raise Invalid(says, email=says)


def party_of_guest(guest: Guest) -> Customer:
    """Whose address it is, or a new customer by way of a lead."""
    known = known_party(guest.email)
    if known is None:
        known = create_lead(
            Lead,
            by=User.system(),
            lead_owner=None,
            name=guest.name,
            organisation=guest.organisation,
            email=guest.email,
            phone=guest.phone,
            source=shop_source(),
            campaign=campaign_of(guest.visit),
        )
    return converted(known, guest.name) if isinstance(known, Lead) else known


def guest_address(guest: Guest, customer: Customer) -> Address:
    """The typed address, as a further one of theirs: what is preferred stays so."""
    values = {
        "title": guest.organisation or guest.name,
        "type": "BILLING",
        "owner": customer.owner,
    }
    links = [{"record": customer}]
    return create_address(Address, by=User.system(), links=links, **values | guest.address)
