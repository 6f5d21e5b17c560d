"""What documents do to the opportunity they are of (reference 10): called inside their actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from doorstep.pipeline.advancing import advance_by_document
from doorstep.pipeline.documents import To, tells_active_quotations
from doorstep.pipeline.models import Opportunity
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User

LIVE_ORDERS = (*SalesOrder.STANDING, SalesOrder.Status.COMPLETED, SalesOrder.Status.CLOSED)


@tells_active_quotations
def quotations_that_may_be_accepted(opportunity: Opportunity) -> Iterable[Quotation]:
    """Those that the opportunity cannot be lost while they stand."""
    if opportunity.pk is None:
        return ()
    return Quotation.objects.active().filter(opportunity=opportunity)


def pursue(opportunity: Opportunity | None, why: str, *, by: User, **said: Any) -> None:
    """Move an opportunity to where its documents are now; ``why`` names the one that moved it."""
    if opportunity is None:
        return
    to = _reached(opportunity)
    advance_by_document(opportunity, to, why, by=by, **(said if to == To.LOST else {}))


def _reached(opportunity: Opportunity) -> str:
    if SalesOrder._base_manager.filter(opportunity=opportunity, status__in=LIVE_ORDERS).exists():
        return To.ORDERED
    offers = Quotation._base_manager.filter(opportunity=opportunity)
    standing = (*Quotation.ACTIVE, Quotation.Status.EXPIRED)
    if offers.filter(status__in=standing).exists():
        return To.QUOTED
    return To.LOST if offers.filter(status=Quotation.Status.LOST).exists() else To.WITHDRAWN


def said_of(document: Any, what: str) -> str:
    """ "QTN-2026-0007 was sent"."""
    return _("%(document)s %(what)s") % {"document": document, "what": what}
