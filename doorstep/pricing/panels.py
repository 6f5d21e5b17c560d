"""What pricing shows on pages of items and customers."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.parties.models import Customer
from doorstep.pricing.models import ItemPrice
from doorstep.ui.http import Request
from doorstep.ui.panels import panel_answer, panel_on

MOST = 8


@panel_on(Item, _("Prices"), order=10)
def prices_of_item(request: Request, item: Item) -> HttpResponse:
    """What it costs today and later, on each list and for whom."""
    return _answer(request, {"item": item})


@panel_on(Customer, _("Prices of their own"))
def prices_of_customer(request: Request, customer: Customer) -> HttpResponse:
    """What was agreed with them."""
    return _answer(request, {"customer": customer})


def _answer(request: Request, about: dict[str, Item | Customer]) -> HttpResponse:
    seen = ItemPrice.objects.visible_to(request.user).filter(**about)
    today = localdate()
    current = seen.filter(Q(valid_until=None) | Q(valid_until__gte=today))
    rows = current.select_related("item", "price_list", "customer", "unit")
    found = list(rows.order_by("price_list__position", "-customer_id", "from_quantity", "pk"))
    customers = {row.customer_id for row in found} - {None}
    known = Customer.objects.visible_to(request.user).filter(pk__in=customers)
    hidden = customers - set(known.values_list("pk", flat=True)) if customers else set()
    shown = [row for row in found if row.customer_id not in hidden][:MOST]
    context = {"prices": shown, "of_item": "item" in about}
    return panel_answer(request, "pricing/_prices_panel.html", context, count=len(found) or "")
