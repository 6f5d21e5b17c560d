"""For whom a web user acts, and what is theirs.

A customer only by a row of ``portal_users``: whoever is taken out there no longer acts for it,
whatever else ties them to it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from doorstep.parties.models import Address, AddressLink, Customer, Lead
from doorstep.portal.models import PortalAccount
from doorstep.users.models import User

Party = Customer | Lead


def account_of(user: User) -> PortalAccount | None:
    rows = PortalAccount.objects.filter(user=user.pk, user__is_active=True)
    found: PortalAccount | None = rows.select_related("user", "lead").first()
    return found


def customer_of(account: PortalAccount | None) -> Customer | None:
    """The customer they order for; the first they were tied to, if there are several."""
    if account is None:
        return None
    rows = Customer.objects.filter(portal_users__user=account.user_id)
    return rows.order_by("portal_users__pk").first()


def party_of(account: PortalAccount | None) -> Party | None:
    """Their customer; until there is one the lead they are, or that they are a contact of."""
    if account is None:
        return None
    return customer_of(account) or _lead_of(account)


def _lead_of(account: PortalAccount) -> Lead | None:
    """One that is a customer already is nobody's to act for."""
    theirs = Q(pk=account.lead_id) | Q(contact_links__contact__user=account.user_id)
    return Lead.objects.filter(theirs, customer=None).order_by("pk").first()


def accounts_of(lead: Lead) -> QuerySet[PortalAccount]:
    """Those that act for a lead."""
    theirs = Q(lead=lead) | Q(user__contact__links__lead=lead)
    return PortalAccount.objects.filter(theirs).distinct()


def addresses_of(party: Party | None) -> QuerySet[Address]:
    """Those that can be used, the preferred and the oldest first."""
    if party is None:
        return Address.objects.none()
    link = {f"links__{'customer' if isinstance(party, Customer) else 'lead'}": party}
    found = Address.objects.filter(disabled=False, **link)
    return found.order_by("-links__is_primary", "pk")


def own_addresses(account: PortalAccount | None) -> QuerySet[Address]:
    return addresses_of(party_of(account))


def links_of_others(address: Address, party: Party) -> QuerySet[AddressLink]:
    """To whom else an address belongs; the lead that became the customer is no one else."""
    own = Q(customer=party) if isinstance(party, Customer) else Q(lead=party)
    if isinstance(party, Customer):
        own |= Q(lead__customer=party)
    return AddressLink.objects.filter(address=address).exclude(own)
