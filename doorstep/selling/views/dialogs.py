"""Dialogs that ask before they do something to a document, and say why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.numbers import row_number
from doorstep.ui.http import NO_VERSION, Request
from doorstep.ui.pages import go_to

Act = Callable[..., Any]


def visible(request: Request, model: Any, pk: int) -> Any:
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def decided(
    request: Request, record: Any, template: str, act: Act, context: dict[str, Any]
) -> HttpResponse:
    """Show a dialog, or do what was decided and go to where ``act`` leads.

    ``act`` takes ``by`` and ``seen``, the version that the dialog showed.
    """
    refusal = None
    if request.method == "POST":
        try:
            return go_to(request, act(by=request.user, seen=seen(request)))
        except Refusal as error:
            refusal = error
    context |= {"record": record, "refusal": refusal, "posted": request.POST}
    context["inside"] = template
    shown = template if request.htmx else "documents/dialog_page.html"
    return render(request, shown, context, status=refusal.status if refusal else 200)


def seen(request: Request) -> int | None:
    text = request.POST.get("seen", "")
    return (row_number(text) or NO_VERSION) if text else None


def quantities(request: Request, lines: list[Any]) -> dict[int, Decimal]:
    """By line what was typed in its field ``q-<id>``; what was left empty is none."""
    found, wrong = {}, {}
    for line in lines:
        text = request.POST.get(f"q-{line.pk}", "").strip().replace(",", ".") or "0"
        try:
            found[line.pk] = Decimal(text[:20])
        except InvalidOperation:
            wrong[f"q-{line.pk}"] = _("“%s” is no quantity.") % text[:20]
            continue
        if not found[line.pk].is_finite() or found[line.pk] < 0:
            wrong[f"q-{line.pk}"] = _("A quantity is not negative.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), **wrong)
    return {pk: quantity for pk, quantity in found.items() if quantity}
