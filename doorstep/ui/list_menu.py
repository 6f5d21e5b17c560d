"""What apps offer for a list as it stands, behind the button beside its display."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from doorstep.kit.addresses import address
from doorstep.records.types import RecordType
from doorstep.users.models import User

May = Callable[[User, RecordType], bool]


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    label: str | Promise
    icon: str
    url: str
    how: str


@dataclass(frozen=True)
class _Offer:
    page: str
    label: str | Promise
    icon: str
    may: May
    how: str


_offers: list[_Offer] = []


def offer_on_lists(
    page: str, label: str | Promise, icon: str, *, may: May, how: str = "dialog"
) -> None:
    """Offer the page of this URL name, which takes a kind and ``?query=`` of the list."""
    _offers.append(_Offer(page, label, icon, may, how))


def list_menu(user: User, records: RecordType, query: str) -> list[Entry]:
    """What this user is offered for a list."""
    asked = urlencode({"query": query})
    return [
        Entry(each.label, each.icon, f"{address(each.page, records.kind)}?{asked}", each.how)
        for each in _offers
        if each.may(user, records)
    ]
