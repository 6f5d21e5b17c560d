"""The views over a list: those it comes with, those one keeps, and those others share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from doorstep.kit.prepared import Prepared
from doorstep.records.models import DefaultView, PinnedView, SavedView
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.users.access import Reach

SHARE = "share"  # a view for others: whoever's reach ends with their own may not
COUNTED = 8
NOBODY = -10_000_019  # stands for the user in the statement below, and for nothing else


class KeptView(NamedTuple):
    """A saved view as one user sees it."""

    pk: int
    record_type: str
    name: str
    query_string: str
    user_id: int
    is_shared: bool
    is_first: bool
    is_pinned: bool


VIEWS = Prepared(
    lambda user: (
        SavedView.objects.filter(Q(user=user) | Q(is_shared=True))
        .annotate(
            is_first=Exists(DefaultView.objects.filter(user=user, view=OuterRef("pk"))),
            is_pinned=Exists(PinnedView.objects.filter(user=user, view=OuterRef("pk"))),
        )
        .order_by("position", "name", "pk")
        .values_list(*KeptView._fields)
    ),
    NOBODY,
)


def views_of(request: Any) -> list[KeptView]:
    """One's own views and those that are shared, of all lists; read once a request."""
    if not hasattr(request, "kept_views"):
        request.kept_views = [KeptView(*row) for row in VIEWS.rows(request.user.pk)]
    return request.kept_views  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Tab:
    """A view as a link. Those that were saved have an id."""

    key: str
    label: str
    query_string: str
    first: str
    view: KeptView | None = None
    is_own: bool = False

    @property
    def pk(self) -> int:
        return self.view.pk if self.view else 0

    @property
    def is_shared(self) -> bool:
        return bool(self.view and self.view.is_shared)

    @property
    def is_default(self) -> bool:
        return bool(self.view and self.view.is_first)

    @property
    def is_pinned(self) -> bool:
        return bool(self.view and self.view.is_pinned)

    @cached_property
    def query(self) -> ListQuery:
        return _query_of(self.query_string)

    @property
    def text(self) -> str:
        """Its query string as every page writes it; never empty, that would be one's own list."""
        return self.query.urlencode() or self.first


@dataclass(frozen=True)
class Tabs:
    records: RecordType
    views: list[Tab]
    may_share: bool

    @classmethod
    def of(cls, request: Request, records: RecordType) -> Tabs:
        """In one query."""
        label, user = records.model._meta.label_lower, request.user
        first = ListQuery(sort=records.default_sort).urlencode()
        own = [
            Tab(f"b{at}", str(view.label), view.query_string, first)
            for at, view in enumerate(records.views)
        ]
        saved = [
            Tab(f"v{view.pk}", view.name, view.query_string, first, view, view.user_id == user.pk)
            for view in views_of(request)
            if view.record_type == label
        ]
        may_share = user.reach(records.model, SHARE) not in (Reach.NONE, Reach.OWN)
        return cls(records, own + saved, may_share)

    @property
    def default(self) -> str:
        """The query string the list opens with, if one chose a view for that."""
        return next((tab.text for tab in self.views if tab.is_default), "")

    @property
    def saved(self) -> list[Tab]:
        return [tab for tab in self.views if tab.pk]

    @property
    def countable(self) -> list[Tab]:
        """A count for the first of them is enough."""
        return self.views[:COUNTED]


@lru_cache(maxsize=1024)
def _query_of(text: str) -> ListQuery:
    return ListQuery.of(text)
