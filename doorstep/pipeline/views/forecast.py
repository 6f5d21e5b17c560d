"""The forecast: what is expected by month, by owner, by stage; each number opens its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from doorstep.kit.money import money
from doorstep.parties.models import sales_policy
from doorstep.pipeline.forecasting import AHEAD, Forecast, Line
from doorstep.pipeline.models import Opportunity, Stage
from doorstep.pipeline.records import OPPORTUNITIES
from doorstep.pipeline.sums import Amounts, month_end, month_of, next_month
from doorstep.records.query import ListQuery
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.ui.lists import list_context
from doorstep.ui.looks import money as said_money

BY = {
    "month": gettext_lazy("Month"),
    "owner": gettext_lazy("Owner"),
    "stage": gettext_lazy("Stage"),
}
THOUSAND = Decimal(1000)
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Row:
    label: str
    amounts: Amounts
    url: str


@require_safe
@login_required
def forecast_page(request: Request) -> HttpResponse:
    """The figures of what one may see, narrowed like the list."""
    by = request.GET.get("by", "month")
    by = by if by in BY else "month"
    query = ListQuery.parse(request.GET, beside=("by",), looks=True)
    met = OPPORTUNITIES.conditions(request.user, query)
    forecast = Forecast(OPPORTUNITIES.queryset(request.user, query, met))
    goal = sales_policy().monthly_goal
    lines: list[Line] = getattr(forecast, f"by_{by}")()
    narrowing = query.narrowing.urlencode()
    context = {
        "records": OPPORTUNITIES,
        "query": query,
        "by": by,
        "tabs_by": [
            (key, label, f"?by={key}&{narrowing}".rstrip("&")) for key, label in BY.items()
        ],
        "whole": forecast.whole,
        "rows": [
            Row(_label(line.key, by), line.amounts, _list(query, line.key, by)) for line in lines
        ],
        "moves": forecast.moves(),
        **_headline(forecast, goal),
        **_chart(forecast, goal),
    }
    context |= list_context(request, OPPORTUNITIES, query, met, layout="forecast")
    return render(request, "pipeline/forecast.html", context)


def _headline(forecast: Forecast, goal: Decimal | None) -> dict[str, Any]:
    """The finding in one sentence, and the figures behind it."""
    month, expected = date_format(forecast.month, "F"), forecast.expected()
    names = {
        "month": month,
        "amount": f"€{said_money(money(abs((goal or 0) - expected), Decimal(1)))}",
    }
    if not goal:
        title = _("%(amount)s expected in %(month)s") % names
    elif expected < goal:
        title = _("%(month)s is %(amount)s short of its goal") % names
    else:
        title = _("%(month)s is %(amount)s above its goal") % names
    before = forecast.won.get(next_month(forecast.month, -1), Amounts()).amount
    won = forecast.won.get(forecast.month, Amounts())
    return {
        "title": title,
        "month": month,
        "expected": money(expected, Decimal(1)),
        "goal": goal,
        "won": won,
        "grown": _percent(won.amount - before, before),
        "last_month": date_format(next_month(forecast.month, -1), "F"),
        "in_sight": _percent(expected, goal or Decimal(0)),
    }


def _percent(part: Decimal, whole: Decimal) -> int | None:
    return round(100 * part / whole) if whole else None


def _chart(forecast: Forecast, goal: Decimal | None) -> dict[str, Any]:
    """In thousands, with lines at round numbers."""
    columns = forecast.columns()
    top = max([total for _month, _parts, total in columns] + [goal or Decimal(0)]) / THOUSAND
    step = _step(float(top) / 3)
    ticks = [step * count for count in range(int(float(top) / step) + 2)]
    drawn = [
        (
            date_format(month, "M"),
            [(float(v / THOUSAND), shade) for v, shade in parts],
            _short(total),
        )
        for month, parts, total in columns
    ]
    said = ", ".join(f"{name} {printed or 0}" for name, _parts, printed in drawn)
    first = [stage.name for stage in forecast.last_stages[:2]]
    return {
        "columns": drawn,
        "most": max(float(top), ticks[-1] if float(top) > ticks[-2] else ticks[-2], 1),
        "ticks": [tick for tick in ticks if tick <= max(float(top), 1) or tick == ticks[0]],
        "chart_label": _("Expected by month, thousand: %s") % said,
        "goal_line": goal and (float(goal / THOUSAND), _("Goal %s a month") % _short(goal)),
        "legend": [
            ("1", _("Won, %s") % first[0] if first else _("Won"), ""),
            *([("2", first[1], "")] if len(first) > 1 else []),
            ("3", _("Earlier stages"), ""),
        ],
    }


def _step(wanted: float) -> int:
    """A round number of at least so much: 1, 2, 5, 10, 20 …"""
    size = 1
    while True:
        for step in STEPS:
            if step * size >= wanted:
                return step * size
        size *= 10


def _short(amount: Decimal) -> str:
    return f"{amount / THOUSAND:.1f}".removesuffix(".0") if amount else ""


def _label(key: Any, by: str) -> str:
    if key is None:
        return _("No day") if by == "month" else _("Not assigned")
    if isinstance(key, date):
        return date_format(key, "F Y")
    return {"overdue": _("Overdue"), "later": _("Later")}.get(str(key)) or str(key)


def _outside(key: str) -> dict[str, list[str]]:
    """Before the first month that is shown, or after the last."""
    first = month_of(localdate())
    if key == "overdue":
        return {"expected_close.before": [str(first)]}
    return {"expected_close.from": [str(next_month(first, AHEAD))]}


def _list(query: ListQuery, key: Any, by: str) -> str:
    """The list behind a number: what is open, and belongs to this row."""
    given: dict[str, list[str]] = {"status": list(Opportunity.ACTIVE)}
    if isinstance(key, date):
        given |= {"expected_close.from": [str(key)], "expected_close.to": [str(month_end(key))]}
    elif isinstance(key, Stage):
        given["stage"] = [key.name]
    elif hasattr(key, "email"):
        given["owner"] = [key.email]
    elif key is None:
        given["owner.empty" if by == "owner" else "expected_close.empty"] = ["yes"]
    else:
        given |= _outside(str(key))
    return list_url(OPPORTUNITIES, query.but(filters=query.filters | given))
