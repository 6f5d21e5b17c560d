"""What a row becomes that stands for a customer, and the customers that other rows speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from doorstep.activity.next_contact import FIELDS as NEXT_CONTACT
from doorstep.exchange.drafts import Draft, Outcome
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.exchange.models import ExternalId
from doorstep.exchange.places import place_of
from doorstep.kit.errors import Refusal
from doorstep.parties.actions.customers import PERSON
from doorstep.parties.customer_rules import (
    ROWS,
    check_group,
    drawn_customer,
    groups_called,
    refuse_group_name,
    tidy_customer,
)
from doorstep.parties.models import (
    Address,
    AddressLink,
    Contact,
    ContactLink,
    Customer,
    sales_policy,
)
from doorstep.parties.people import code_of, drawn_contact
from doorstep.parties.places import drawn_address, name_after
from doorstep.records.check import check
from doorstep.records.kinds import Wrong
from doorstep.records.models import name_key
from doorstep.records.saving import fill
from doorstep.records.types import RecordType
from doorstep.users.models import User

NOT_ALONE = {"tags", *NEXT_CONTACT, *ROWS}  # what other rows follow from


class CustomerMaker(Maker):
    """Customers, each with the person and the place that stand in its row."""

    chunk = 1000

    def __init__(self, records: RecordType, options: Mapping[str, Any], by: User) -> None:
        super().__init__(records, options, by)
        self.policy = sales_policy()
        self._groups: dict[Any, Refusal | None] = {}

    def prepare(self, drafts: Sequence[Draft]) -> None:
        super().prepare(drafts)
        self._group_names = groups_called(draft.values.get("name", "") for draft in drafts)

    def build(self, draft: Draft, values: dict[str, Any]) -> list[Any] | None:
        if values.get("next_contact_at") or not values.keys().isdisjoint(ROWS):
            return None  # rows that have rules of their own
        customer = drawn_customer({"owner": self.by} | values, self.policy)
        if values.get("group"):
            self._check_group(customer)
        if name_key(customer.name) in self._group_names:
            refuse_group_name(customer)
        check(customer, tidied=True, unique=False)
        shared = {"owner": customer.owner, "territory": customer.territory}
        return [
            customer,
            *self._person(customer, draft, shared),
            *self._place(customer, draft, shared),
        ]

    def redraw(self, record: Any, values: Mapping[str, Any]) -> bool:
        if not values.keys().isdisjoint(NOT_ALONE):
            return False
        held = record.name, record.group_id
        fill(record, **values)
        tidy_customer(record)
        if record.group_id != held[1]:
            self._check_group(record)
        if record.name != held[0] and name_key(record.name) in self._group_names:
            refuse_group_name(record)
        check(record, tidied=True, unique=False)
        return True

    def complete(self, rows: list[Any]) -> None:
        customer = rows[0]
        for row in rows:
            if isinstance(row, Contact):
                row.code = code_of(row, customer)
            elif isinstance(row, Address):
                name_after(row, customer)

    def arguments_of(self, draft: Draft) -> dict[str, Any]:
        if draft.outcome == Outcome.UPDATED:
            return {}
        place = place_of(draft)
        return _person_in(draft) | ({"address": place} if place else {})

    def key_of(self, draft: Draft) -> Any:
        named = None if "external_id" in draft.beyond else draft.values.get("name")
        return named and _folded(named)

    def known_as(self, keys: set[Any]) -> dict[Any, int]:
        return {key: customer.pk for key, customer in called(Customer._base_manager, keys)}

    def _check_group(self, customer: Customer) -> None:
        """Each group is looked at once."""
        if customer.group_id not in self._groups:
            try:
                check_group(customer)
                self._groups[customer.group_id] = None
            except Refusal as refusal:
                self._groups[customer.group_id] = refusal
        if refusal := self._groups[customer.group_id]:
            raise refusal

    def _person(self, customer: Customer, draft: Draft, shared: dict[str, Any]) -> list[Any]:
        said = _person_in(draft)
        if not said:
            return []
        self.may_create(Contact)
        whole = {} if NAMED & said.keys() else {"organisation": customer.name}
        reached = {name: said.pop(name) for name in REACHED if name in said}
        rows = rows_said(**reached)
        contact, others = drawn_contact(shared | whole | said, self.policy.country, **rows)
        check(contact, tidied=True, unique=False)
        customer.primary_contact = contact
        link = ContactLink(contact=contact, customer=customer, is_primary=True)
        return [contact, *others, link]

    def _place(self, customer: Customer, draft: Draft, shared: dict[str, Any]) -> list[Any]:
        place = place_of(draft)
        if not place:
            return []
        self.may_create(Address)
        address = drawn_address({"type": Address.Type.BILLING} | shared | place)
        check(address, tidied=True, unique=False)
        customer.primary_address = address
        return [address, AddressLink(address=address, customer=customer, is_primary=True)]


class Customers:
    """The customers that rows speak of, found for a whole chunk."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._numbered: dict[str, Customer] = {}
        self._called: dict[str, Customer] = {}
        self._mine: set[int] = set()

    def find(self, drafts: Sequence[Draft]) -> None:
        numbers = _said(drafts, "customer_external_id")
        about = ExternalId.objects.filter(kind="customer", key__among=sorted(numbers))
        by_number = dict(about.values_list("key", "about_id"))
        visible = Customer.objects.visible_to(self.by)
        found = visible.in_bulk(list(by_number.values())) if by_number else {}
        self._numbered = {key: found[pk] for key, pk in by_number.items() if pk in found}
        keys = {_folded(name) for name in _said(drafts, "customer_name")}
        self._called = dict(called(visible, keys)) if keys else {}
        known = {each.pk for each in (*self._numbered.values(), *self._called.values())}
        mine = Customer.objects.permitted(self.by, "edit").filter(pk__among=sorted(known))
        self._mine = set(mine.values_list("pk", flat=True)) if known else set()

    def of(self, draft: Draft) -> Customer | None:
        """By number elsewhere, which must be known; by name, which may be of nobody we have."""
        found = self._named(draft)
        if found is not None and found.pk not in self._mine:
            raise Wrong(_("You may not tie anything to “%s”.") % found)
        return found

    def _named(self, draft: Draft) -> Customer | None:
        if number := draft.beyond.get("customer_external_id"):
            if number not in self._numbered:
                says = _("There is no customer with the number “%s” elsewhere.")
                raise Wrong(says % number[:60])
            return self._numbered[number]
        if name := draft.beyond.get("customer_name"):
            return self._called.get(_folded(name))
        return None


def called(customers: Any, keys: set[str]) -> Iterable[tuple[str, Customer]]:
    """Customers by their folded names; of several the oldest comes last, and so counts."""
    rows = customers.annotate(folded=Lower("name")).filter(folded__among=sorted(keys))
    return [(row.folded, row) for row in rows.order_by("-pk")]


def rows_said(*, email: str = "", phone: str = "", mobile: str = "") -> dict[str, Any]:
    """The rows of a contact of which only the primary ones are known."""
    numbers = (("phone", phone), ("mobile", mobile))
    return {
        "emails": [{"email": email, "is_primary": True}] if email else [],
        "phones": [{"number": n, "kind": kind, "is_primary": True} for kind, n in numbers if n],
    }


REACHED = ("email", "phone", "mobile")
NAMED = {"salutation", "first_name", "middle_name", "last_name"}


def _person_in(draft: Draft) -> dict[str, Any]:
    return {name: draft.beyond[name] for name in PERSON if draft.beyond.get(name)}


def _said(drafts: Sequence[Draft], name: str) -> set[str]:
    return {draft.beyond[name] for draft in drafts if draft.beyond.get(name)}


def _folded(name: str) -> str:
    return " ".join(name.split()).lower()


MAKERS["customer"] = CustomerMaker
