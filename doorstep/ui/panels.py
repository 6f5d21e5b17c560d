"""Panels let an app show something on another app's page without being imported by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe
from markupsafe import Markup

from doorstep.records.reading import one_visible
from doorstep.records.types import RecordType
from doorstep.ui.http import Request
from doorstep.ui.timeline import sort_counts

Render = Callable[[Request, Any], HttpResponse]


@dataclass(frozen=True)
class Panel:
    name: str
    title: str | Promise
    render: Render
    order: int = 50
    is_wide: bool = False


class PanelAnswer(HttpResponse):
    """The body of a panel with what stands in its heading: how many, and where one adds."""

    count: int | str = ""
    add: str = ""
    add_label: str = ""


_panels: dict[type[models.Model], dict[str, Panel]] = defaultdict(dict)


def panel_on(
    model: type[models.Model], title: str | Promise, order: int = 50, *, wide: bool = False
) -> Callable[[Render], Render]:
    """Show the decorated view, loaded lazily, on every page about a ``model``. A view that
    answers with no content is left out. ``wide``: above the history instead of beside it.
    """

    def register(render: Render) -> Render:
        _panels[model][render.__name__] = Panel(render.__name__, title, render, order, wide)
        return render

    return register


def panel_answer(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    count: int | str = "",
    add: str = "",
    add_label: str = "",
) -> PanelAnswer:
    """``return panel_answer(request, "parties/_contacts_panel.html", {…}, count=3, add=url)``."""
    answer = PanelAnswer(render(request, template, context).content)
    answer.count, answer.add, answer.add_label = count, add, add_label
    return answer


def panels_of(record: models.Model, wide: bool = False) -> list[Panel]:
    found = [each for each in _panels_on(type(record)).values() if each.is_wide == wide]
    return sorted(found, key=lambda panel: panel.order)


def _panels_on(model: type[models.Model]) -> dict[str, Panel]:
    """Those of the model and of what it is: a panel on ``Record`` is on every record."""
    found: dict[str, Panel] = {}
    for each in reversed(model.__mro__):
        found |= _panels.get(each, {})
    return found


@require_safe
@login_required
def panels_page(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """All panels of a record at once: the page is there before them."""
    record = _found(request, records, pk)
    shown, wide = [], "wide" in request.GET
    for panel in panels_of(record, wide):
        answer = panel.render(request, record)
        if answer.content.strip():
            body = Markup(answer.content.decode())  # rendered and escaped by its own template
            said = answer if isinstance(answer, PanelAnswer) else PanelAnswer()
            shown.append((panel, said, body))
    context = {"records": records, "record": record, "shown": shown}
    context["sort_counts"] = sort_counts(record) if request.htmx and not wide else {}
    template = "records/_wide_panels.html" if wide else "records/_panels.html"
    return render(request, template, context)


@require_safe
@login_required
def panel_page(request: Request, records: RecordType, pk: int, panel: str) -> HttpResponse:
    """One panel."""
    record = _found(request, records, pk)
    if found := _panels_on(records.model).get(panel):
        return found.render(request, record)
    raise Http404


def _found(request: Request, records: RecordType, pk: int) -> Any:
    record = one_visible(records.model, pk, request.user)
    if record is None:
        raise Http404
    return record
