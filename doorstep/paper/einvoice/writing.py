"""Writes an e-invoice as XML: UN/CEFACT CII, checked against the schema of EN 16931."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from unicodedata import category

from drafthorse.models.accounting import ApplicableTradeTax, TradeAllowanceCharge
from drafthorse.models.document import Document
from drafthorse.models.note import IncludedNote
from drafthorse.models.party import TaxRegistration
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.tradelines import LineItem

from doorstep.paper.banking import bare, is_iban
from doorstep.paper.einvoice.saying import (
    Bill,
    Category,
    Line,
    Party,
    check,
    settled,
    shares,
)

GUIDELINE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
INVOICE, CREDIT_NOTE = "380", "381"
TRANSFER, TO_IBAN = "30", "58"
CENT, FINE = Decimal("0.01"), Decimal("0.000001")
PIECE = "C62"
UNITS = {  # how units are called by UN/ECE recommendation 20
    **{"pc": "C62", "pcs": "C62", "piece": "C62", "set": "SET", "pr": "PR", "dz": "DZN"},
    **{"m": "MTR", "cm": "CMT", "mm": "MMT", "km": "KMT", "m²": "MTK", "m³": "MTQ"},
    **{"kg": "KGM", "g": "GRM", "t": "TNE", "l": "LTR", "min": "MIN", "h": "HUR"},
    **{"d": "DAY", "wk": "WEE", "mo": "MON", "yr": "ANN"},
}


def written(bill: Bill) -> bytes:
    """The XML of a bill. Refuses what cannot be said; the same bill makes the same bytes."""
    bill = settled(bill)
    check(bill)
    document = Document()
    document.context.guideline_parameter.id = GUIDELINE
    document.header.id = said(bill.number)
    document.header.type_code = CREDIT_NOTE if bill.is_credit else INVOICE
    document.header.issue_date_time = bill.day
    if bill.note:
        document.header.notes.add(IncludedNote(content=said(bill.note)))
    _parties(document, bill)
    for place, line in enumerate(bill.lines, start=1):
        document.trade.items.add(_line(place, line))
    document.trade.delivery.event.occurrence = bill.delivered_on or bill.day
    _settlement(document.trade.settlement, bill)
    return bytes(document.serialize(schema=SCHEMA))


def said(text: str) -> str:
    """Without what XML cannot hold."""
    kept = (char for char in text if char == "\n" or category(char) not in ("Cc", "Cs", "Cn"))
    return "".join(kept).strip()


def _parties(document: Any, bill: Bill) -> None:
    agreement = document.trade.agreement
    if all(line.vat.category == Category.OUTSIDE for line in bill.lines):
        _party(agreement.seller, replace(bill.seller, tax_id=""))  # BR-O-02 wants none
        _party(agreement.buyer, replace(bill.buyer, tax_id=""))
    else:
        _party(agreement.seller, bill.seller)
        _party(agreement.buyer, bill.buyer)
    if bill.goes_to:
        _party(document.trade.delivery.ship_to, bill.goes_to)
    if bill.reference:
        agreement.buyer_order.issuer_assigned_id = said(bill.reference)


def _party(party: Any, who: Party) -> None:
    party.name = said(who.legal_name or who.name)
    if who.person or who.phone:
        party.contact.person_name = said(who.person or who.name)
        if who.phone:
            party.contact.telephone.number = said(who.phone)
        if who.email:
            party.contact.email.address = said(who.email)
    place = party.address
    place.postcode, place.line_one = said(who.postal_code), said(who.line1)
    if who.line2:
        place.line_two = said(who.line2)
    place.city_name, place.country_id = said(who.city), who.country
    if who.email:
        party.electronic_address.uri_ID = ("EM", said(who.email))
    if who.tax_id:
        number = "".join(said(who.tax_id).split())
        scheme = "VA" if number[:2].isalpha() else "FC"
        party.tax_registrations.add(TaxRegistration(id=(scheme, number)))


def _line(place: int, line: Line) -> LineItem:
    item = LineItem()
    item.document.line_id = str(place)
    if line.code:
        item.product.seller_assigned_id = said(line.code)
    item.product.name = said(line.name) or "-"
    unit = UNITS.get(line.unit.lower(), PIECE)
    item.agreement.net.amount = line.price
    item.delivery.billed_quantity = (line.quantity, unit)
    _tax(item.settlement.trade_tax, line.vat)
    rest = (line.quantity * line.price).quantize(CENT, ROUND_HALF_UP) - line.net
    if rest:
        less = TradeAllowanceCharge(indicator=rest < 0)
        less.actual_amount = abs(rest)
        less.reason = "Discount" if rest > 0 else "Rounding"
        item.settlement.allowance_charge.add(less)
    item.settlement.monetary_summation.total_amount = line.net
    return item


def _tax(tax: Any, vat: Any) -> None:
    tax.type_code = "VAT"
    tax.category_code = str(vat.category)
    if vat.category != Category.OUTSIDE:
        tax.rate_applicable_percent = vat.rate


def _settlement(settlement: Any, bill: Bill) -> None:
    settlement.currency_code = bill.currency
    settlement.payment_reference = said(bill.number)
    if bill.account and not bill.is_credit:
        settlement.payment_means.add(_means(bill))
    for share in shares(bill.lines):
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount = share.tax, share.net
        _tax(tax, share.vat)
        if share.vat.reason:
            tax.exemption_reason = said(share.vat.reason)
        settlement.trade_tax.add(tax)
    if bill.due_on or bill.terms:
        settlement.terms.add(PaymentTerms(due=bill.due_on, description=said(bill.terms)))
    _sums(settlement.monetary_summation, bill)
    if bill.invoice:
        settlement.invoice_referenced_document.issuer_assigned_id = said(bill.invoice)


def _means(bill: Bill) -> PaymentMeans:
    to_iban = is_iban(bill.account)
    means = PaymentMeans(type_code=TO_IBAN if to_iban else TRANSFER)
    if to_iban:
        means.payee_account.iban = bare(bill.account)
    else:
        means.payee_account.proprietary_id = said(bill.account)
    means.payee_account.account_name = said(bill.seller.legal_name or bill.seller.name)
    if bill.bic:
        means.payee_institution.bic = bill.bic
    return means


def _sums(sums: Any, bill: Bill) -> None:
    sums.line_total = bill.net
    sums.charge_total = sums.allowance_total = Decimal("0.00")
    sums.tax_basis_total = bill.net
    sums.tax_total = (bill.tax, bill.currency)
    sums.grand_total = bill.total
    sums.prepaid_total = Decimal("0.00")
    sums.due_amount = bill.total
