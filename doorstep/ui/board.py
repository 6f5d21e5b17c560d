"""A list as a board: a lane for each value of the field it is grouped by, cards that move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import push_url, reswap, retarget

from doorstep.history.action import ACTIONS
from doorstep.kit.keyset import keyset_page
from doorstep.records.actions import doing
from doorstep.records.columns import Card
from doorstep.records.filters import Condition, Scope
from doorstep.records.filters.base import Filter, Option
from doorstep.records.filters.links import Link
from doorstep.records.filters.simple import Choice
from doorstep.records.query import ListQuery
from doorstep.records.types import RecordType
from doorstep.ui.bits import here
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.ui.lists import list_context
from doorstep.ui.looks import labels_of
from doorstep.ui.pages import say_done

CARDS = 20


@dataclass(frozen=True)
class Lane:
    """A column of the board. ``said`` stands beside its total, ``is_mixed`` marks one made of
    several currencies; ``add`` is where one makes a card for it.
    """

    option: Option
    count: int
    total: Any
    cards: list[dict[str, Any]]
    more: str
    said: str = ""
    is_mixed: bool = False
    add: str = ""

    @property
    def label(self) -> str:
        return self.option.label


class Board:
    """The board of a kind of record, for one request. A kind that shows more has its own
    (``show_board``): another choice of lanes and of what stands in them, other sums, richer cards.
    """

    strip = ""  # a template that stands above the lanes

    def __init__(
        self, request: Request, records: RecordType, query: ListQuery, met: Sequence[Condition]
    ) -> None:
        self.request, self.records, self.query, self.met = request, records, query, met

    def options(self) -> list[Option]:
        """The lanes, in their order."""
        return options(self.records, self.request.user)

    def found(self) -> QuerySet[Any]:
        """What stands on the board at all."""
        return self.records.queryset(self.request.user, self.query, self.met)

    def sums(self) -> dict[Any, dict[str, Any]]:
        """By lane how many cards it has and what they come to: one query for all."""
        path = self.records.group_by
        total = Sum(self.records.total) if self.records.total else Count("pk")
        rows = self.found().order_by().values(path).annotate(count=Count("pk"), total=total)
        return {row[path]: row for row in rows}

    def dress(self, cards: list[dict[str, Any]]) -> None:
        """Put onto the cards of all lanes what stands in other tables: one query for all."""

    def above(self) -> dict[str, Any]:
        """What the template above the lanes needs."""
        return {}

    def lanes(self) -> list[Lane]:
        """The first cards of each lane, and what all of its cards add up to."""
        sums = self.sums()
        found = [self.lane(option, sums.get(option.key, {})) for option in self.options()]
        self.dress([card for lane in found for card in lane.cards])
        return found

    def more_of(self, option: Option) -> Lane:
        lane = self.lane(option, {})
        self.dress(lane.cards)
        return lane

    def lane(self, option: Option, sums: dict[str, Any]) -> Lane:
        """One query a lane that holds something: each is a walk along an index."""
        if not sums and not self.query.after:
            return self.made(option, sums, [], "")
        found = self.found().filter(**{self.records.group_by: option.key})
        rows = found.values("id", *_reads(self.records.card, self.records.total), *self.reads())
        sort = self.records.sort_of(self.query)
        page = keyset_page(rows, sort=sort, after=self.query.after, size=CARDS)
        more = ""
        if page.next:
            there = list_url(self.records, self.query.but(after=page.next), "board")
            more = f"{there}&lane={option.value}"
        cards = [_card(self.records, row) for row in page.items]
        return self.made(option, sums, cards, more)

    def reads(self) -> tuple[str, ...]:
        """What else is read of each card: for ``dress``, as ``card["row"]``."""
        return ()

    def made(
        self, option: Option, sums: dict[str, Any], cards: list[dict[str, Any]], more: str
    ) -> Lane:
        return Lane(option, sums.get("count", 0), sums.get("total"), cards, more)


_boards: dict[Any, type[Board]] = {}


def show_board(model: type[Any], board: type[Board]) -> None:
    """This kind of record has a board of its own."""
    _boards[model] = board


def board_of(records: RecordType) -> type[Board]:
    return _boards.get(records.model, Board)


@require_safe
@login_required
def board_page(request: Request, records: RecordType) -> HttpResponse:
    """The board, or only more cards of one lane."""
    here()
    lane = request.GET.get("lane", "")
    query = ListQuery.parse(request.GET, beside=("lane",), looks=True)
    met = records.conditions(request.user, query)
    context: dict[str, Any] = {"records": records, "query": query}
    if lane and request.htmx:
        board = board_of(records)(request, records, query, met)
        context["lane"] = board.more_of(_option(records, request.user, lane))
        return render(request, "records/_cards.html", context)
    board = board_of(records)(request, records, query.but(), met)
    context |= {"board": board, "lanes": board.lanes()} | board.above()
    template = "records/_board.html" if request.htmx.target == "board" else "records/board.html"
    return render(
        request, template, context | list_context(request, records, query, met, layout="board")
    )


@require_http_methods(["GET", "POST"])
@login_required
def move_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Move a card to another lane; without dragging, from a menu of the lanes.

    ``was`` is the lane in which it was seen: if it is in another by now, one chooses again.
    """
    found = records.model._default_manager.visible_to(request.user)
    record = get_object_or_404(found, pk=pk)
    back = ListQuery.of(request.POST.get("query", request.GET.get("query", "")))
    now = getattr(record, f"{records.group_by}_id", getattr(record, records.group_by))
    was, status = request.POST.get("was", ""), 200
    if request.method == "POST":
        option = _option(records, request.user, request.POST.get("to", ""))
        if not was or _option(records, request.user, was).key == now:
            move(records, record, option, request.user, seen=record.version if was else None)
            say_done(request, f"{record}: {option.label}")
            return redirect(list_url(records, back, "board"))
        status = 409
    context = {
        "moved": status == 409,
        "records": records,
        "record": record,
        "now": now,
        "here": back.urlencode(),
        "options": options(records, request.user),
        "back": list_url(records, back, "board"),
    }
    template = "records/_move.html" if request.htmx else "records/move.html"
    answer = render(request, template, context, status=status)
    return (
        push_url(reswap(retarget(answer, "#dialog"), "innerHTML"), False)
        if status == 409
        else answer
    )


def move(
    records: RecordType, record: Any, option: Option, user: Any, seen: int | None = None
) -> None:
    """By the type's own action if it has one, else as a plain edit of the field."""
    field: Any = records.model._meta.get_field(records.group_by)
    value = (
        field.related_model._default_manager.get(pk=option.key)
        if field.is_relation
        else option.key
    )
    action = ACTIONS[records.moves] if records.moves else doing(records.model, "updated")
    action(record, by=user, seen=seen, **{records.group_by: value})


def options(records: RecordType, user: Any) -> list[Option]:
    """What the lanes are: the choices of the field, or the rows it points to, in their order."""
    scope = Scope(Filter(records.group_by).on(records.model), records.model, user, "lane")
    return _kind(records).options(scope)


def _option(records: RecordType, user: Any, value: str) -> Option:
    wanted = value.casefold()
    for option in options(records, user):
        if wanted in (option.value.casefold(), str(option.key)):
            return option
    raise Http404


def _kind(records: RecordType) -> Link | Choice:
    is_link = records.model._meta.get_field(records.group_by).is_relation
    return Link() if is_link else Choice()


def _reads(card: Card, total: str) -> set[str]:
    paths = {*card.title, card.sub, card.side, card.due, total, "created_at"} - {""}
    return paths | ({f"{card.owner}__name"} if card.owner else set())


def _card(records: RecordType, row: dict[str, Any]) -> dict[str, Any]:
    card = records.card
    title = next((row[path] for path in card.title if row[path]), f"#{row['id']}")
    sub, side = row.get(card.sub) or "", row.get(card.side) or ""
    if card.side and "__" not in card.side:
        side = labels_of(records.model, card.side).get(side, side)
    return {
        "id": row["id"],
        "title": title,
        "sub": sub if sub != title else "",
        "value": row.get(records.total),
        "side": side,
        "due": row.get(card.due),
        "owner": row.get(f"{card.owner}__name") or "",
        "row": row,
    }
