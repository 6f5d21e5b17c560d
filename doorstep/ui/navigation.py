"""What the sidebar, the dock and the palette lead to: every record type a user may see, and the
pages that apps contribute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address, has_address
from doorstep.records.types import REGISTRY, RecordType
from doorstep.users.access import Reach
from doorstep.users.models import User

GROUPS = {"day": "", "relationships": _("Relationships"), "selling": _("Selling"), "foot": ""}
GROUP_OF = {"activity": "day", "parties": "relationships"}
FIRST = ("lead", "contact", "customer", "supplier", "address", "opportunity")


@dataclass(frozen=True)
class Place:
    """Somewhere to go. ``counts``: how many there are is asked for when the page is there."""

    label: str
    url: str
    icon: str
    group: str
    records: RecordType | None = None
    order: int = 50
    counts: bool = False
    page: str = ""
    counted: Callable[[User], str] | None = None

    @property
    def kind(self) -> str:
        return self.records.kind if self.records else self.page


@dataclass(frozen=True)
class _Page:
    """A place that is no record type, as an app contributed it."""

    label: str | Promise
    page: str
    icon: str
    group: str
    order: int
    may: Callable[[User], bool]
    counted: Callable[[User], str] | None


_pages: dict[str, _Page] = {}
_placed: set[str] = set()


def lead_to(
    page: str,
    label: str | Promise,
    icon: str,
    *,
    group: str = "day",
    order: int = 50,
    may: Callable[[User], bool] = lambda user: True,
    instead_of: str = "",
    counted: Callable[[User], str] | None = None,
) -> None:
    """Put the page of this URL name into the sidebar, for those who ``may``.

    ``instead_of`` is a kind of record whose list needs no place of its own then.
    ``may`` looks at what the roles of a user grant and at nothing else: its answer is kept.
    """
    _pages[page] = _Page(label, page, icon, group, order, may, counted)
    _placed.add(instead_of)


def places(user: User) -> list[Place]:
    """Everything a user may go to, in the order of the sidebar."""
    found = [*_lists(user), *_contributed(user)]
    groups = list(GROUPS)
    return sorted(found, key=lambda place: (groups.index(place.group), place.order))


def grouped(found: list[Place]) -> list[tuple[str, Any, list[Place]]]:
    """The groups of the sidebar that hold something: name, heading, places."""
    by_group: dict[str, list[Place]] = {}
    for place in found:
        by_group.setdefault(place.group, []).append(place)
    return [(name, GROUPS[name], by_group[name]) for name in GROUPS if name in by_group]


@dataclass(frozen=True)
class Creation:
    """A kind of record that can be made from anywhere."""

    label: str
    url: str
    list_url: str


def creations(user: User) -> list[Creation]:
    """What a user may make, each with its quick-create dialog."""
    found = []
    for model, records in sorted(REGISTRY.items(), key=lambda each: _rank(each[1])):
        page = records.route("create")
        if has_address(page) and user.reach(model, "create") != Reach.NONE:
            label = gettext("New %s") % model._meta.verbose_name
            found.append(Creation(label, address(page), _list_of(records)))
    return found


def _rank(records: RecordType) -> int:
    """People and organisations before everything else; the others as they were declared."""
    return FIRST.index(records.kind) if records.kind in FIRST else len(FIRST)


def _lists(user: User) -> list[Place]:
    found = []
    for number, (model, records) in enumerate(REGISTRY.items()):
        if records.kind in _placed:
            continue
        if user.reach(model, "view") != Reach.NONE and (url := _list_of(records)):
            label = capfirst(str(model._meta.verbose_name_plural))
            group = GROUP_OF.get(model._meta.app_label, "selling")
            order = FIRST.index(records.kind) if records.kind in FIRST else 10 + number
            counts = bool(records.group_by)
            found.append(Place(label, url, records.icon, group, records, order, counts))
    return found


def _contributed(user: User) -> list[Place]:
    return [
        Place(
            str(each.label),
            address(each.page),
            each.icon,
            each.group,
            order=each.order,
            counts=each.counted is not None,
            page=each.page,
            counted=each.counted,
        )
        for each in _pages.values()
        if has_address(each.page) and each.may(user)
    ]


def _list_of(records: RecordType) -> str:
    name = records.route("list")
    return address(name) if has_address(name) else ""
