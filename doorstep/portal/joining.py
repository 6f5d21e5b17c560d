"""Who signs up, and who they are in the books: a customer's person, a lead we have, somebody new.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from doorstep.kit.normal.emails import email_key
from doorstep.parties.actions import create_contact, create_lead
from doorstep.parties.downstream import comes_along
from doorstep.parties.identity import party_with
from doorstep.parties.linking import link_to
from doorstep.parties.models import (
    Campaign,
    Contact,
    Customer,
    Lead,
    LeadSource,
    PortalUser,
)
from doorstep.portal.models import SignUp, shop_policy
from doorstep.portal.whom import accounts_of
from doorstep.records.models import name_key
from doorstep.users.access import hold
from doorstep.users.models import User

Party = Customer | Lead


def known_party(email: str) -> Party | None:
    """Whose address it is; a lead that became a customer is that customer."""
    found = party_with(email)
    return (found.customer or found) if isinstance(found, Lead) else found


def lead_of(known: Party | None, sign_up: SignUp, user: User) -> Lead | None:
    """The lead that is claimed, or a new one; none for the people of a customer."""
    if isinstance(known, Customer):
        return None
    if known is not None:
        return _claimed(known, user)
    values = {
        "name": sign_up.name,
        "organisation": sign_up.organisation,
        "email": sign_up.email,
        "phone": sign_up.phone,
        "source": shop_source(),
        "campaign": campaign_of(sign_up.visit),
    }
    return create_lead(Lead, by=User.system(), owner=user, lead_owner=None, **values)


def person_of(user: User, party: Any, sign_up: SignUp) -> Contact:
    """The one contact of a web user: theirs in the books, or a new one."""
    free = Contact.objects.filter(user=None, emails__email_key=email_key(user.email))
    field = "customer" if isinstance(party, Customer) else "lead"
    contact = free.filter(**{f"links__{field}": party}).order_by("pk").first()
    contact = contact or free.order_by("pk").first() or _new_contact(user, sign_up)
    contact = hold(contact)
    contact.user = user
    contact.save()
    return contact


def tie(user: User, party: Party | None, contact: Contact) -> None:
    """The contact speaks for the party; the user sees the documents of a customer."""
    if party is None:
        return
    if not contact.links.filter(**{_field(party): party}).exists():
        link_to(contact, party)
    if isinstance(party, Customer):
        see_documents_of(party, user)


def tie_to_customer(lead: Lead, customer: Customer, by: User) -> None:
    """Whoever acted for a lead acts for the customer that it becomes, whoever converts it."""
    for account in accounts_of(lead).select_related("user"):
        see_documents_of(customer, account.user)
        contact = Contact.objects.filter(user=account.user_id).first()
        if contact and not contact.links.filter(customer=customer).exists():
            link_to(contact, customer)


def said_of_tying(lead: Lead) -> str:
    count = accounts_of(lead).count()
    return ngettext("%d web user", "%d web users", count) % count if count else ""


comes_along(tie_to_customer, said_of_tying)


def see_documents_of(customer: Customer, user: User) -> None:
    if not PortalUser.objects.filter(customer=customer, user=user).exists():
        PortalUser(customer=customer, user=user).save()


def shop_source() -> LeadSource | None:
    """Where leads of the public site come from: as the policy says, or else "Website"."""
    said = shop_policy().lead_source
    return said or LeadSource.objects.offered().filter(key=name_key("Website")).first()


def campaign_of(visit: Any) -> Campaign | None:
    """The campaign of this name, if a link brought them here that names one."""
    name = str(visit.get("utm_campaign", "")) if isinstance(visit, dict) else ""
    if not name:
        return None
    found: Campaign | None = Campaign.objects.offered().filter(key=name_key(name)).first()
    return found


def _claimed(lead: Lead, user: User) -> Lead:
    held: Lead = hold(lead)
    is_kept = held.lead_owner_id or (held.owner and held.owner.kind != User.Kind.SYSTEM)
    if not is_kept:
        held.owner = user
        held.save()
    return held


def _new_contact(user: User, sign_up: SignUp) -> Contact:
    return create_contact(
        Contact,
        by=User.system(),
        name=sign_up.name,
        organisation=sign_up.organisation,
        email=sign_up.email,
        phone=sign_up.phone,
        owner=user,
    )


def _field(party: Party) -> str:
    return "customer" if isinstance(party, Customer) else "lead"
