"""How a delivery is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.kit.addresses import address, has_address
from doorstep.selling.models import DeliveryNote
from doorstep.ui.document_page import Next, Paper, Progress, show_document
from doorstep.ui.heads import Head, Said, show_head
from doorstep.ui.http import Request
from doorstep.ui.linked import how_far
from doorstep.ui.looks import quantity
from doorstep.ui.offers import opens_page
from doorstep.users.models import User

Status = DeliveryNote.Status
ZERO = Decimal(0)


def parts_of_delivery(request: Request, note: DeliveryNote, lines: list[Any]) -> dict[str, Any]:
    """What stays open on the order after this draft, and how much it is in all."""
    stays = []
    if note.is_draft and not note.is_return:
        pks = [line.order_line_id for line in lines if line.order_line_id]
        model = lines[0]._meta.get_field("order_line").related_model if lines else None
        rows = model._base_manager.filter(pk__in=pks) if model else ()
        now = {line.order_line_id: line.quantity for line in lines}
        left = [(row, row.open_quantity - now.get(row.pk, ZERO)) for row in rows]
        stays = [(row, count) for row, count in left if count > 0]
    return {"pieces": sum((line.quantity for line in lines), ZERO), "stays_open": stays}


def send_label(note: DeliveryNote, lines: list[Any]) -> str:
    """ "Ship 18 pieces"."""
    pieces = sum((line.quantity for line in lines), ZERO)
    if note.is_return:
        says = ngettext("Take back %(n)s piece", "Take back %(n)s pieces", int(pieces))
    else:
        says = ngettext("Ship %(n)s piece", "Ship %(n)s pieces", int(pieces))
    return says % {"n": quantity(pieces)}


def next_of_delivery(note: DeliveryNote, user: User) -> Next | None:
    if note.status == Status.TO_BILL:
        page = "delivery_note_bill"
        url = address(page, note.pk) if has_address(page, note.pk) else ""
        return Next(_("Write the invoice"), url, "receipt", "dialog")
    return None


@how_far(DeliveryNote, "invoice")
def billed(note: DeliveryNote) -> tuple[str, bool] | None:
    if not note.billed_percent or note.status in (Status.DRAFT, Status.RETURN):
        return None
    return f"{int(note.billed_percent)} %", note.billed_percent >= 100


opens_page("delivery_note.updated")
show_head(
    DeliveryNote,
    Head(
        icon="truck",
        status="status",
        says=(Said("customer", "building-2"),),
    ),
)
show_document(
    DeliveryNote,
    Paper(
        stage="delivery",
        dated=gettext_lazy("Leaves"),
        progress=(
            Progress("returned_quantity", gettext_lazy("Came back")),
            Progress("billed_quantity", gettext_lazy("Invoiced")),
        ),
        above="selling/_delivery_parts.html",
        context=parts_of_delivery,
        next=next_of_delivery,
        settle=gettext_lazy("Return or cancel"),
        settling=("dispatch", "cancel"),
        submit=send_label,
        has_prices=False,
    ),
)
