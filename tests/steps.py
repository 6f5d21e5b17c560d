"""Random steps a user might take, and a dump of everything they could have changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.apps import apps
from hypothesis import strategies as st

from doorstep.history.action import action
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.kit.journaled import BOOKKEEPING, Journaled
from doorstep.parties.actions import (
    block_lead,
    convert_lead,
    create_contact,
    create_customer,
    create_lead,
    delete_customer,
    delete_lead,
    link_contact,
    update_lead,
)
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.records.actions import create, delete, update
from doorstep.selling.actions import add_line, submit_order
from doorstep.selling.models import SalesOrder
from doorstep.users.models import User

TEXT = st.text("abc é\n\"'{}", max_size=8)
ON_CUSTOMER = ("contact", "order", "story", "delete_customer")
ON_LEAD = ("rename", "email", "convert", "join", "lose", "delete_lead")
ON_ORDER = ("line", "submit", "delete_order")
NAMES = ("lead", "lead", "customer", "many", *ON_CUSTOMER, *ON_LEAD, *ON_ORDER)
STEPS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 3), TEXT), max_size=12)


@action("customer.story_told", verb="edit", label="Several things in one")
def tell_story(customer: Customer, *, by: User, text: str) -> Customer:
    """Write, call, write again, make and delete: what an undo has to unravel."""
    customer.name = f"{text}1"
    customer.save()
    contact = create(Contact, by=by, name=f"{text}2")
    link_contact(contact, by=by, record=customer)
    customer.refresh_from_db()
    update(customer, by=by, name=f"{text}3")
    customer.refresh_from_db()
    customer.name = f"{text}4"
    customer.save()
    update(contact, by=by, name=f"{text}5")
    contact.refresh_from_db()
    passing = create(Lead, by=by, name="passing")
    delete(passing, by=by)
    Contact.objects.filter(links__customer=customer).update(department=text)
    Contact.objects.bulk_create([Contact(name=text or "-", owner=by)] * 1)
    Contact.objects.filter(links__customer=customer, pk__lt=contact.pk).delete()
    return customer


@action(
    "lead.thanked",
    verb="edit",
    label="Send thanks",
    undoable="A letter cannot be unsent.",
    told="sent a letter of thanks",
)
def thank_lead(lead: Lead, *, by: User) -> Lead:
    """Thank a lead for their interest: what no undo can take back."""
    return lead


@action("*.many_changed", verb="edit", label="Change many")
def change_many(model: type[Lead], *, by: User, text: str) -> None:
    """Set one field of every lead."""
    model.objects.permitted(by, "edit").update(request=text)


def take(step: tuple[str, int, str], by: User) -> Event | None:
    """Take one step; the event it made, or None when it was refused or had nothing to do."""
    before = Event.objects.count()
    try:
        _do(*step, by=by)
    except Refusal:
        assert Event.objects.count() == before
    return (
        Event.objects.filter(cause=None).latest("pk") if Event.objects.count() > before else None
    )


def _do(name: str, index: int, text: str, *, by: User) -> Any:
    subject = _pick(_model_of(name), index)
    match name:
        case "lead":
            return create_lead(Lead, by=by, name=text)
        case "customer":
            return create_customer(Customer, by=by, name=text)
        case "many":
            return change_many(Lead, by=by, text=text)
    doing = {Customer: _do_to_customer, Lead: _do_to_lead, SalesOrder: _do_to_order}
    return subject and doing[type(subject)](name, subject, text, by)


def _model_of(name: str) -> Any:
    return Customer if name in ON_CUSTOMER else SalesOrder if name in ON_ORDER else Lead


def _do_to_customer(name: str, customer: Customer, text: str, by: User) -> Any:
    match name:
        case "contact":
            return create_contact(Contact, by=by, name=text, links=[{"record": customer}])
        case "order":
            return create(SalesOrder, by=by, customer=customer)
        case "story":
            return tell_story(customer, by=by, text=text)
        case _:
            return delete_customer(customer, by=by)


def _do_to_lead(name: str, lead: Lead, text: str, by: User) -> Any:
    match name:
        case "rename":
            return update_lead(lead, by=by, name=text, organisation=text[::-1])
        case "email":
            return update_lead(lead, by=by, email=f"{len(text)}@example.org")
        case "convert":
            return convert_lead(lead, by=by)
        case "join":
            customer = Customer.objects.order_by("pk").first()
            return convert_lead(lead, by=by, into=customer)
        case "lose":
            return block_lead(lead, by=by)
        case _:
            return delete_lead(lead, by=by)


def _do_to_order(name: str, order: SalesOrder, text: str, by: User) -> Any:
    match name:
        case "line":
            rate = Decimal(len(text)) + Decimal("0.3333")
            return add_line(order, by=by, description=text, rate=rate)
        case "submit":
            return submit_order(order, by=by)
        case _:
            return delete(order, by=by)


def _pick(model: Any, index: int) -> Any:
    records = list(model.objects.order_by("pk"))
    return records[index % len(records)] if records else None


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every journaled row, but for what only ever moves forward and what no journal holds."""
    tables = [model for model in apps.get_models() if issubclass(model, Journaled)]
    return {
        model.__name__: [
            {name: row[name] for name in row.keys() - BOOKKEEPING - model.unjournaled}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in tables
    }
