"""What a row becomes that stands for a contact or an address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from doorstep.exchange.customers import REACHED, Customers, rows_said
from doorstep.exchange.drafts import Draft, Outcome
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.exchange.places import keep_in_note, place_of
from doorstep.kit.normal.emails import email_key, normal_email
from doorstep.kit.normal.words import words
from doorstep.parties.models import (
    Address,
    AddressLink,
    Contact,
    ContactEmail,
    ContactLink,
    ContactPhone,
    sales_policy,
)
from doorstep.parties.people import check_name, code_of, drawn_contact
from doorstep.parties.places import check_required, drawn_address, name_after
from doorstep.parties.rows import phones_with, read_phones
from doorstep.records.check import check
from doorstep.records.saving import fill
from doorstep.records.types import RecordType
from doorstep.users.models import User


class _OfCustomer(Maker):
    """Each is tied to the customer that its row names."""

    chunk = 1000

    def __init__(self, records: RecordType, options: Mapping[str, Any], by: User) -> None:
        super().__init__(records, options, by)
        self.customers = Customers(by)
        self.region = sales_policy().country

    def prepare(self, drafts: Sequence[Draft]) -> None:
        super().prepare(drafts)
        self.customers.find(drafts)

    def see_held(self, held: Mapping[int, Any]) -> None:
        whole, model = self.records.kind, LINKS[self.records.kind]
        links = model._base_manager.filter(**{f"{whole}__among": list(held)})
        self._links = _by_record(links, f"{whole}_id")

    def is_tied(self, record: Any, values: Mapping[str, Any]) -> bool:
        """Whether it has just the links that the row gives it."""
        said = [row["record"].pk for row in values.get("links", ())]
        held = [link.customer_id for link in self._links.get(record.pk, ())]
        return "links" not in values or said == held


class ContactMaker(_OfCustomer):
    """Contacts with their e-mails and numbers; where the row says a place, with that."""

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        reached, customer = self._reached(draft, values), self.customers.of(draft)
        if customer is None and "organisation" not in values:
            values["organisation"] = draft.beyond.get("customer_name", "")
        plain = {name: value for name, value in values.items() if name not in REACHED}
        rows = rows_said(**reached)
        contact, others = drawn_contact({"owner": self.by} | plain, self.region, **rows)
        check_name(contact)
        contact.code = code_of(contact, customer)
        check(contact, tidied=True, unique=False)
        if customer is not None:
            others.append(ContactLink(contact=contact, customer=customer))
        return [contact, *others, *self._place(draft, contact, customer)]

    def see_held(self, held: Mapping[int, Any]) -> None:
        super().see_held(held)
        phones = ContactPhone.objects.filter(contact__among=list(held))
        self._phones = _by_record(phones, "contact_id")

    def redraw(self, record: Any, values: Mapping[str, Any]) -> bool:
        """An e-mail that becomes the primary one moves marks, and numbers follow to a lead."""
        if not (values.keys().isdisjoint(NOT_ALONE) and self.is_tied(record, values)):
            return False
        if normal_email(values.get("email", record.email)) != record.email:
            return False
        numbers = {kind: values[kind] for kind in NUMBERS if kind in values}
        is_of_lead = any(link.lead_id for link in self._links.get(record.pk, ()))
        if is_of_lead and any(words(n) != getattr(record, k) for k, n in numbers.items()):
            return False
        fill(record, **{name: values[name] for name in values.keys() - {*REACHED, "links"}})
        going, coming = self._other_numbers(record, numbers)
        record.tidy()
        check_name(record)
        check(record, tidied=True, unique=False)
        self.instead(going, coming)
        return True

    def _other_numbers(
        self, contact: Contact, numbers: Mapping[str, str]
    ) -> tuple[list[ContactPhone], list[ContactPhone]]:
        """The rows that go and those that come, as an edit of a contact's own number has it."""
        held = self._phones.get(contact.pk, [])
        asked: list[dict[str, Any]] = [
            {"number": row.number, "kind": row.kind, "is_primary": row.is_primary} for row in held
        ]
        for kind, number in numbers.items():
            asked = phones_with(contact, number, kind, asked)
        coming = read_phones(contact, asked, region=self.region)
        there = {(row.number_key, row.kind, row.number, row.is_primary): row for row in held}
        stays = {key for row in coming if (key := _told(row)) in there}
        going = [row for key, row in there.items() if key not in stays]
        return going, [row for row in coming if _told(row) not in stays]

    def complete(self, rows: list[Any]) -> None:
        for row in rows:
            if isinstance(row, Address):
                name_after(row, rows[0])

    def arguments_of(self, draft: Draft) -> dict[str, Any]:
        said = self._reached(draft, {})
        if draft.outcome == Outcome.UPDATED and not draft.beyond.keys() & CUSTOMER:
            return said
        if customer := self.customers.of(draft):
            said["links"] = [{"record": customer}]
        elif name := draft.beyond.get("customer_name"):
            said["organisation"] = name
        return said

    def key_of(self, draft: Draft) -> Any:
        if "external_id" in draft.beyond:
            return None
        return email_key(draft.beyond.get("email") or draft.values.get("email") or "")

    def known_as(self, keys: set[Any]) -> dict[Any, int]:
        rows = ContactEmail.objects.filter(email_key__among=sorted(keys)).order_by("-contact_id")
        return dict(rows.values_list("email_key", "contact_id"))

    def _reached(self, draft: Draft, values: dict[str, Any]) -> dict[str, Any]:
        said = {name: values[name] for name in REACHED if values.get(name)}
        return said | {name: draft.beyond[name] for name in REACHED if draft.beyond.get(name)}

    def _place(self, draft: Draft, contact: Contact, customer: Any) -> list[Any]:
        """An address belongs to a customer; of somebody who speaks for none it is noted."""
        place = place_of(draft)
        if not place:
            return []
        if customer is None:
            keep_in_note(draft, ", ".join(place.values()))
            return []
        self.may_create(Address)
        shared = {"owner": contact.owner, "territory": contact.territory}
        address = drawn_address({"type": Address.Type.OFFICE} | shared | place)
        check(address, tidied=True, unique=False)
        return [address, AddressLink(address=address, customer=customer)]


class AddressMaker(_OfCustomer):
    """Addresses of the customer that their row names."""

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        customer = self.customers.of(draft)
        address = drawn_address({"owner": self.by} | values)
        name_after(address, customer)
        check(address, tidied=True, unique=False)
        link = [AddressLink(address=address, customer=customer)] if customer else []
        return [address, *link]

    def redraw(self, record: Any, values: Mapping[str, Any]) -> bool:
        """Not where it would be called otherwise: that name may be taken."""
        named = words(values.get("title", record.title)), values.get("type", record.type)
        if "tags" in values or named != (record.title, record.type):
            return False
        if not self.is_tied(record, values):
            return False
        fill(record, **{name: values[name] for name in values.keys() - {"links"}})
        record.tidy()
        check_required(record)
        check(record, tidied=True, unique=False)
        return True

    def arguments_of(self, draft: Draft) -> dict[str, Any]:
        customer = self.customers.of(draft)
        return {"links": [{"record": customer}]} if customer else {}


def _by_record(rows: Iterable[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _told(phone: ContactPhone) -> tuple[Any, ...]:
    return phone.number_key, phone.kind, phone.number, phone.is_primary


NUMBERS = ("phone", "mobile")
NOT_ALONE = {"tags", "emails", "phones"}  # what other rows follow from
LINKS: dict[str, Any] = {"contact": ContactLink, "address": AddressLink}
CUSTOMER = {"customer_name", "customer_external_id"}
MAKERS["contact"] = ContactMaker
MAKERS["address"] = AddressMaker
