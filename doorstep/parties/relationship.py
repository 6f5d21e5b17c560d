"""Which leads, customers, people and places belong to one relationship."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from doorstep.history.relationship import whole_relationship
from doorstep.history.rows import Row
from doorstep.parties.models import (
    Address,
    AddressLink,
    Contact,
    ContactLink,
    Customer,
    Lead,
    Supplier,
)

SHARED = ((Contact, ContactLink, "contact_id"), (Address, AddressLink, "address_id"))


@whole_relationship(Lead)
def of_lead(lead: Lead) -> Iterator[Row]:
    """With the customer it became, and that one's other leads."""
    yield from _with_their_own({lead.pk}, {lead.customer_id or lead.from_customer_id} - {None})


@whole_relationship(Customer)
def of_customer(customer: Customer) -> Iterator[Row]:
    yield from _with_their_own({customer.lead_id} - {None}, {customer.pk})


@whole_relationship(Supplier)
def of_supplier(supplier: Supplier) -> Iterator[Row]:
    yield _row(Supplier, supplier.pk)
    yield from _shared(Q(supplier=supplier.pk))


@whole_relationship(Contact)
@whole_relationship(Address)
def of_shared(shared: Contact | Address) -> Iterator[Row]:
    """With every party it belongs to; not with the other people of those."""
    yield _row(type(shared), shared.pk)
    links = shared.links.values_list("lead_id", "customer_id", "supplier_id")
    ends = [set(column) - {None} for column in zip(*links, strict=True)] or [set(), set(), set()]
    leads, customers, suppliers = ends
    yield from _leads_and_customers(leads, customers)
    yield from (_row(Supplier, pk) for pk in suppliers)


def _with_their_own(leads: Collection[Any], customers: Collection[Any]) -> Iterator[Row]:
    """Leads and customers, and the people and places of all of them."""
    rows = list(_leads_and_customers(leads, customers))
    yield from rows
    ids = {
        model: [pk for label, pk in rows if label == _row(model, 0)[0]]
        for model in (Lead, Customer)
    }
    yield from _shared(Q(lead__in=ids[Lead]) | Q(customer__in=ids[Customer]))


def _leads_and_customers(leads: Collection[Any], customers: Collection[Any]) -> Iterator[Row]:
    """These leads with what they became, and these customers with what they were."""
    found = Lead._base_manager.filter(pk__in=leads).values_list("customer", flat=True)
    whose = {*customers, *found} - {None}
    was = Lead._base_manager.filter(Q(customer__in=whose) | Q(from_customer__in=whose))
    yield from (_row(Lead, pk) for pk in {*leads, *was.values_list("pk", flat=True)})
    yield from (_row(Customer, pk) for pk in whose)


def _shared(ends: Q) -> Iterator[Row]:
    for model, links, column in SHARED:
        rows: Any = links._base_manager.filter(ends)
        for pk in rows.order_by().values_list(column, flat=True).distinct():
            yield _row(model, pk)


def _row(model: Any, pk: int) -> Row:
    return model._meta.label_lower, pk
