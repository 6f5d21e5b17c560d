"""Values of other tables, brought for a whole page of records at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from doorstep.parties.models import (
    PARTIES,
    AddressLink,
    ContactEmail,
    ContactLink,
    ContactPhone,
    CreditLimit,
    Customer,
    Lead,
    PortalUser,
    SalesTeamMember,
    Supplier,
)
from doorstep.users.models import User

Ids = Sequence[int]
Found = Mapping[int, Any]


def emails(ids: Ids, by: User) -> Found:
    rows = ContactEmail._base_manager.filter(contact__in=ids).order_by("-is_primary", "id")
    return _lists(rows.values_list("contact_id", "email", "is_primary"), ("email", "is_primary"))


def phones(ids: Ids, by: User) -> Found:
    rows = ContactPhone._base_manager.filter(contact__in=ids).order_by("-is_primary", "id")
    names = ("number", "kind", "is_primary")
    return _lists(rows.values_list("contact_id", *names), names)


def contact_links(ids: Ids, by: User) -> Found:
    return _links(ContactLink, "contact", ids, by, ("role", "is_primary", "is_billing"))


def address_links(ids: Ids, by: User) -> Found:
    return _links(AddressLink, "address", ids, by, ("is_primary", "is_billing", "is_shipping"))


def customer_contacts(ids: Ids, by: User) -> Found:
    return _named(ContactLink, "contact", ids)


def customer_addresses(ids: Ids, by: User) -> Found:
    return _named(AddressLink, "address", ids)


def portal_users(ids: Ids, by: User) -> Found:
    rows = PortalUser._base_manager.filter(customer__in=ids).order_by("id")
    found = defaultdict(list)
    for customer, email in rows.values_list("customer_id", "user__email"):
        found[customer].append(email)
    return found


def credit_limit(ids: Ids, by: User) -> Found:
    """The one that holds for no company in particular."""
    rows = CreditLimit._base_manager.filter(customer__in=ids, company="")
    return {pk: str(amount) for pk, amount in rows.values_list("customer_id", "amount")}


def credit_limits(ids: Ids, by: User) -> Found:
    names = ("company", "amount", "bypass_at_order")
    rows = CreditLimit._base_manager.filter(customer__in=ids).order_by("id")
    found = _lists(rows.values_list("customer_id", *names), names)
    return {
        pk: [row | {"amount": str(row["amount"])} for row in each] for pk, each in found.items()
    }


def sales_team(ids: Ids, by: User) -> Found:
    rows = SalesTeamMember._base_manager.filter(customer__in=ids).order_by("id")
    found = defaultdict(list)
    for customer, email, percent in rows.values_list("customer_id", "user__email", "percent"):
        found[customer].append({"user": email, "percent": str(percent)})
    return found


def _lists(rows: Iterable[Any], names: tuple[str, ...]) -> Found:
    found: dict[int, list[Any]] = defaultdict(list)
    for whole, *values in rows:
        found[whole].append(dict(zip(names, values, strict=True)))
    return found


def _links(model: Any, whole: str, ids: Ids, by: User, marks: tuple[str, ...]) -> Found:
    """Each link as {"record": "lead:7", …}."""
    rows = model._base_manager.filter(**{f"{whole}__in": ids}).order_by("id")
    keys = tuple(f"{party}_id" for party in PARTIES)
    return linked(list(rows.values(f"{whole}_id", *keys, *marks)), f"{whole}_id", by, marks)


def linked(held: Sequence[Any], whole: str, by: User, marks: tuple[str, ...]) -> Found:
    """Rows of links as they are shown: those to parties one may not see are left out."""
    seen = visible_parties(held, by)
    found: dict[int, list[Any]] = defaultdict(list)
    for row in held:
        party = next(each for each in PARTIES if row[f"{each}_id"] is not None)
        if row[f"{party}_id"] not in seen[party]:
            continue
        link = {"record": f"{party}:{row[f'{party}_id']}"}
        found[row[whole]].append(link | {mark: row[mark] for mark in marks})
    return found


def visible_parties(links: Iterable[Mapping[str, Any]], by: User) -> dict[str, set[int]]:
    """Of the parties at the other end of links, the ids of those one may see."""
    found: dict[str, set[int]] = {}
    for party, model in zip(PARTIES, (Lead, Customer, Supplier), strict=True):
        pks = {link[f"{party}_id"] for link in links} - {None}
        seen = model.objects.visible_to(by).filter(pk__in=pks) if pks else model.objects.none()
        found[party] = set(seen.values_list("pk", flat=True)) if pks else set()
    return found


def _named(model: Any, whole: str, ids: Ids) -> Found:
    """What is linked to a page of customers, the main one first: ["contact:4"]."""
    rows = model._base_manager.filter(Q(customer__in=ids)).order_by("-is_primary", "id")
    found: dict[int, list[str]] = defaultdict(list)
    for customer, pk in rows.values_list("customer_id", f"{whole}_id"):
        found[customer].append(f"{whole}:{pk}")
    return found
