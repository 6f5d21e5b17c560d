"""What of the shop a visitor asked for: words, a group, a span of prices, an order, a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.models import ItemGroup
from doorstep.kit.errors import Invalid
from doorstep.kit.keyset import Order, Page, page_of, place_of, rows_past
from doorstep.kit.numbers import row_number
from doorstep.portal.models import ShopItem
from doorstep.portal.site import Site
from doorstep.pricing.sorting import COST, cost_of_each
from doorstep.records.searching import search_filter

A_PAGE = 24
DEAREST = Decimal(10**9)
SORTS = {
    "": ("-ranking", gettext_lazy("Our choice")),
    "newest": ("-created_at", gettext_lazy("Newest")),
    "name": ("title", gettext_lazy("Name")),
    "cheapest": ("cost", gettext_lazy("Price, lowest first")),
    "dearest": ("-cost", gettext_lazy("Price, highest first")),
}


@dataclass(frozen=True)
class Group:
    """A group of the catalogue, and how much of it and of all below it is shown."""

    pk: int
    name: str
    parent: int | None
    count: int = 0


@dataclass
class Listing:
    """What the visitor asked for, as far as it can be read."""

    site: Site
    said: Mapping[str, str]
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.said.get("q", "").replace("\0", " ").strip()[:200]

    @cached_property
    def sort(self) -> str:
        wanted = self.said.get("sort", "")
        return wanted if wanted in self.sorts else ""

    @property
    def sorts(self) -> dict[str, Any]:
        """By price only where prices are seen."""
        hides = () if self.site.sees_prices else ("cheapest", "dearest")
        return {name: label for name, (_path, label) in SORTS.items() if name not in hides}

    @cached_property
    def low(self) -> Decimal | None:
        return self._amount("from")

    @cached_property
    def high(self) -> Decimal | None:
        return self._amount("to")

    @property
    def has_stock(self) -> bool:
        return self.said.get("stock") == "1"

    @property
    def total(self) -> int:
        """How much is shown in all; what is in no group as well."""
        return sum(self._own.values())

    @cached_property
    def groups(self) -> dict[int, Group]:
        """All there are; those of which nothing is shown count nothing."""
        rows = list(ItemGroup._base_manager.values_list("pk", "name", "parent"))
        parents = {pk: parent for pk, _name, parent in rows}
        counts: Counter[int] = Counter()
        for pk, count in self._own.items():
            for each in _upwards(pk, parents):
                counts[each] += count
        return {pk: Group(pk, name, parent, counts[pk]) for pk, name, parent in rows}

    @cached_property
    def group(self) -> Group | None:
        """The one that was asked for; what is no group of ours is not there."""
        if not (said := self.said.get("group", "")):
            return None
        found = self.groups.get(row_number(said) or 0)
        if found is None:
            raise Http404
        return found

    @property
    def choices(self) -> list[Group]:
        """The groups one goes on to: those below, or beside where there are none below."""
        here = self.group.pk if self.group else None
        below = self._below(here)
        if not below and self.group:
            below = self._below(self.group.parent)
        return below

    @property
    def way(self) -> list[Group]:
        """From the root down to the group that was asked for."""
        parents = {pk: each.parent for pk, each in self.groups.items()}
        found = list(_upwards(self.group.pk, parents)) if self.group else []
        return [self.groups[pk] for pk in reversed(found)]

    def page(self) -> Page:
        """The items themselves, a page of them."""
        rows = self._rows().select_related("item__unit", "item__group")
        order = self._order(rows)
        cursor = self.said.get("after", "")
        place = place_of(order, cursor) if cursor else None
        path = order.path
        found = rows_past(rows, order, place, False, A_PAGE + 1)
        return page_of(found, A_PAGE, lambda row: (getattr(row, path), row.pk), place=place)

    def _rows(self) -> QuerySet[ShopItem]:
        rows: QuerySet[ShopItem] = ShopItem.objects.published()
        if self.group:
            rows = rows.filter(item__group__in=self._within(self.group.pk))
        if self.has_stock:
            rows = rows.exclude(in_stock=0)
        if self._asks_prices:
            rows = rows.annotate(cost=self._cost())
        if self.low is not None and self.site.sees_prices:
            rows = rows.filter(cost__gte=self.low)
        if self.high is not None and self.site.sees_prices:
            rows = rows.filter(cost__lte=self.high)
        if self.wrong:
            raise Invalid(_("Please correct the marked fields."), **self.wrong)
        return search_filter(rows, self.text, nearly=True)

    @property
    def _asks_prices(self) -> bool:
        """Whether the database has to know what each costs."""
        spans = self.low is not None or self.high is not None
        return self.site.sees_prices and (spans or SORTS[self.sort][0].endswith("cost"))

    def _cost(self) -> Any:
        customer = self.site.customer
        prices = self.site.policy.price_list_for(customer)
        return cost_of_each(
            "item", "item__unit", customer=customer, prices=prices, day=localdate()
        )

    @cached_property
    def _own(self) -> dict[int | None, int]:
        """How much is shown of each group itself."""
        shown = ShopItem.objects.published().order_by().values_list("item__group")
        return dict(shown.annotate(count=Count("pk")))

    def _order(self, rows: QuerySet[ShopItem]) -> Order:
        sort = SORTS[self.sort][0]
        if sort.endswith("cost"):
            return Order("cost", COST, sort[0] == "-", True, ShopItem._meta.pk)
        return Order.of(rows, sort)

    def _below(self, parent: int | None) -> list[Group]:
        found = [each for each in self.groups.values() if each.parent == parent and each.count]
        return sorted(found, key=lambda each: each.name.casefold())

    def _within(self, top: int) -> list[int]:
        parents = {pk: each.parent for pk, each in self.groups.items()}
        return [pk for pk in parents if top in _upwards(pk, parents)]

    def _amount(self, name: str) -> Decimal | None:
        if not (said := self.said.get(name, "").strip()):
            return None
        try:
            amount = Decimal(said.replace(",", "."))
            if not 0 <= amount <= DEAREST:
                raise InvalidOperation
        except InvalidOperation:
            self.wrong[name] = _("A price is a number.")
            return None
        return amount


def _upwards(pk: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """A group and those that hold it; a circle ends where it closes."""
    seen: set[int] = set()
    while pk is not None and pk not in seen:
        seen.add(pk)
        yield pk
        pk = parents.get(pk)
