"""Factories: the smallest valid record, with anything overridden by keyword, without history."""

from __future__ import annotations

from typing import Any

from doorstep.kit.noting import unrecorded
from doorstep.parties.linking import link_to
from doorstep.parties.models import (
    Address,
    Campaign,
    Contact,
    Customer,
    CustomerGroup,
    Lead,
    LeadSource,
    LeadStatus,
    SalesPolicy,
    Supplier,
    sales_policy,
)
from doorstep.parties.naming import free_name
from doorstep.parties.rows import read_emails, read_phones, write_emails, write_phones


def make_lead(**fields: Any) -> Lead:
    """``status`` and ``source`` may be given by their names."""
    fields = {"name": "Ada Byron", "organisation": "Analytical Ltd"} | fields
    for name, model in (("status", LeadStatus), ("source", LeadSource), ("campaign", Campaign)):
        if isinstance(fields.get(name), str):
            fields[name] = model.objects.get(name=fields[name])
    lead = Lead(**fields)
    lead.tidy()
    with unrecorded():
        lead.save()
    return lead


def make_customer(**fields: Any) -> Customer:
    customer = Customer(**{"name": "Babbage & Sons"} | fields)
    customer.group = customer.group or CustomerGroup.objects.exclude(parent=None).first()
    customer.name = free_name(Customer, "name", customer.name, sign=" - ")
    with unrecorded():
        customer.save()
    return customer


def make_supplier(**fields: Any) -> Supplier:
    supplier = Supplier(**{"name": "Jacquard Looms"} | fields)
    supplier.name = free_name(Supplier, "name", supplier.name, sign=" - ")
    with unrecorded():
        supplier.save()
    return supplier


def make_contact(**fields: Any) -> Contact:
    """``customer``, ``lead``, ``supplier`` are linked; ``email``, ``phone``, ``mobile`` become
    rows, the primary ones."""
    parties = [fields.pop(n) for n in ("customer", "lead", "supplier") if fields.get(n)]
    numbers = [(kind, fields.pop(kind)) for kind in ("phone", "mobile") if kind in fields]
    email = fields.pop("email", "")
    contact = Contact(**{"name": "Charles Babbage"} | fields)
    emails = read_emails(contact, [{"email": email}] if email else [])
    phones = read_phones(
        contact,
        [{"number": number, "kind": kind, "is_primary": True} for kind, number in numbers],
        region="",
    )
    contact.tidy()
    with unrecorded():
        contact.save()
        write_emails(contact, emails)
        write_phones(contact, phones)
        for party in parties:
            link_to(contact, party)
    return contact


def make_address(**fields: Any) -> Address:
    """``customer``, ``lead``, ``supplier`` are linked, with the marks that are given."""
    parties = [fields.pop(n) for n in ("customer", "lead", "supplier") if fields.get(n)]
    marks = {n: fields.pop(n) for n in list(fields) if n.startswith("is_")}
    usual = {"title": "Office", "type": "BILLING", "line1": "Main Street 1", "city": "Berlin"}
    address = Address(**usual | {"country": "DE"} | fields)
    wanted = f"{address.title}-{address.type.title()}"
    address.name = free_name(Address, "name", wanted, sign="-")
    with unrecorded():
        address.save()
        for party in parties:
            link_to(address, party, **marks)
    return address


def set_policy(**fields: Any) -> SalesPolicy:
    policy = sales_policy()
    for name, value in fields.items():
        setattr(policy, name, value)
    with unrecorded():
        policy.save()
    return policy
