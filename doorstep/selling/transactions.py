"""All documents of a customer in one list, the newest first, a page at a time.

Each kind of document is one query that reads an index from a place on, and the pages of all kinds
are merged; so it costs the same with ten documents as with ten thousand.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Customer
from doorstep.records.types import type_of
from doorstep.users.models import User

SIZE, LARGEST_ID = 20, 2**63 - 1


@dataclass(frozen=True)
class Kind:
    """A kind of document: under which tab it stands, what it comes to, what it is of."""

    model: Any
    tab: str
    label: str | Promise
    amount: str = "grand_total"
    of: str = ""
    of_label: str | Promise = ""
    is_money: bool = True


class Row(NamedTuple):
    """One document in the list."""

    on: date
    rank: int
    pk: int
    kind: Kind
    number: str
    status: str
    amount: Any
    currency: str
    of: str

    @property
    def url(self) -> str:
        return address(type_of(self.kind.model).route("detail"), self.pk)

    @property
    def icon(self) -> str:
        return type_of(self.kind.model).icon

    @property
    def status_label(self) -> str:
        field: Any = self.kind.model._meta.get_field("status")
        return str(dict(field.flatchoices).get(self.status, self.status))


class Place(NamedTuple):
    on: date
    rank: int
    pk: int


@dataclass(frozen=True)
class Listed:
    rows: list[Row]
    next: str


KINDS: list[Kind] = []


def in_transactions(kind: Kind) -> None:
    """Documents of this kind stand in the list of their customer."""
    KINDS.append(kind)


def tabs() -> dict[str, str]:
    """Name and words of each tab, in the order in which the kinds were declared."""
    return {kind.tab: str(kind.label) for kind in KINDS}


def transactions(
    customer: Customer, user: User, *, tab: str = "", after: str = "", size: int = SIZE
) -> Listed:
    """The newest documents that ``user`` sees; ``after`` is where the page before ended."""
    place = _place(after) if after else None
    found: list[Row] = []
    for rank, kind in enumerate(KINDS):
        if tab in ("", kind.tab):
            found += _page(kind, rank, customer, user, place, size + 1)
    found.sort(key=lambda row: (row.on, row.rank, row.pk), reverse=True)
    shown = found[:size]
    more = _cursor(shown[-1]) if len(found) > size else ""
    return Listed(shown, more)


def _page(
    kind: Kind, rank: int, customer: Customer, user: User, place: Place | None, size: int
) -> Sequence[Row]:
    rows = kind.model.objects.visible_to(user).filter(customer=customer)
    if place:
        rows = rows.filter(_past(place, rank))
    names = ("date", "pk", "number", "status", kind.amount, "currency")
    read = rows.order_by("-date", "-pk").values_list(*names, kind.of or "pk")[:size]
    return [
        Row(on, rank, pk, kind, number or _("Draft"), status, amount, currency, _of(kind, of))
        for on, pk, number, status, amount, currency, of in read
    ]


def _past(place: Place, rank: int) -> Q:
    """Beyond a place in the order of day, kind, id; the first half is what an index needs."""
    here = Q(date__lte=place.on)
    if rank < place.rank:
        return here
    earlier = Q(date__lt=place.on)
    return here & (earlier | Q(pk__lt=place.pk)) if rank == place.rank else earlier


def _of(kind: Kind, of: Any) -> str:
    return f"{kind.of_label} {of}" if kind.of and of else ""


def _cursor(row: Row) -> str:
    text = json.dumps([row.on.isoformat(), row.rank, row.pk])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> Place:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        on, rank, pk = json.loads(urlsafe_b64decode(padded.encode()))
        return Place(date.fromisoformat(on), int(rank), min(int(pk), LARGEST_ID))
    except (ValueError, TypeError) as error:
        says = _("This page is not there; begin with the first.")
        raise Invalid(says, after=says) from error
