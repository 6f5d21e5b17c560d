"""How a quotation is read: until when it stands, what the customer said, what comes next."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.catalog.paying import schedule
from doorstep.catalog.queries import portions_of
from doorstep.history.sorts import sort_of_entry
from doorstep.kit.addresses import address
from doorstep.kit.money import unit_of
from doorstep.selling.models import Quotation
from doorstep.selling.quoting import public_page_of
from doorstep.ui.document_page import Next, Paper, show_document
from doorstep.ui.heads import Head, Said, show_head
from doorstep.ui.http import Request
from doorstep.ui.looks import day
from doorstep.ui.offers import opens_page
from doorstep.users.models import User

Status = Quotation.Status


def answer_of(request: Request, quotation: Quotation, lines: list[Any]) -> dict[str, Any]:
    """What the customer said, how often it was looked at, and in which parts it is paid."""
    portions = portions_of(quotation.payment_terms)
    unit = unit_of(quotation.currency)
    parts = schedule(quotation.grand_total, quotation.date, portions, unit)
    looks = quotation.page_views.aggregate(count=Count("pk"), latest=Max("at"))
    return {
        "schedule": parts if len(parts) > 1 else [],
        "looks": looks,
        "page": public_page_of(quotation),
        "is_over": is_over(quotation),
    }


def is_over(quotation: Quotation) -> bool:
    """Whether its last day has passed, though the clock has not said so yet."""
    return quotation.valid_until is not None and quotation.valid_until < localdate()


def next_of_quotation(quotation: Quotation, user: User) -> Next | None:
    """The one thing to do now."""
    if quotation.status in (Status.OPEN, Status.REPLIED) and quotation.accepted_at:
        says = _("%s accepted: make the order") % quotation.accepted_by
        return Next(says, address("quotation_order", quotation.pk), "shopping-bag", "dialog")
    if quotation.status in (Status.OPEN, Status.REPLIED):
        if quotation.valid_until is None:
            return Next(_("Ask whether it is what they need"), "", "phone")
        return Next(_("Ask before %s, when it ends") % day(quotation.valid_until), "", "phone")
    if quotation.status == Status.EXPIRED:
        return Next(_("It was not answered in time: amend it, or mark it as lost"), "", "clock")
    return None


opens_page("quotation.updated")
sort_of_entry(
    "documents", gettext_lazy("Documents"), "quotation.*", icon="file-text", tone="blue", order=54
)
show_head(
    Quotation,
    Head(
        icon="file-text",
        status="status",
        says=(Said("customer", "building-2"), Said("lead", "footprints")),
    ),
)
show_document(
    Quotation,
    Paper(
        stage="quotation",
        dated=gettext_lazy("Quoted"),
        above="selling/_quotation_answer.html",
        context=answer_of,
        next=next_of_quotation,
        settle=gettext_lazy("Lose or cancel"),
        settling=("lose", "cancel"),
    ),
)
