"""For whom a web user acts, and what is theirs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from doorstep.parties.models import PARTIES, Address, ContactLink, Customer, Lead
from doorstep.portal.models import PortalAccount
from doorstep.users.models import User

Party = Customer | Lead


def account_of(user: User) -> PortalAccount | None:
    rows = PortalAccount.objects.filter(user=user.pk, user__is_active=True)
    found: PortalAccount | None = rows.select_related("user", "lead").first()
    return found


def party_of(account: PortalAccount | None) -> Party | None:
    """Their customer; until there is one their lead, or the one they are a contact of."""
    if account is None:
        return None
    if found := account.party:
        return found
    links = ContactLink.objects.filter(contact__user=account.user_id, supplier=None)
    link = links.select_related(*PARTIES).order_by("pk").first()
    if link is None:
        return None
    party: Any = link.party
    return (party.customer or party) if isinstance(party, Lead) else party


def customer_of(account: PortalAccount | None) -> Customer | None:
    party = party_of(account)
    return party if isinstance(party, Customer) else None


def addresses_of(party: Party | None) -> QuerySet[Address]:
    """Those that can be used, the preferred and the oldest first."""
    if party is None:
        return Address.objects.none()
    link = {f"links__{'customer' if isinstance(party, Customer) else 'lead'}": party}
    found = Address.objects.filter(disabled=False, **link)
    return found.order_by("-links__is_primary", "pk")


def own_addresses(account: PortalAccount | None) -> QuerySet[Address]:
    return addresses_of(party_of(account))
