"""What selling shows on pages of parties."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.models import Opportunity
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.transactions import Kind, in_transactions, tabs, transactions
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on
from doorstep.users.access import Reach

MOST = 5

in_transactions(Kind(Quotation, "quotations", _("Quotations")))
in_transactions(
    Kind(SalesOrder, "orders", _("Orders"), of="quotation__number", of_label=_("Quotation"))
)
in_transactions(
    Kind(DeliveryNote, "deliveries", _("Deliveries"), of="order__number", of_label=_("Order"))
)


@panel_on(Customer, _("Transactions"), order=40, wide=True)
def transactions_panel(request: Request, customer: Customer) -> HttpResponse:
    """All documents of a customer, the newest first."""
    context = transactions_of(request, customer)
    return panel_answer(request, "selling/_transactions.html", context)


def transactions_of(request: Request, customer: Customer) -> dict[str, Any]:
    """A page of them, as ``?tab=orders&after=…`` asks."""
    known = tabs()
    tab = request.GET.get("tab", "")
    tab = tab if tab in known else ""
    listed = transactions(customer, request.user, tab=tab, after=request.GET.get("after", ""))
    return {"record": customer, "listed": listed, "tab": tab, "tabs": {"": _("All")} | known}


@panel_on(Lead, _("Quotations"), order=45)
def quotations(request: Request, lead: Lead) -> HttpResponse:
    """The latest offers to a lead, or to the customer it became."""
    party = {"customer": lead.customer} if lead.customer_id else {"lead": lead}
    return _quotations(request, f"lead={lead.pk}", **party)


@panel_on(Opportunity, _("Quotations"), order=45)
def quotations_of_opportunity(request: Request, opportunity: Opportunity) -> HttpResponse:
    """The latest offers that were made of it."""
    return _quotations(request, f"opportunity={opportunity.pk}", opportunity=opportunity)


def _quotations(request: Request, query: str, **only: Any) -> HttpResponse:
    found = Quotation.objects.visible_to(request.user).filter(**only)
    latest = list(found.order_by("-date", "-pk")[:MOST])
    may_add = request.user.reach(Quotation, "create") != Reach.NONE
    return panel_answer(
        request,
        "selling/_documents_panel.html",
        {"documents": latest, "empty": _("No quotations yet.")},
        count=len(latest) or "",
        add=f"{address('quotation_create')}?{query}" if may_add else "",
        add_label=str(_("New quotation")),
    )


@panel_on(Lead, _("Orders"))
def orders(request: Request, lead: Lead) -> HttpResponse:
    """The latest orders of the customer a lead became."""
    return _panel(request, SalesOrder, lead.customer)


@panel_on(Customer, _("Orders"))
def open_orders(request: Request, customer: Customer) -> HttpResponse:
    """Those that still run; all of them are in the list of transactions."""
    return _panel(request, SalesOrder, customer, status__in=SalesOrder.STANDING)


@panel_on(Lead, _("Deliveries"))
def deliveries(request: Request, lead: Lead) -> HttpResponse:
    """The latest deliveries to the customer a lead became."""
    return _panel(request, DeliveryNote, lead.customer)


def _panel(request: Request, model: Any, customer: Any, **only: Any) -> HttpResponse:
    found = model.objects.visible_to(request.user).filter(customer=customer, **only)
    latest: list[models.Model] = (
        list(found.order_by("-date", "-pk")[:MOST]) if isinstance(customer, Customer) else []
    )
    kind = "sales_order" if model is SalesOrder else "delivery_note"
    may_add = customer and request.user.reach(model, "create") != Reach.NONE
    add = f"{address(f'{kind}_create')}?customer={customer.pk}" if may_add else ""
    is_order = model is SalesOrder
    none = _("No orders yet.") if is_order else _("No deliveries yet.")
    context = {"documents": latest, "empty": _("None is running.") if only else none}
    label = str(_("New order") if is_order else _("New delivery"))
    return panel_answer(
        request,
        "selling/_documents_panel.html",
        context,
        count=len(latest) or "",
        add=add,
        add_label=label,
    )
