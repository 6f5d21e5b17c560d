"""The lists an administrator edits, each with its page in the settings.

list_page(LEAD_SOURCES, _("Where leads come from."), "tag")
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.records.fields import Bound
from doorstep.records.types import REGISTRY, RecordType
from doorstep.records.uses import Use, uses_of
from doorstep.ui.navigation import FIRST
from doorstep.ui.settings_pages import settings_page
from doorstep.users.access import Reach
from doorstep.users.models import User

Text = str | Promise
SHOWN = 200  # rows on a page; beyond that one searches
SAID = 3  # kinds of use that are told of a row
FEW = 20  # up to here nobody needs a search


def _described(row: Any) -> Any:
    return getattr(row, "description", "")


def _nobody(row: Any) -> bool:
    return False


@dataclass(frozen=True)
class ListPage:
    """What the page of a list says of it, and of its rows."""

    records: RecordType
    says: Text
    hint: Callable[[Any], Any] = _described
    is_fixed: Callable[[Any], bool] = _nobody  # Doorstep needs it: it stays, and stays as it is
    fixed: Text = ""
    joins: tuple[str, ...] = ()  # what its hint reads along

    @property
    def model(self) -> Any:
        return self.records.model

    @property
    def title(self) -> str:
        return str(capfirst(str(self.model._meta.verbose_name_plural)))

    @property
    def names(self) -> list[str]:
        """The fields its form asks for."""
        return [each.target for each in self._asked if not each.declared.collect]

    @property
    def parts(self) -> list[Bound]:
        """The lists of rows that go with each of its rows."""
        return [each for each in self._asked if each.declared.collect]

    @property
    def _asked(self) -> list[Bound]:
        beside = {"id", "position", "disabled"}
        faces = self.records.faces
        return [each for each in faces if not each.readonly and each.name not in beside]

    @property
    def is_tree(self) -> bool:
        return self._has("parent")

    @property
    def is_sorted(self) -> bool:
        """Whether its rows stand as somebody put them."""
        return self._has("position") and not self.is_tree

    @property
    def disables(self) -> bool:
        return self._has("disabled")

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return list(self.model._meta.get_field("kind").choices) if self._has("kind") else []

    @property
    def has_tone(self) -> bool:
        return self._has("tone")

    def _has(self, name: str) -> bool:
        return any(field.name == name for field in self.model._meta.concrete_fields)


@dataclass(frozen=True)
class Line:
    """A row of the list as the page shows it."""

    row: Any
    depth: int
    hint: Any
    is_fixed: bool


LISTS: dict[str, ListPage] = {}


def list_page(
    records: RecordType,
    says: Text,
    icon: str,
    *,
    group: str = "lists",
    order: int = 50,
    **options: Any,
) -> None:
    """Give a list its page in the settings, for those who may edit it."""
    LISTS[records.plural] = ListPage(records, says, **options)
    model = records.model
    label = _Title(model._meta.verbose_name_plural)
    settings_page(
        "office_list",
        label,
        icon,
        args=(records.plural,),
        group=group,
        order=order,
        may=lambda user: bool(user.reaches(model, "edit")),
    )


class _Title:
    """A name with a capital, in the language of whoever reads it."""

    def __init__(self, name: Any) -> None:
        self.name = name

    def __str__(self) -> str:
        return str(capfirst(str(self.name)))


def lines(page: ListPage, text: str = "") -> tuple[list[Line], bool]:
    """Its rows in their order, a tree from its root down; whether there are more."""
    rows = _rows(page, text)
    found = list(rows[: SHOWN + 1])
    pairs = _branches(found) if page.is_tree and not text else ((row, 0) for row in found)
    listed = [Line(row, min(depth, 5), page.hint(row), page.is_fixed(row)) for row, depth in pairs]
    return listed[:SHOWN], len(found) > SHOWN


def counts(page: ListPage, by: User, pks: list[int]) -> dict[int, list[tuple[str, str]]]:
    """What has each row, in words, and where that is listed: one query for each kind of use."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for use in sorted(uses_of(page.model), key=_rank):
        records = REGISTRY.get(use.model)
        if records is None and not hasattr(use.model, "counted_as"):
            continue
        home = _list_of(records, use.field.name, by) if records else ""
        for pk, count in use.counts(pks).items():
            if count:
                where = f"{home}?{use.field.name}={pk}" if home else ""
                found[pk].append((use.said(count), where))
    return {pk: said[:SAID] for pk, said in found.items()}


def _rank(use: Use) -> int:
    """People first, then records in the order of the sidebar."""
    if use.model not in REGISTRY:
        return -1
    kind = kind_of(use.model)
    return FIRST.index(kind) if kind in FIRST else len(FIRST)


def _list_of(records: RecordType, name: str, by: User) -> str:
    """Where they are listed, if they can be filtered by this column and one may see any."""
    page = records.route("list")
    may = by.reach(records.model, "view") != Reach.NONE and has_address(page)
    return address(page) if may and name in records.known_filters else ""


def _rows(page: ListPage, text: str) -> QuerySet[Any]:
    rows = page.model._default_manager.order_by(*page.model._meta.ordering, "pk")
    if joins := (*page.joins, *(["parent"] if page.is_tree else ())):
        rows = rows.select_related(*joins)
    return rows.filter(name__icontains=text) if text else rows


def _branches(rows: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """Each below the one it is a part of; a part of what is not shown stands at the top."""
    below: dict[Any, list[Any]] = defaultdict(list)
    known = {row.pk for row in rows}
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting += [(each, depth + 1) for each in reversed(below[row.pk])]


ROOT = _("The first holds all others: it can be renamed, not moved or removed.")


def is_root(row: Any) -> bool:
    return row.parent_id is None
