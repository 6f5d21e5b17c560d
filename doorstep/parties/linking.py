"""The links of a contact or an address: whose it is, and which mark it carries there.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.parties.collecting import visible_parties
from doorstep.parties.models import (
    PARTIES,
    Address,
    AddressLink,
    Contact,
    ContactLink,
    Customer,
)
from doorstep.parties.refusals import NotOfParty
from doorstep.users.access import allow, hold
from doorstep.users.models import User

Party = Any
Shared = Contact | Address
MARKS: dict[type[Any], tuple[str, ...]] = {
    ContactLink: ("is_primary", "is_billing"),
    AddressLink: ("is_primary", "is_billing", "is_shipping"),
}
EXCLUSIVE = {ContactLink: ("is_primary",), AddressLink: MARKS[AddressLink]}


def link_as_said(shared: Shared, party: Party, *, by: User, **said: Any) -> Any:
    """Tied to a party that ``by`` may change; marks that are None stay as they are."""
    allow(by, "edit", party)
    return link_to(
        shared, party, **{name: mark for name, mark in said.items() if mark is not None}
    )


def be_main_nowhere(shared: Shared) -> None:
    """Customers whose main contact or address it was have none then."""
    main = f"primary_{kind_of(type(shared))}"
    for customer in Customer.objects.filter(**{main: shared}):
        setattr(customer, main, None)
        customer.save()


def set_links(shared: Shared, links: Iterable[Mapping[str, Any]], *, by: User) -> None:
    """These and no others; the same party twice is one link with the marks of both.

    Links to parties that ``by`` cannot see stay: nobody removes what they were not shown.
    """
    held = {
        (link.party_field, getattr(link, f"{link.party_field}_id")): link for link in _of(shared)
    }
    wanted: dict[tuple[str, int], dict[str, Any]] = {}
    for row in links:
        party = row["record"]
        field = _field_of(party)
        if (field, party.pk) not in held:
            allow(by, "edit", party)
        values = wanted.setdefault((field, party.pk), {"record": party})
        _join(values, row)
    going = {key: link for key, link in held.items() if key not in wanted}
    seen = visible_parties([vars(link) for link in going.values()], by)
    for (field, pk), link in going.items():
        if pk in seen[field]:
            unlink(link)
    for values in wanted.values():
        link_to(shared, values.pop("record"), **values)


def link_to(shared: Shared, party: Party, **values: Any) -> Any:
    """Tie it to a party, once; marks given here are taken from whatever else had them."""
    model = _link_model(shared)
    whole = "contact" if model is ContactLink else "address"
    field = _field_of(party)
    link = _of(shared).filter(**{field: party}).first()
    link = link or model(**{whole: shared, field: party})
    for name, value in values.items():
        setattr(link, name, value)
    _take_marks(link)
    link.save()
    _point(party, link, shared)
    return link


def unlink(link: Any) -> None:
    """Remove a link, and what pointed along it."""
    party, shared = link.party, getattr(link, link.part_of)
    link.delete()
    if isinstance(party, Customer):
        _let_go(party, shared)


def link_between(shared: Shared, party: Party) -> Any:
    """The link of the two; without one it is refused."""
    link = _of(shared).filter(**{_field_of(party): party}).first()
    if link is None:
        names = {"one": shared, "other": party}
        raise NotOfParty(_("%(one)s is not linked to %(other)s.") % names)
    return link


def _join(values: dict[str, Any], row: Mapping[str, Any]) -> None:
    for name in ("role", "is_primary", "is_billing", "is_shipping"):
        if name in row:
            values[name] = values.get(name) or row[name]


def _of(shared: Shared) -> Any:
    return shared.links.select_related(*PARTIES)


def _link_model(shared: Shared) -> Any:
    return ContactLink if isinstance(shared, Contact) else AddressLink


def _field_of(party: Party) -> str:
    if (kind := kind_of(type(party))) not in PARTIES:
        raise Invalid(_("A link leads to a lead, a customer or a supplier."), links=kind)
    return kind


def _take_marks(link: Any) -> None:
    """Of a party's links one carries a mark; two who set it at once wait for the party's row."""
    marks = [mark for mark in EXCLUSIVE[type(link)] if getattr(link, mark)]
    if not marks:
        return
    hold(link.party)
    same = type(link)._default_manager.filter(**{link.party_field: link.party})
    for mark in marks:
        same.filter(**{mark: True}).exclude(pk=link.pk).update(**{mark: False})


def _point(party: Party, link: Any, shared: Shared) -> None:
    """A customer's row points to the contact and address marked as the main ones."""
    if not isinstance(party, Customer):
        return
    field = _pointer(shared)
    held = Customer._base_manager.filter(pk=party.pk).values_list(f"{field}_id", flat=True).get()
    if link.is_primary and held != shared.pk:
        _repoint(party, field, shared)
    elif not link.is_primary and held == shared.pk:
        _repoint(party, field, None)


def _let_go(customer: Customer, shared: Shared) -> None:
    field = _pointer(shared)
    if Customer._base_manager.filter(pk=customer.pk, **{field: shared}).exists():
        _repoint(customer, field, None)


def _repoint(customer: Customer, field: str, shared: Shared | None) -> None:
    customer.refresh_from_db()
    setattr(customer, field, shared)
    customer.save()


def _pointer(shared: Shared) -> str:
    return "primary_contact" if isinstance(shared, Contact) else "primary_address"
