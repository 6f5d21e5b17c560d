"""Invoices and credit notes as e-invoices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.paper.documents import line_kept
from doorstep.paper.einvoice.naming import NAME
from doorstep.paper.einvoice.saying import UNION, Bill, Line, NoEInvoice, Party
from doorstep.paper.einvoice.writing import written
from doorstep.paper.keeping import Vat
from doorstep.paper.papers import xml_of
from doorstep.paper.sheets import Enclosed
from doorstep.records.models import EInvoice
from doorstep.selling.models import DeliveryNote
from doorstep.selling.papers import kept_of

FINE = Decimal("0.000001")


@xml_of(SalesInvoice)
@xml_of(CreditNote)
def e_invoice_of(document: SalesInvoice | CreditNote) -> bytes:
    """The XML of a submitted invoice or credit note. Refuses what is none, and says what lacks."""
    if document.is_draft or not document.number:
        raise NoEInvoice(_("%s is a draft: submit it, then it has an e-invoice.") % document)
    kept = kept_of(document)
    if kept["sender"]["country"] not in UNION:
        raise NoEInvoice(_("E-invoices are for firms of the European Union."))
    return written(bill_of(document, kept))


def enclosed_in(document: Any, kept: Mapping[str, Any]) -> Enclosed | None:
    """The XML inside the PDF, for firms that send it. What cannot be said is left out: the
    address of the XML alone tells why."""
    if kept["sender"]["e_invoice"] != EInvoice.FACTUR_X or document.status in (
        "DRAFT",
        "CANCELLED",
    ):
        return None
    try:
        xml = e_invoice_of(document)
    except NoEInvoice:
        return None
    return Enclosed(NAME, xml.decode(), f"Factur-X {document.number}")


def bill_of(document: Any, kept: Mapping[str, Any]) -> Bill:
    """What an invoice or a credit note says, as an e-invoice knows it."""
    sender, is_credit = kept["sender"], isinstance(document, CreditNote)
    return Bill(
        number=document.number,
        day=document.date,
        currency=document.currency,
        seller=_seller(sender, document),
        buyer=_buyer(kept),
        lines=[_line(line, kept) for line in document.lines.all()],
        net=document.net_total,
        tax=document.tax_total,
        total=document.grand_total,
        is_credit=is_credit,
        invoice=document.invoice.number if is_credit and document.invoice_id else "",
        due_on=None if is_credit else document.due_on,
        delivered_on=None if is_credit else _last_delivery(document),
        reference=getattr(document, "customer_reference", ""),
        note=document.note,
        terms=kept.get("payment_terms") or "",
        account=sender["bank_account"],
        bic=sender["bic"],
        goes_to=_goes_to(kept),
    )


def _seller(sender: Mapping[str, Any], document: Any) -> Party:
    return Party(
        name=sender["name"],
        legal_name=sender["legal_name"],
        line1=sender["street"],
        city=sender["city"],
        postal_code=sender["postal_code"],
        country=sender["country"],
        tax_id=sender["tax_id"],
        email=sender["email"],
        phone=sender["phone"],
    )


def _buyer(kept: Mapping[str, Any]) -> Party:
    return replace(_place(kept, "billing_address"), tax_id=kept.get("tax_id") or "")


def _goes_to(kept: Mapping[str, Any]) -> Party:
    """Where it is delivered: asked for where that decides the tax (BR-IC-12)."""
    return _place(kept, "shipping_address" if kept.get("shipping_address") else "billing_address")


def _place(kept: Mapping[str, Any], where: str) -> Party:
    place = kept.get(where) or {}
    names = ("line1", "line2", "city", "postal_code", "country")
    return Party(name=kept["party"], **{name: place.get(name) or "" for name in names})


def _line(line: Any, kept: Mapping[str, Any]) -> Line:
    held = line_kept(line, kept)
    vat = Vat.read(held["vat"])
    price = line.rate
    if vat.is_included:
        price = (line.rate * 100 / (100 + vat.rate)).quantize(FINE)
    return Line(
        name=line.description,
        quantity=line.quantity,
        unit=held["unit"],
        price=price,
        net=line.net,
        tax=line.tax,
        vat=vat,
        code=held["code"],
    )


def _last_delivery(invoice: Any) -> Any:
    notes = DeliveryNote._base_manager.filter(
        lines__invoice_lines__invoice=invoice, status__in=DeliveryNote.SUBMITTED
    )
    return notes.order_by("-date").values_list("date", flat=True).first()
