"""A customer's own orders, quotations and invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from doorstep.billing.models import SalesInvoice
from doorstep.kit.keyset import keyset_page
from doorstep.paper.answers import pdf_answer
from doorstep.paper.documents import place_lines
from doorstep.portal.models import PortalAccount
from doorstep.portal.progress import steps_of, word_for
from doorstep.portal.site import public_page
from doorstep.portal.theirs import PAPERS, deliveries_of, invoices_of, orders_of, quotations_of
from doorstep.portal.views.parts import own_page
from doorstep.portal.whom import party_of
from doorstep.records.models import Company
from doorstep.selling.models import SalesOrder, SalesOrderLine
from doorstep.ui.http import Request

SIZE = 20
SHOWS = {
    "open": Q(status__in=SalesOrder.STANDING),
    "past": ~Q(status__in=SalesOrder.STANDING),
}


@require_safe
@own_page
def orders_page(request: Request, account: PortalAccount) -> HttpResponse:
    """The newest first, each with where it is."""
    shows = request.GET.get("show", "")
    rows = orders_of(account).filter(SHOWS.get(shows, Q()))
    page = _page(request, rows)
    found = [(order, word_for(order)) for order in page.items]
    return _answer(request, "portal/my_orders.html", account, page=page, found=found, shows=shows)


@require_safe
@own_page
def order_page(request: Request, account: PortalAccount, pk: int) -> HttpResponse:
    """What was ordered, where it is, and what belongs to it."""
    rows = orders_of(account).select_related("quotation", "customer")
    order = get_object_or_404(rows, pk=pk)
    deliveries = list(deliveries_of(account).filter(order=order).order_by("date", "pk"))
    lines = list(order.lines.select_related("unit", "item"))
    return _answer(
        request,
        "portal/my_order.html",
        account,
        order=order,
        word=word_for(order),
        steps=steps_of(order, deliveries),
        deliveries=deliveries,
        lines=lines,
        invoices=_invoices_for(account, lines),
        place=_place_of(order),
    )


@require_safe
@own_page
def quotations_page(request: Request, account: PortalAccount) -> HttpResponse:
    """Those that wait for an answer before those that do not; each opens its own page."""
    page = _page(request, quotations_of(account))
    return _answer(request, "portal/my_quotations.html", account, page=page, today=localdate())


@require_safe
@own_page
def quotation_page(request: Request, account: PortalAccount, pk: int) -> HttpResponse:
    """Read, asked about and answered where everybody answers who has the link."""
    found = get_object_or_404(quotations_of(account), pk=pk)
    if not found.secret:
        raise Http404
    return redirect("public_quotation", found.secret)


@require_safe
@own_page
def invoices_page(request: Request, account: PortalAccount) -> HttpResponse:
    """What is to be paid, and what was."""
    rows = invoices_of(account)
    sums = _to_pay(rows, account)
    page = _page(request, rows)
    return _answer(
        request, "portal/my_invoices.html", account, page=page, sums=sums, today=localdate()
    )


@require_safe
@own_page
def paper_page(request: Request, account: PortalAccount, kind: str, pk: int) -> HttpResponse:
    """A document as PDF."""
    if kind not in PAPERS:
        raise Http404
    return pdf_answer(request, get_object_or_404(PAPERS[kind](account), pk=pk))


def _place_of(order: SalesOrder) -> list[str]:
    """Where it goes, as it stood when the order was placed."""
    kept = order.printed or {}
    held = kept.get("shipping_address") or kept.get("billing_address")
    return place_lines(held, Company.current().country) if held else []


def _to_pay(rows: QuerySet[SalesInvoice], account: PortalAccount) -> list[dict[str, Any]]:
    """What is open and late, of each currency."""
    late = Sum("outstanding", filter=Q(due_on__lt=localdate()), default=Decimal(0))
    waiting = rows.filter(status__in=SalesInvoice.OPEN).order_by().values("currency")
    return list(waiting.annotate(sum=Sum("outstanding"), late=late).order_by("currency"))


def _invoices_for(account: PortalAccount, lines: list[SalesOrderLine]) -> list[SalesInvoice]:
    numbers = [line.pk for line in lines]
    found = invoices_of(account).filter(lines__order_line__in=numbers)
    return list(found.distinct().order_by("date", "pk"))


def _page(request: Request, rows: QuerySet[Any]) -> Any:
    after, before = (request.GET.get(name, "")[:200] for name in ("after", "before"))
    return keyset_page(rows, sort="-date", after=after, before=before, size=SIZE)


def _answer(
    request: Request, template: str, account: PortalAccount, **context: Any
) -> HttpResponse:
    return public_page(
        request, template, context | {"account": account, "party": party_of(account)}
    )
