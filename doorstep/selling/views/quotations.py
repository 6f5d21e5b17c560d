"""The pages of quotations: written, read, sent, lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address
from doorstep.parties.models import Customer, Lead, sales_policy
from doorstep.selling.actions import (
    create_quotation,
    lose_quotation,
    order_quotation,
    update_quotation,
)
from doorstep.selling.editor.header import PARTIES
from doorstep.selling.editor.kinds import Editor
from doorstep.selling.editor.views import edit_page
from doorstep.selling.models import Quotation
from doorstep.selling.quoting import left_of
from doorstep.selling.records import QUOTATIONS
from doorstep.selling.views.dialogs import decided, quantities, visible
from doorstep.selling.views.orders import ASKS
from doorstep.ui.document_page import document_page
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, say_done


def addressed(party: Any) -> dict[str, Any]:
    """A quotation is for a customer, or for a lead."""
    return {
        "customer": party if isinstance(party, Customer) else None,
        "lead": party if isinstance(party, Lead) else None,
    }


def blank() -> dict[str, Any]:
    return {"valid_until": localdate() + timedelta(days=sales_policy().quotation_days)}


EDITOR = Editor(
    records=QUOTATIONS,
    create=create_quotation,
    update=update_quotation,
    addressed=addressed,
    blank=blank,
    parties=("lead", "customer"),
    buyer=("contact", "date", "valid_until", "price_list", "payment_terms"),
    more=("billing_address", "shipping_address", "currency", "exchange_rate", "terms_text"),
    below=("note", "discount_percent"),
    has_alternatives=True,
    label=gettext_lazy("For"),
)


@require_safe
@login_required
def quotation_for(request: Request, kind: str, pk: int) -> HttpResponse:
    """From the menu of whoever it is for."""
    visible(request, PARTIES[kind], pk)
    return go_to(request, f"{address('quotation_create')}?{kind}={pk}")


@require_safe
@login_required
def quotation_detail(request: Request, pk: int) -> HttpResponse:
    """A draft is written here; what was submitted is read."""
    quotation = visible(request, Quotation, pk)
    may_edit = Quotation.objects.permitted(request.user, "edit").filter(pk=pk).exists()
    is_looked_at = request.GET.get("on") or not may_edit
    if quotation.is_draft and not is_looked_at and not _part(request):
        return edit_page(request, EDITOR, pk)
    return document_page(request, QUOTATIONS, pk)


@ASKS
@login_required
def quotation_lose(request: Request, pk: int) -> HttpResponse:
    """They said no: and why."""
    quotation = visible(request, Quotation, pk)
    act = partial(lose_quotation, quotation, text=request.POST.get("reason", "")[:5_000])
    return decided(request, quotation, "selling/_quotation_lose.html", act, {})


@ASKS
@login_required
def quotation_order(request: Request, pk: int) -> HttpResponse:
    """A draft order: of each line what is left, of an alternative what is chosen instead."""
    quotation = visible(request, Quotation, pk)
    lines = list(quotation.lines.select_related("item", "unit"))
    left = {line.pk: rest for line, rest in left_of(lines)}
    for line in lines:
        line.left_quantity = left.get(line.pk, Decimal(0))

    def act(**said: Any) -> Any:
        wanted = quantities(request, lines)
        rows = [{"quotation_line": each, "quantity": count} for each, count in wanted.items()]
        made = order_quotation(quotation, lines=rows, **said)
        say_done(request, _("A draft order is there; it counts once it is submitted."))
        return made

    return decided(request, quotation, "selling/_quotation_order.html", act, {"lines": lines})


def _part(request: Request) -> bool:
    return bool(request.htmx and request.htmx.target in ("rec", "document", "next"))
