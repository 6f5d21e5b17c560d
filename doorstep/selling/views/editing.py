"""The page on which a draft is written, and the lines of a submitted order are changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doorstep.kit.errors import Refusal
from doorstep.selling.actions import revise_order, update_delivery, update_order
from doorstep.selling.models import DeliveryNote, SalesOrder
from doorstep.selling.records import DELIVERY_NOTES, SALES_ORDERS
from doorstep.selling.views.dialogs import seen, visible
from doorstep.selling.views.orders import ASKS
from doorstep.selling.views.typed_lines import EMPTY, mark, read_rows, rows_of, typed_rows
from doorstep.ui.document_page import lines_of
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, say_done
from doorstep.ui.record_forms import record_form

OF_ORDER = (
    *("date", "delivery_on", "customer_reference", "contact"),
    *("billing_address", "shipping_address", "price_list", "payment_terms"),
    *("discount_percent", "needs_delivery", "note", "terms_text"),
)
OF_DELIVERY = (
    *("date", "carrier", "tracking", "contact", "shipping_address", "customer_reference"),
    "note",
)


@ASKS
@login_required
def order_edit(request: Request, pk: int) -> HttpResponse:
    """A draft as a whole; of a submitted order its lines."""
    order = visible(request, SalesOrder, pk)
    if order.is_draft:
        return _written(request, SALES_ORDERS, order, OF_ORDER, update_order)
    return _written(request, SALES_ORDERS, order, (), revise_order)


@ASKS
@login_required
def delivery_edit(request: Request, pk: int) -> HttpResponse:
    """A draft of a delivery."""
    note = visible(request, DeliveryNote, pk)
    names = OF_DELIVERY if note.is_draft else ()
    return _written(request, DELIVERY_NOTES, note, names, update_delivery)


def _written(
    request: Request, records: Any, record: Any, names: Sequence[str], save: Callable[..., Any]
) -> HttpResponse:
    form = record_form(records.model, list(names), request.user)(posted(request), instance=record)
    lines = lines_of(record)
    rows = typed_rows(request.POST, lines) if request.method == "POST" else rows_of(lines)
    refusal = None
    if "more" in request.POST:
        rows = [*rows, *rows_of((), EMPTY)]
    elif request.method == "POST" and form.is_valid():
        try:
            said = {name: form.cleaned_data[name] for name in form.changed_data}
            fresh = visible(request, records.model, record.pk)
            lines_said = read_rows(rows, request.user)
            made = save(fresh, by=request.user, seen=seen(request), lines=lines_said, **said)
            say_done(request, _("Saved."))
            return redirect(made)
        except Refusal as error:
            refusal = error
            mark(rows, error.fields)
            for name in error.fields.keys() & form.fields.keys():
                form.add_error(name, error.fields[name])
    for at, row in enumerate(rows):
        row.at = at
    context = {"records": records, "record": record, "form": form, "rows": rows}
    context |= {"refusal": refusal, "posted": request.POST, "is_draft": bool(names)}
    status = refusal.status if refusal else 422 if form.errors else 200
    return render(request, "selling/edit_document.html", context, status=status)
