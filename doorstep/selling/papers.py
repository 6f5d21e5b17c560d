"""What quotations, orders and deliveries say on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from doorstep.kit.addresses import address, has_address
from doorstep.kit.origin import origin
from doorstep.paper.documents import Said, document_sheet, place_lines, wording_of
from doorstep.paper.keeping import kept_with
from doorstep.paper.papers import paper_of
from doorstep.paper.sheets import Link, Note, Sheet
from doorstep.selling.drawing import snapshot
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder

PUBLIC_PAGE = "public_quotation"


def kept_of(document: Any) -> Mapping[str, Any]:
    """What was kept when it was submitted; of a draft what would be kept now."""
    held: dict[str, Any] = document.printed or snapshot(document)
    return held if "sender" in held else held | kept_with(document)


@paper_of(Quotation)
def quotation_on_paper(quotation: Quotation, language: str) -> Sheet:
    """The offer, until when it stands, and where to accept it."""
    kept = kept_of(quotation)
    words = wording_of(kept, language)
    said = Said(
        title=_("Quotation"),
        facts=[
            (_("Valid until"), words.day(quotation.valid_until)),
            (_("Payment"), kept.get("payment_terms") or ""),
            (_("Contact"), _name_of(quotation.owner)),
        ],
        link=_where_to_accept(quotation),
    )
    return document_sheet(quotation, kept, words, said)


@paper_of(SalesOrder)
def order_on_paper(order: SalesOrder, language: str) -> Sheet:
    """The confirmation of an order: what was agreed, and by when it is delivered."""
    kept = kept_of(order)
    words = wording_of(kept, language)
    said = Said(
        title=_("Order confirmation"),
        facts=[
            (_("Your order"), order.customer_reference),
            (_("Our quotation"), str(order.quotation) if order.quotation_id else ""),
            (_("Deliver by"), words.day(order.delivery_on)),
            (_("Payment"), kept.get("payment_terms") or ""),
            (_("Contact"), _name_of(order.owner)),
        ],
        notes=_delivery_address(kept),
    )
    return document_sheet(order, kept, words, said)


@paper_of(DeliveryNote)
def delivery_on_paper(delivery: DeliveryNote, language: str) -> Sheet:
    """What is in the box, without prices."""
    kept = kept_of(delivery)
    words = wording_of(kept, language, "shipping_address")
    said = Said(
        title=_("Return note") if delivery.is_return else _("Delivery note"),
        facts=[
            (_("Order"), str(delivery.order) if delivery.order_id else ""),
            (_("Return of"), str(delivery.return_of) if delivery.is_return else ""),
            (_("Your order"), delivery.customer_reference),
            (_("Carrier"), delivery.carrier),
            (_("Tracking number"), delivery.tracking),
        ],
        priced=False,
        place="shipping_address",
    )
    return document_sheet(delivery, kept, words, said)


def _name_of(owner: Any) -> str:
    return str(owner.name or owner.email) if owner else ""


def _delivery_address(kept: Mapping[str, Any]) -> list[Note]:
    """Where it goes, if that is not where the invoice goes."""
    place = kept.get("shipping_address")
    if not place or place == kept.get("billing_address"):
        return []
    from_here = kept["sender"]["country"]
    return [Note("\n".join(place_lines(place, from_here)), _("Delivery address"))]


def _where_to_accept(quotation: Quotation) -> Link | None:
    is_open = quotation.secret and quotation.status in Quotation.WAITING
    if not (is_open and settings.HOSTS.origins and has_address(PUBLIC_PAGE, "")):
        return None
    link = f"{origin()}{address(PUBLIC_PAGE, quotation.secret)}"
    return Link(link, _("Accept online: %s") % link.partition("://")[2])
