"""The views one keeps at hand: beside every page, with how many records each holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doorstep.kit.addresses import has_address
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY, RecordType
from doorstep.ui.filtering import list_url
from doorstep.ui.tabs import KeptView
from doorstep.users.access import Reach
from doorstep.users.models import User


@dataclass(frozen=True)
class Pinned:
    """A view as a line of the sidebar."""

    label: str
    url: str
    icon: str
    counted: str  # what its number is called among all counts
    records: RecordType
    query: ListQuery


def pinned(user: User, views: Iterable[KeptView]) -> list[Pinned]:
    """Those of these views that are pinned, of lists that ``user`` may see."""
    lists = {model._meta.label_lower: records for model, records in REGISTRY.items()}
    found = []
    for view in views:
        records = lists.get(view.record_type)
        if view.is_pinned and records and _may_open(user, records):
            found.append(_line(view, records))
    return found


def _may_open(user: User, records: RecordType) -> bool:
    seen = user.reach(records.model, "view") != Reach.NONE
    return seen and has_address(records.route("list"))


def _line(view: KeptView, records: RecordType) -> Pinned:
    query = ListQuery.of(view.query_string)
    icon = "users" if view.is_shared else "bookmark"
    return Pinned(view.name, list_url(records, query), icon, f"view-{view.pk}", records, query)
