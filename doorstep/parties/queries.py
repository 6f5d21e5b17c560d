"""Questions about parties that join several tables."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Address, Contact, Customer, Lead, LeadStatus, sales_policy
from doorstep.records.models import name_key
from doorstep.users.models import User


def status_named(name: str) -> LeadStatus:
    """The status of this name, or with this id; an unknown one lists those there are."""
    by_id = Q(pk=pk) if (pk := row_number(name)) is not None else Q()
    found: LeadStatus | None = LeadStatus.objects.filter(by_id or Q(key=name_key(name))).first()
    found = found or LeadStatus.objects.formerly([name_key(name)]).get(name_key(name))
    if found is None:
        known = ", ".join(LeadStatus.objects.offered().values_list("name", flat=True))
        says = _("There is no status “%(name)s”. Known are: %(known)s.")
        says = says % {"name": name[:60], "known": known}
        raise Invalid(says, status=says)
    return found


def contacts_of(party: Any) -> QuerySet[Contact]:
    """The main one first, then as they came."""
    field = kind_of(type(party))
    found = Contact.objects.filter(**{f"links__{field}": party})
    return found.order_by("-links__is_primary", "links__id")


def addresses_of(party: Any) -> QuerySet[Address]:
    field = kind_of(type(party))
    found = Address.objects.filter(**{f"links__{field}": party})
    return found.order_by("-links__is_primary", "links__id")


def default_contact(party: Any) -> Contact | None:
    """The main contact; where none is marked, the oldest."""
    return contacts_of(party).first()


def default_address(party: Any, purpose: str = "primary") -> Address | None:
    """For ``billing`` the preferred address, else the oldest. For ``shipping`` the preferred one,
    else the only one of type Shipping: never a guess among several. Disabled ones are not used.
    """
    field = kind_of(type(party))
    usable = addresses_of(party).filter(disabled=False)
    marked = usable.filter(**{f"links__{field}": party, f"links__is_{purpose}": True}).first()
    if marked or purpose != "shipping":
        return marked or usable.first()
    shipping = list(usable.filter(type=Address.Type.SHIPPING)[:2])
    return shipping[0] if len(shipping) == 1 else None


def only_of(model: type[Contact | Address], party: Any) -> list[int]:
    """The contacts or addresses that nobody but this party has. A person with a login stays."""
    field = kind_of(type(party))
    its = model._base_manager.filter(**{f"links__{field}": party}).values("pk")
    found = model._base_manager.filter(pk__in=its).annotate(parties=Count("links"))
    found = found.filter(parties=1)
    if model is Contact:
        found = found.filter(user=None)
    return list(found.values_list("pk", flat=True))


def similar_customers(lead: Lead, by: User, limit: int = 3) -> list[tuple[Customer, int]]:
    """Customers this lead may be, and how sure that is in percent: its people's or of its name."""
    found = dict.fromkeys(_customers_of_its_people(lead, by), 100)
    for customer in _customers_of_like_name(lead.title, by):
        alike = _likeness(customer.name, lead.title)
        if alike >= 40:
            found.setdefault(customer, alike)
    return sorted(found.items(), key=lambda pair: -pair[1])[:limit]


def _customers_of_its_people(lead: Lead, by: User) -> QuerySet[Customer]:
    """Those one of whose contacts has the lead's e-mail or is the lead's as well."""
    theirs = Q(contact_links__contact__links__lead=lead)
    if lead.email_key:
        theirs |= Q(contact_links__contact__emails__email_key=lead.email_key)
    return Customer.objects.permitted(by, "edit").filter(theirs).distinct()[:5]


def _customers_of_like_name(name: str, by: User) -> list[Customer]:
    words = [word for word in name.split() if len(word) > 3]
    if not words:
        return []
    matches = Q()
    for word in words[:4]:
        matches |= Q(name__icontains=word)
    return list(Customer.objects.permitted(by, "edit").filter(matches)[:50])


def _likeness(one: str, other: str) -> int:
    return round(100 * SequenceMatcher(None, one.lower(), other.lower()).ratio())


def left_out_of_customers() -> tuple[str, ...]:
    """A customer's timeline tells what its leads went through, unless the policy says not to."""
    return () if sales_policy().carry_forward else ("parties.lead",)
