"""What an e-invoice says, as plain values; and what stands in the way of saying it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from doorstep.catalog.models import TaxTemplate
from doorstep.kit.errors import Conflict
from doorstep.paper.keeping import Vat

Category = TaxTemplate.Category
ZERO = Decimal(0)
UNION = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)


class NoEInvoice(Conflict):
    """An e-invoice cannot be made of this document."""

    code = "no_e_invoice"


@dataclass(frozen=True)
class Party:
    name: str
    line1: str = ""
    line2: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    tax_id: str = ""
    legal_name: str = ""
    email: str = ""
    phone: str = ""
    person: str = ""


@dataclass(frozen=True)
class Line:
    """``net`` is what the line comes to, all discounts taken off."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    net: Decimal
    tax: Decimal
    vat: Vat
    code: str = ""


@dataclass(frozen=True)
class Bill:
    """An invoice, or a credit note of ``invoice``."""

    number: str
    day: date
    currency: str
    seller: Party
    buyer: Party
    lines: Sequence[Line]
    net: Decimal
    tax: Decimal
    total: Decimal
    is_credit: bool = False
    invoice: str = ""
    due_on: date | None = None
    delivered_on: date | None = None
    reference: str = ""
    note: str = ""
    terms: str = ""
    account: str = ""
    bic: str = ""
    goes_to: Party | None = None


@dataclass(frozen=True)
class Share:
    """What bears one rate of one category."""

    vat: Vat
    net: Decimal
    tax: Decimal


def settled(bill: Bill) -> Bill:
    """With the category of lines whose taxes do not say it, by where it is sold to."""
    usual = usual_vat(bill.seller, bill.buyer)
    lines = [replace(line, vat=line.vat if line.vat.category else usual) for line in bill.lines]
    return replace(bill, lines=[replace(line, vat=_with_reason(line.vat)) for line in lines])


def usual_vat(seller: Party, buyer: Party) -> Vat:
    """What it is if no tax is due and nobody said why."""
    if buyer.country and buyer.country not in UNION:
        return Vat(Category.EXPORT)
    if buyer.country != seller.country and buyer.tax_id:
        return Vat(Category.UNION)
    return Vat(Category.EXEMPT)


def reason_of(category: str) -> str:
    """Why no tax is due, in the words an invoice has to have (directive 2006/112/EC, 226)."""
    return {
        Category.EXEMPT: _("Exempt from tax"),
        Category.REVERSE: _("Reverse charge: the buyer owes the tax"),
        Category.UNION: _("Tax-free supply within the European Union"),
        Category.EXPORT: _("Tax-free export"),
        Category.OUTSIDE: _("Not subject to tax"),
    }.get(category, "")  # type: ignore[call-overload, no-any-return]


def _with_reason(vat: Vat) -> Vat:
    return replace(vat, reason=vat.reason or reason_of(vat.category)) if not vat.rate else vat


def shares(lines: Sequence[Line]) -> list[Share]:
    """The sums of each rate; what they come to is what the document comes to."""
    found: dict[tuple[str, Decimal], Share] = {}
    for line in lines:
        key = (line.vat.category, line.vat.rate)
        so_far = found.get(key, Share(line.vat, ZERO, ZERO))
        found[key] = Share(so_far.vat, so_far.net + line.net, so_far.tax + line.tax)
    return list(found.values())


def check(bill: Bill) -> None:
    """Refuse what EN 16931 cannot say, or what it asks for and is missing; all at once."""
    if missing := [says for says, is_there in _asked(bill).items() if not is_there]:
        names = {"number": bill.number, "missing": ", ".join(map(str, missing))}
        says = _("%(number)s cannot be an e-invoice yet. It lacks: %(missing)s.")
        raise NoEInvoice(says % names)
    if not all(line.vat.is_plain for line in bill.lines):
        says = _("%s bears taxes that an e-invoice cannot say: only a rate of the net amount.")
        raise NoEInvoice(says % bill.number)


def _asked(bill: Bill) -> Mapping[str, object]:
    needs_both = {line.vat.category for line in bill.lines} & {Category.REVERSE, Category.UNION}
    return {
        _("the company's street, town and country"): bill.seller.country and bill.seller.city,
        _("the company's tax number"): bill.seller.tax_id,
        _("the customer's billing address"): bill.buyer.country,
        _("the customer's tax number"): bill.buyer.tax_id or not needs_both,
        _("lines"): bill.lines,
    }
