"""The verbs of customers and suppliers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.parties.actions.addresses import create_address
from doorstep.parties.actions.contacts import create_contact
from doorstep.parties.customer_rules import (
    apart,
    check_name,
    new_customer,
    save_customer,
    set_rows,
    settle,
)
from doorstep.parties.models import (
    Address,
    Contact,
    Customer,
    Lead,
    LeadStatus,
    Supplier,
    sales_policy,
)
from doorstep.parties.naming import free_name
from doorstep.parties.queries import only_of
from doorstep.records.saving import put
from doorstep.users.models import User

PERSON = ("salutation", "first_name", "middle_name", "last_name", "email", "phone", "mobile")


@action("customer.created", verb="create", label=gettext_lazy("Create customer"), icon="plus")
def create_customer(
    customers: type[Customer], *, by: User, address: Any = None, **values: Any
) -> Customer:
    """Make a customer. What is said of its person and place becomes a contact and an address."""
    person = {name: values.pop(name) for name in PERSON if values.get(name)}
    customer = new_customer({"owner": by} | values, sales_policy(), by=by)
    shared = {"owner": customer.owner, "territory": customer.territory}
    link = {"record": customer, "is_primary": True}
    if person:
        named = {"salutation", "first_name", "middle_name", "last_name"} & person.keys()
        whole = {} if named else {"organisation": customer.name}
        create_contact(Contact, by=by, links=[link], **shared | whole | person)
        customer.refresh_from_db()
    if address:
        create_address(Address, by=by, links=[link], **{"type": "BILLING"} | shared | address)
        customer.refresh_from_db()
    return customer


@action("customer.updated", verb="edit", label=gettext_lazy("Edit customer"), icon="pencil")
def update_customer(customer: Customer, *, by: User, **values: Any) -> Customer:
    """Set what a customer says of itself; its people, shares and limits as lists."""
    rows, values = apart(values)
    held = customer.name
    for name, value in values.items():
        if name not in ("tags", "custom"):
            setattr(customer, name, value)
    settle(customer)
    if customer.name != held:
        check_name(customer)
    aside = {name: values[name] for name in ("tags", "custom") if name in values}
    save_customer(customer, by=by, **aside)
    set_rows(customer, **rows)
    return customer


@action(
    "customer.took_over",
    verb="edit",
    label=gettext_lazy("Copy group details"),
    told=gettext_lazy("took over what holds for the group"),
    icon="copy",
    fits=lambda customer: customer.group_id is not None,
)
def copy_group_details(customer: Customer, *, by: User) -> Customer:
    """Price list, payment terms and credit limit as the group has them; what the group does not
    say stays (F100)."""
    group = customer.group
    if group is None:
        return customer
    customer.price_list = group.price_list or customer.price_list
    customer.payment_terms = group.payment_terms or customer.payment_terms
    save_customer(customer, by=by)
    if group.credit_limit:
        row = {"company": "", "amount": group.credit_limit}
        kept = customer.credit_limits.exclude(company="")
        others = list(kept.values("company", "amount", "bypass_at_order"))
        set_rows(
            customer,
            credit_limits=[*others, row | {"bypass_at_order": group.bypass_at_order}],
        )
    return customer


@action(
    "customer.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this customer"),
    icon="trash-2",
)
def delete_customer(customer: Customer, *, by: User) -> None:
    """Delete a customer no document speaks of. Its leads are open to conversion again, and the
    contacts and addresses that were nobody else's go with it."""
    for lead in Lead._base_manager.filter(customer=customer).select_for_update():
        lead.customer, lead.status = None, _status_again()
        lead.save()
    alone = {model: only_of(model, customer) for model in (Contact, Address)}
    customer.lead = customer.primary_contact = customer.primary_address = None
    customer.save()
    for model, pks in alone.items():
        model.objects.filter(pk__in=pks).delete()
    customer.delete()


@action("supplier.created", verb="create", label=gettext_lazy("Create supplier"), icon="plus")
def create_supplier(suppliers: type[Supplier], *, by: User, **values: Any) -> Supplier:
    """Make a supplier; a name that is taken gets a number."""
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    supplier = suppliers(**{"owner": by} | values)
    supplier.tidy()
    supplier.name = free_name(Supplier, "name", supplier.name, sign=" - ")
    return put(supplier, by=by, free=("name",), **aside)


@action(
    "supplier.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this supplier"),
    icon="trash-2",
)
def delete_supplier(supplier: Supplier, *, by: User) -> None:
    """Delete a supplier, and the contacts and addresses that were nobody else's."""
    alone = {model: only_of(model, supplier) for model in (Contact, Address)}
    for model, pks in alone.items():
        model.objects.filter(pk__in=pks).delete()
    supplier.delete()


def _status_again() -> LeadStatus:
    """What a lead is when its customer is gone: interested, by whatever name."""
    usable = LeadStatus.objects.filter(disabled=False)
    found = usable.filter(code=LeadStatus.Code.INTERESTED).first()
    found = found or usable.filter(kind=LeadStatus.Kind.WORKING).first()
    return found or sales_policy().lead_status
