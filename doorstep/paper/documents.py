"""What all documents with lines say on paper: sender, receiver, lines, totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.kit.money import money, unit_of
from doorstep.paper.keeping import Vat
from doorstep.paper.senders import letterhead
from doorstep.paper.sheets import (
    Carry,
    Column,
    Enclosed,
    Link,
    Note,
    Pay,
    Row,
    Sheet,
    Total,
)
from doorstep.paper.wording import Wording
from doorstep.parties.models import Address
from doorstep.parties.postal import address_lines

ZERO, HUNDRED = Decimal(0), Decimal(100)
PLACE = ("line1", "line2", "city", "state", "postal_code", "country")


@dataclass(frozen=True)
class Said:
    """What one kind of document says beside what all of them say."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    priced: bool = True
    place: str = "billing_address"
    notes: Sequence[Note] = ()
    pay: Pay | None = None
    link: Link | None = None
    enclosed: Enclosed | None = None


def wording_of(kept: Mapping[str, Any], language: str, place: str = "billing_address") -> Wording:
    """How whoever is written to reads numbers and days."""
    where = kept.get(place) or {}
    return Wording(language, where.get("country") or kept["sender"]["country"])


def document_sheet(document: Any, kept: Mapping[str, Any], words: Wording, said: Said) -> Sheet:
    """The sheet of a document. ``kept`` is what was kept with it, or what would be today."""
    lines = list(document.lines.all())
    amounts = [amount_of(line, document) for line in lines] if said.priced else []
    rows = (
        _priced(lines, amounts, kept, words, document)
        if said.priced
        else _bare(lines, kept, words)
    )
    carry = Carry(_("Carried forward"), _("Brought forward")) if said.priced else None
    facts = [(_("Number"), document.number or _("Draft")), (_("Date"), words.day(document.date))]
    return Sheet(
        name=f"{said.title} {document.number or ''}".strip(),
        title=said.title,
        to=receiver(kept, said.place),
        to_label=_("For"),
        facts=[*facts, *((label, value) for label, value in said.facts if value)],
        columns=_columns(lines, kept) if said.priced else _bare_columns(),
        rows=list(rows),
        totals=list(_totals(document, lines, amounts, words)) if said.priced else (),
        carry=carry,
        notes=list(_notes(document, said)),
        pay=said.pay,
        link=said.link,
        enclosed=said.enclosed,
        watermark=watermark_of(document),
        **common(kept["sender"], words),
    )


def common(sender: Mapping[str, Any], words: Wording) -> dict[str, Any]:
    """What every sheet has of its sender and its language."""
    number = _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return {**letterhead(dict(sender)), "page": number, "lang": words.locale.language}


def watermark_of(document: Any) -> str:
    if document.status == "DRAFT":
        return _("DRAFT")
    return _("CANCELLED") if document.status == "CANCELLED" else ""


def receiver(kept: Mapping[str, Any], place: str = "billing_address") -> list[str]:
    """Whom it goes to, as it stands on an envelope."""
    names = [kept["party"], kept.get("contact") or ""]
    held = kept.get(place) or kept.get("billing_address")
    lines = place_lines(held, kept["sender"]["country"]) if held else []
    return list(dict.fromkeys([*filter(None, names), *lines]))


def place_lines(held: Mapping[str, Any], home: str) -> list[str]:
    place = Address(title="", **{name: held.get(name) or "" for name in PLACE})
    return address_lines(place, home=home)


def amount_of(line: Any, document: Any) -> Decimal:
    """What a line comes to as it is written: its own discount taken off, not the document's."""
    part = (HUNDRED - line.discount_percent) / HUNDRED
    return money(line.quantity * line.rate * part, unit_of(document.currency))


def line_kept(line: Any, kept: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was kept of a line. One that came later, by agreement, is shown as it is now."""
    found: Mapping[str, Any] | None = kept["lines"].get(str(line.pk))
    if found is not None:
        return found
    code, unit = line.item.code if line.item else "", line.unit.sign if line.unit else ""
    return {"code": code, "unit": unit, "vat": Vat().written()}


def _columns(lines: Sequence[Any], kept: Mapping[str, Any]) -> list[Column]:
    has_discount, has_rates = _shows(lines, kept)
    return [
        Column(_("Item"), ends=False, grows=True),
        Column(_("Quantity")),
        Column(_("Rate")),
        *([Column(_("Discount"))] if has_discount else []),
        *([Column(_("Tax"))] if has_rates else []),
        Column(_("Amount")),
    ]


def _shows(lines: Sequence[Any], kept: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether any line has a discount, and whether they are taxed at different rates."""
    rates = {tuple(line_kept(line, kept)["vat"]) for line in lines}
    return any(line.discount_percent for line in lines), len(rates) > 1


def _priced(
    lines: Sequence[Any],
    amounts: Sequence[Decimal],
    kept: Mapping[str, Any],
    words: Wording,
    document: Any,
) -> Iterator[Row]:
    has_discount, has_rates = _shows(lines, kept)
    so_far, currency = ZERO, document.currency
    for line, amount in zip(lines, amounts, strict=True):
        held = line_kept(line, kept)
        so_far += amount if line.counts else ZERO
        discount = words.percent(line.discount_percent) if line.discount_percent else ""
        cells = [
            line.description,
            f"{words.number(line.quantity)} {held['unit']}".strip().replace(" ", "\u00a0"),
            words.rate(line.rate, currency),
            *([discount] if has_discount else []),
            *([words.percent(Vat.read(held["vat"]).rate)] if has_rates else []),
            words.amount(amount, currency),
        ]
        under = " · ".join(
            filter(None, (held["code"], "" if line.counts else _("Alternative, not in the total")))
        )
        yield Row(cells, under, words.amount(so_far, currency), muted=not line.counts)


def _bare_columns() -> list[Column]:
    return [Column(_("Item"), ends=False, grows=True), Column(_("Quantity"))]


def _bare(lines: Sequence[Any], kept: Mapping[str, Any], words: Wording) -> Iterator[Row]:
    for line in lines:
        held = line_kept(line, kept)
        quantity = f"{words.number(line.quantity)} {held['unit']}".strip()
        yield Row([line.description, quantity.replace(" ", "\u00a0")], under=held["code"])


def _totals(
    document: Any, lines: Sequence[Any], amounts: Sequence[Decimal], words: Wording
) -> Iterator[Total]:
    """From the sum of the lines to what is to be paid; every figure is the document's own."""
    currency = document.currency
    both = zip(lines, amounts, strict=True)
    whole = sum((amount for line, amount in both if line.counts), ZERO)
    if whole != document.net_total:
        yield Total(_("Sum"), words.amount(whole, currency))
    if document.discount_percent:
        less = money(whole * document.discount_percent / HUNDRED, unit_of(currency))
        label = _("Discount, %s") % words.percent(document.discount_percent)
        yield Total(label, words.amount(-less, currency))
    if document.discount_amount:
        yield Total(_("Discount"), words.amount(-document.discount_amount, currency))
    yield Total(_("Net"), words.amount(document.net_total, currency))
    for name, amount in document.taxes:
        yield Total(name, words.amount(Decimal(amount), currency))
    total = words.amount(document.grand_total, currency)
    yield Total(_("Total, %s") % currency, total, strong=True)


def _notes(document: Any, said: Said) -> Iterator[Note]:
    if document.note:
        yield Note(document.note)
    yield from said.notes
    if document.terms_text:
        yield Note(document.terms_text, _("Terms"))
