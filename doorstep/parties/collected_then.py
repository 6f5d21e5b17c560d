"""Values of other tables as they were: what ``collecting`` brings, of a past moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from doorstep.history.reading import rows_then
from doorstep.parties import collecting
from doorstep.parties.models import (
    AddressLink,
    ContactEmail,
    ContactLink,
    ContactPhone,
    CreditLimit,
    PortalUser,
    SalesTeamMember,
)
from doorstep.records.past import past_of
from doorstep.users.models import User

Rows = Sequence[dict[str, Any]]


@past_of(collecting.emails)
def emails_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(ContactEmail, moment, contact_id=pk)
    return [_of(row, "email", "is_primary") for row in _main_first(rows)]


@past_of(collecting.phones)
def phones_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(ContactPhone, moment, contact_id=pk)
    return [_of(row, "number", "kind", "is_primary") for row in _main_first(rows)]


@past_of(collecting.contact_links)
def contact_links_then(_collect: Any, pk: int, moment: datetime, by: User) -> Any:
    marks = ("role", "is_primary", "is_billing")
    rows = rows_then(ContactLink, moment, contact_id=pk)
    return collecting.linked(rows, "contact_id", by, marks).get(pk, [])


@past_of(collecting.address_links)
def address_links_then(_collect: Any, pk: int, moment: datetime, by: User) -> Any:
    marks = ("is_primary", "is_billing", "is_shipping")
    rows = rows_then(AddressLink, moment, address_id=pk)
    return collecting.linked(rows, "address_id", by, marks).get(pk, [])


@past_of(collecting.customer_contacts)
def contacts_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[str]:
    rows = _main_first(rows_then(ContactLink, moment, customer_id=pk))
    return [f"contact:{row['contact_id']}" for row in rows]


@past_of(collecting.customer_addresses)
def addresses_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[str]:
    rows = _main_first(rows_then(AddressLink, moment, customer_id=pk))
    return [f"address:{row['address_id']}" for row in rows]


@past_of(collecting.portal_users)
def portal_users_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[str]:
    rows = rows_then(PortalUser, moment, customer_id=pk)
    emails = _emails(rows)
    return [emails[row["user_id"]] for row in rows]


@past_of(collecting.credit_limit)
def credit_limit_then(_collect: Any, pk: int, moment: datetime, by: User) -> str | None:
    rows = rows_then(CreditLimit, moment, customer_id=pk)
    return next((str(row["amount"]) for row in rows if not row["company"]), None)


@past_of(collecting.credit_limits)
def credit_limits_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    names = ("company", "amount", "bypass_at_order")
    rows = rows_then(CreditLimit, moment, customer_id=pk)
    return [_of(row, *names) | {"amount": str(row["amount"])} for row in rows]


@past_of(collecting.sales_team)
def sales_team_then(_collect: Any, pk: int, moment: datetime, by: User) -> list[Any]:
    rows = rows_then(SalesTeamMember, moment, customer_id=pk)
    emails = _emails(rows)
    return [{"user": emails[row["user_id"]], "percent": str(row["percent"])} for row in rows]


def _of(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _main_first(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: (not row["is_primary"], row["id"]))


def _emails(rows: Rows) -> dict[int, str]:
    """A user's e-mail is their name for others; as it is now."""
    people = User.objects.filter(pk__in={row["user_id"] for row in rows})
    return dict(people.values_list("pk", "email"))
