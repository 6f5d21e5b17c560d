"""What happened to each of them, act by act, at its moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils.timezone import localdate, localtime

from doorstep.activity.actions import add_note, pin_note
from doorstep.demo.past import Story, ago
from doorstep.demo.people import CAMPAIGNS, INSTALLER, PRODUCTS
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.parties.actions import (
    assign_lead,
    block_lead,
    convert_lead,
    create_address,
    create_contact,
    create_customer,
    create_lead,
    create_supplier,
    link_contact,
    move_lead,
    qualify_lead,
    update_lead,
)
from doorstep.parties.models import (
    Address,
    Campaign,
    Contact,
    Customer,
    Industry,
    Lead,
    LeadSource,
    Supplier,
    SupplierGroup,
)
from doorstep.parties.queries import status_named
from doorstep.records.actions import attach
from doorstep.records.models.custom import slug
from doorstep.selling.actions import add_line, create_order, submit_order
from doorstep.selling.models import SalesOrder
from doorstep.users.models import Territory, User

Row = Mapping[str, str]
FIRST = ("Replied", "Interested")
WAY = {  # the statuses a lead went through
    "Replied": FIRST[:1],
    "Interested": FIRST,
    "Opportunity": (*FIRST, "Opportunity"),
    "Quotation": (*FIRST, "Quotation"),
    "Lost quotation": ("Replied", "Quotation", "Lost quotation"),
    "Converted": FIRST,
}


@dataclass(frozen=True)
class Cast:
    """Who acts, and where."""

    staff: Sequence[User]
    territories: Mapping[str, Territory]  # by country

    def owner(self, turn: int) -> User:
        return self.staff[turn % 3]


def lead(row: Row, turn: int, cast: Cast) -> Story:
    """Somebody asks, is answered, and buys or does not."""
    by, age = cast.owner(int(row["owner"])), int(row["age"]) + 0.2
    yield ago(age, turn)
    takes_over = turn % 7 == 2
    found = _begin(row, turn, cast.staff[3] if takes_over else by, cast)
    if takes_over:
        yield ago(age, turn)
        assign_lead(found, by=cast.staff[3], to=by)
    if row["note"]:
        yield ago(age * 0.86, turn + 1)
        add_note(found, by=by, text=row["note"])
    steps = WAY.get(row["status"], ())
    for place, name in enumerate(steps, start=1):
        yield ago(age * (1 - place / (len(steps) + 1.5)), turn + 2)
        found = move_lead(found, by=by, status=status_named(name))
    yield from _later(found, row, turn, by, age)
    if row["status"] == "Converted":
        yield from _sale(found, turn, by, age * 0.3)


def _begin(row: Row, turn: int, by: User, cast: Cast) -> Lead:
    """The lead as it came in: what it is worth is a first guess."""
    plain = {name: row[name] for name in ("name", "organisation", "job_title", "email", "phone")}
    found = create_lead(
        Lead,
        by=by,
        at=ago(int(row["age"]) + 1),
        **plain,
        **{name: row[name] for name in ("request", "city", "country")},
        value=_guess(row) or None,
        score=int(row["score"]),
        source=LeadSource.objects.get(name=row["source"]),
        campaign=Campaign.objects.filter(name=CAMPAIGNS.get(row["source"])).first(),
        industry=Industry.objects.filter(name=row["industry"]).first(),
        territory=cast.territories[row["country"]],
        tags=list(filter(None, row["tags"].split(";"))),
        custom=_custom(row, turn),
    )
    if row["street"]:
        place = {"line1": row["street"], "postal_code": row["postal_code"]}
        _address(found, row["name"], by, cast, row["city"], row["country"], **place)
        found.refresh_from_db()
    return found


def _guess(row: Row) -> Decimal:
    value = Decimal(row["value"])
    return (value * 8 // 1000 * 100) if row["status"] in ("Interested", "Quotation") else value


def _custom(row: Row, turn: int) -> dict[str, Any]:
    """Custom fields hold what JSON can: numbers as text, a choice by its key."""
    found: dict[str, Any] = {"dimmable": True} if turn % 3 == 0 else {}
    if row["ceiling"]:
        found["ceiling_height"] = row["ceiling"]
    if row["stage"]:
        found["project_stage"] = slug(row["stage"])
    if row["stage"] == "Tender":
        found["decides_on"] = (localdate() + timedelta(days=9 + turn)).isoformat()
    return found


def _later(found: Lead, row: Row, turn: int, by: User, age: float) -> Story:
    """What was learnt since, and when to speak again."""
    if _guess(row) != Decimal(row["value"]):
        yield ago(age * 0.3, turn + 3)
        found = update_lead(found, by=by, value=Decimal(row["value"]))
        qualify_lead(found, by=by)
    if row["second"]:
        yield ago(age * 0.2, turn + 4)
        add_note(found, by=by, text=row["second"])
    if turn == 0:
        yield from _favourite(found, by)
    if turn % 11 == 5:
        yield ago(age * 0.18, turn + 5)
        move_lead(found, by=by, status=status_named("Lost quotation"))
        undo(last_event(), by=by)  # the wrong row
    if row["status"] == "Do not contact":
        yield ago(age * 0.5, turn)
        block_lead(found, by=by)
    if row["next"]:
        when = int(row["next"])
        moment = ago(min(age * 0.15, 2) - min(when, 0), turn + 6)
        yield moment
        found.refresh_from_db()
        at = localtime().replace(hour=9 + turn % 7, minute=turn % 2 * 30, second=0, microsecond=0)
        update_lead(found, by=by, at=moment, next_contact_at=at + timedelta(days=when))


def _favourite(found: Lead, by: User) -> Story:
    """One lead shows all there is: a pinned note and a file."""
    yield ago(3, 5)
    pin_note(add_note(found, by=by, text="The date is fixed: 18 December, 42 pieces."), by=by)
    heights = "room,height m,pendants\nReading room,3.20,24\nGallery,4.10,12\nStairs,7.80,6\n"
    attach(found, by=by, file=ContentFile(heights.encode(), name="ceiling-heights.csv"))


def _sale(found: Lead, turn: int, by: User, days: float) -> Story:
    """It becomes a customer, and orders; some orders are still drafts."""
    yield ago(days, turn + 3)
    buyer = convert_lead(found, by=by)
    for number in range(1 + turn % 3):
        yield ago(days * (0.8 - number / 4), turn + 4 + number)
        order = create_order(SalesOrder, by=by, customer=buyer)
        for line in range(2 + (turn + number) % 2):
            description, price = PRODUCTS[(turn + line) % len(PRODUCTS)]
            lot = {
                "description": description,
                "rate": Decimal(price),
                "quantity": Decimal(3 + line),
            }
            order = add_line(order, by=by, **lot)
        if number % 2 == 0:
            submit_order(order, by=by)


def customer(facts: tuple[str, ...], turn: int, cast: Cast) -> Story:
    """Somebody who bought here before there was a list of leads."""
    name, country, city, street, postal_code, first, last, mail, phone = facts
    place = {"line1": street, "city": city, "postal_code": postal_code, "country": country}
    person = {"first_name": first, "last_name": last, "email": mail, "phone": phone}
    kind = "INDIVIDUAL" if name == f"{first} {last}" else "COMPANY"
    yield ago(96 - 7 * turn, turn)
    create_customer(
        Customer,
        by=cast.owner(turn),
        name=name,
        type=kind,
        territory=cast.territories[country],
        address=place,
        **person,
    )


def supplier(facts: tuple[str, ...], turn: int, cast: Cast) -> Story:
    """Where brass, glass and transport come from."""
    name, group, country, city, street, postal_code, person, mail, phone = facts
    by = cast.staff[0]
    yield ago(110 - 3 * turn, turn)
    made = create_supplier(
        Supplier,
        by=by,
        name=name,
        group=SupplierGroup.objects.get(name=group),
        country=country,
        territory=cast.territories[country],
    )
    links = [{"record": made, "is_primary": True}]
    create_contact(Contact, by=by, name=person, email=mail, phone=phone, links=links)
    _address(made, name, by, cast, city, country, line1=street, postal_code=postal_code)


def colleague(facts: tuple[str, ...], turn: int, cast: Cast) -> Story:
    """A second person at a customer."""
    name, job, mail, whose, role = facts
    yield ago(2 + turn, turn)
    buyer = Customer.objects.get(name=whose)
    links = [{"record": buyer, "role": role}]
    by = cast.staff[3]
    create_contact(Contact, by=by, name=name, designation=job, email=mail, links=links)


def installer(cast: Cast) -> Story:
    """One person whom two leads, a customer and a supplier know."""
    by = cast.staff[0]
    yield ago(9, 2)
    person = create_contact(Contact, by=by, **INSTALLER)
    leads = Lead.objects.filter(organisation__in=("Vela Coworking", "Paulsen & Frost"))
    museum = Customer.objects.get(name="Museum of Quiet Things")
    for party in (*leads.order_by("pk"), museum, Supplier.objects.get(name="Eik & Olje")):
        link_contact(person, by=by, record=party, role="Installer")


def _address(
    party: Any, title: str, by: User, cast: Cast, city: str, country: str, **place: str
) -> None:
    marks = {"record": party, "is_primary": True, "is_billing": True}
    create_address(
        Address,
        by=by,
        title=title,
        type="BILLING",
        city=city,
        country=country,
        territory=cast.territories[country],
        links=[marks],
        **place,
    )
