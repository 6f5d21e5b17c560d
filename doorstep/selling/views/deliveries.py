"""The pages of deliveries: what left, what of it came back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.selling.actions import cancel_delivery, return_delivery
from doorstep.selling.making import in_the_way_of
from doorstep.selling.models import DeliveryNote
from doorstep.selling.records import DELIVERY_NOTES
from doorstep.selling.views.dialogs import decided, quantities, visible
from doorstep.selling.views.orders import ASKS
from doorstep.ui.document_page import document_page, lines_of
from doorstep.ui.http import Request
from doorstep.ui.pages import say_done


def delivery_note_detail(request: Request, pk: int) -> HttpResponse:
    return document_page(request, DELIVERY_NOTES, pk)


@ASKS
@login_required
def delivery_return(request: Request, pk: int) -> HttpResponse:
    """How much of each line came back."""
    note = visible(request, DeliveryNote, pk)
    lines = lines_of(note)

    def act(**said: Any) -> Any:
        wanted = quantities(request, lines)
        if not wanted:
            raise Invalid(_("Say of one line at least how much came back."))
        rows = [{"line": each, "quantity": count} for each, count in wanted.items()]
        again = request.POST.get("reopens_order") == "on"
        back = return_delivery(note, lines=rows, reopens_order=again, **said)
        say_done(request, _("A draft return is there; it counts once it is submitted."))
        return back

    context = {"lines": [line for line in lines if line.kept_quantity] or lines}
    return decided(request, note, "selling/_delivery_return.html", act, context)


@ASKS
@login_required
def delivery_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a delivery; what stands in the way is named first."""
    note = visible(request, DeliveryNote, pk)

    def act(**said: Any) -> Any:
        done = cancel_delivery(note, **said)
        say_done(request, _("%s is cancelled.") % done)
        return done

    context = {"in_the_way": in_the_way_of(note)}
    return decided(request, note, "selling/_delivery_cancel.html", act, context)
