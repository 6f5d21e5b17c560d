"""What of the house's documents a web user may see: those sent to whom they speak for.

The one way for the pages of the public site, as ``visible_to`` is for staff: a web user has no
role, so what opens a document to them is a row of ``portal_users`` alone, or the lead they are.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.portal.models import PortalAccount
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder

DRAFT = "DRAFT"


def orders_of(account: PortalAccount) -> QuerySet[SalesOrder]:
    return _sent(SalesOrder, Q(customer__portal_users__user=account.user_id))


def quotations_of(account: PortalAccount) -> QuerySet[Quotation]:
    """Of a lead as well: who asked for an offer has not ordered yet."""
    theirs = Q(customer__portal_users__user=account.user_id)
    if account.lead_id:
        theirs |= Q(lead=account.lead_id)
    return _sent(Quotation, theirs)


def deliveries_of(account: PortalAccount) -> QuerySet[DeliveryNote]:
    return _sent(DeliveryNote, Q(customer__portal_users__user=account.user_id))


def invoices_of(account: PortalAccount) -> QuerySet[SalesInvoice]:
    return _sent(SalesInvoice, Q(customer__portal_users__user=account.user_id))


def credit_notes_of(account: PortalAccount) -> QuerySet[CreditNote]:
    return _sent(CreditNote, Q(customer__portal_users__user=account.user_id))


PAPERS: dict[str, Any] = {
    "quotations": quotations_of,
    "orders": orders_of,
    "deliveries": deliveries_of,
    "invoices": invoices_of,
    "credit-notes": credit_notes_of,
}


def _sent(model: Any, theirs: Q) -> QuerySet[Any]:
    """A draft is nobody's yet. By id, so that a customer of two users is found once."""
    own = model._base_manager.filter(theirs).order_by().values("pk")
    found: QuerySet[Any] = model._base_manager.filter(pk__in=own).exclude(status=DRAFT)
    return found
