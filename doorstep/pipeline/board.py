"""The board of opportunities: what is open, by stage, and what was won this month."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.kit.addresses import address
from doorstep.kit.money import money
from doorstep.parties.models import sales_policy
from doorstep.pipeline.collecting import party_names
from doorstep.pipeline.models import Opportunity, Stage
from doorstep.pipeline.models.opportunity import company_currency
from doorstep.pipeline.rotting import days_quiet, last_touched
from doorstep.pipeline.sums import Amounts, month_end, month_of, summed
from doorstep.records.filters.base import Option
from doorstep.ui.board import Board, Lane, show_board
from doorstep.ui.looks import day
from doorstep.ui.looks import money as said_money

SAYING = {"status", "stage", "closed_on"}  # filters by which somebody asks for what is over
SHADES = ("1", "2", "3")


class OpportunityBoard(Board):
    """Closed ones stay off the board, lost ones too; each is there for whoever filters by it."""

    strip = "pipeline/_strip.html"

    @cached_property
    def stages(self) -> dict[int, Stage]:
        return {stage.pk: stage for stage in Stage._base_manager.all()}

    @cached_property
    def is_asked(self) -> bool:
        return not SAYING.isdisjoint(each.filter.name for each in self.met)

    def options(self) -> list[Option]:
        shown = super().options()
        return [each for each in shown if self.is_asked or not self._is(each, Stage.Kind.LOST)]

    def found(self) -> QuerySet[Any]:
        return super().found().filter(Q() if self.is_asked else self._usual())

    def _usual(self) -> Q:
        """What is open, and what was won since the month began."""
        won = [pk for pk, stage in self.stages.items() if stage.kind == Stage.Kind.WON]
        is_open = Q(status__in=Opportunity.ACTIVE)
        return is_open | Q(stage__in=won, closed_on__gte=month_of(localdate()))

    def sums(self) -> dict[Any, dict[str, Any]]:
        rows = summed(self.found(), "stage")
        self._sums = {group["stage"]: amounts for group, amounts in rows}
        return {key: {"count": each.count, "amounts": each} for key, each in self._sums.items()}

    def reads(self) -> tuple[str, ...]:
        return ("currency", "amount", "updated_at", "stage_id")

    def dress(self, cards: list[dict[str, Any]]) -> None:
        pks, ours = [card["id"] for card in cards], company_currency()
        whose, touched = party_names(pks, self.request.user), last_touched(pks)
        for card in cards:
            row = card["row"]
            card["sub"] = whose.get(card["id"], "")
            card["side"] = day(card["side"]) if card["side"] else ""
            if row["currency"] != ours:
                card["value"], card["sign"] = row["amount"], f"{row['currency']} "
            last = max(filter(None, (row["updated_at"], touched.get(card["id"]))))
            card["warns"] = "" if card["due"] else self._rots(row["stage_id"], days_quiet(last))

    def _rots(self, pk: int, quiet: int) -> str:
        stage = self.stages[pk]
        if not stage.is_open or not stage.rots_after or quiet < stage.rots_after:
            return ""
        return ngettext("%d day quiet", "%d days quiet", quiet) % quiet

    def made(
        self, option: Option, sums: dict[str, Any], cards: list[dict[str, Any]], more: str
    ) -> Lane:
        amounts: Amounts = sums.get("amounts") or Amounts()
        stage, add = self.stages[option.key], ""
        if stage.is_open:
            asked = urlencode({"stage": stage.pk})
            add = f"{address('opportunity_create')}?{asked}"
        return Lane(
            self._named(option, stage),
            amounts.count,
            amounts.whole,
            cards,
            more,
            said=_said(amounts, stage),
            is_mixed=bool(amounts.foreign),
            add=add,
        )

    def _named(self, option: Option, stage: Stage) -> Option:
        label = option.label
        if stage.kind == Stage.Kind.WON and not self.is_asked:
            month = date_format(localdate(), "F")
            label = _("%(stage)s in %(month)s") % {"stage": label, "month": month}
        return replace(option, label=label, is_closed=not stage.is_open)

    def _is(self, option: Option, kind: str) -> bool:
        return self.stages[option.key].kind == kind

    def above(self) -> dict[str, Any]:
        """The figures above the lanes; the last ones are of what closes this month."""
        still = [pk for pk, stage in self.stages.items() if stage.is_open]
        whole = sum((self._sums.get(pk, Amounts()) for pk in still), Amounts())
        ends = month_end(localdate())
        closing = Board.found(self).filter(status__in=Opportunity.ACTIVE, expected_close__lte=ends)
        by_stage = {group["stage"]: each for group, each in summed(closing, "stage")}
        shown = [(self.stages[pk], each) for pk, each in by_stage.items() if each.weighted]
        shown.sort(key=lambda pair: -pair[0].position)
        goal = sales_policy().monthly_goal
        weighted = sum((each.weighted for _stage, each in shown), Decimal(0))
        return {
            "whole": whole,
            "ends": ends,
            "closing": money(weighted, Decimal(1)),
            "goal": goal,
            "parts": _parts(shown, goal or weighted),
        }


def _parts(shown: list[tuple[Stage, Amounts]], most: Decimal) -> list[dict[str, Any]]:
    """The shares of a meter: whole percents, and a shade for each of the first three."""
    most = max(most, sum((each.weighted for _stage, each in shown), Decimal(0)))
    return [
        {
            "percent": int(100 * amounts.weighted / most) if most else 0,
            "shade": SHADES[min(at, len(SHADES) - 1)],
            "label": stage.name,
            "value": said_money(amounts.likely),
        }
        for at, (stage, amounts) in enumerate(shown)
    ]


def _said(amounts: Amounts, stage: Stage) -> str:
    """Times the chance of the stage; or what comes of chances that were judged one by one."""
    if not amounts.count or not stage.is_open:
        return ""
    weighted = f"€{said_money(amounts.likely)}"
    if money(amounts.amount * stage.probability / 100) == amounts.weighted:
        return f"× {stage.probability} % = {weighted}"
    return _("weighted %s") % weighted


show_board(Opportunity, OpportunityBoard)
