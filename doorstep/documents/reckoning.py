"""Brings the amounts of a document up to date with its lines: the one place that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from doorstep.catalog.models import TaxLine
from doorstep.catalog.taxing import Tax
from doorstep.documents.models import Document
from doorstep.documents.totals import (
    DocumentAmounts,
    LineAmounts,
    LineSaid,
    add_up,
    document_amounts,
)
from doorstep.kit.money import money, unit_of
from doorstep.records.models import Company


def reckon(document: Document, lines: Sequence[Any]) -> None:
    """Set the amounts of the lines and the totals of their document. Nothing is saved."""
    counted = [line for line in lines if line.counts]
    found = amounts_of(document, counted)
    for line, amounts in zip(counted, found.lines, strict=True):
        line.net, line.tax = amounts.net, amounts.tax
    for line in lines:
        if not line.counts:
            alone = amounts_of(document, [line]).lines[0]
            line.net, line.tax = alone.net, alone.tax
    document.net_total, document.tax_total, document.grand_total = (
        found.net,
        found.tax,
        found.gross,
    )
    document.taxes = [[name, str(amount)] for name, amount in found.taxes]
    document.base_total = in_base(document, document.grand_total)


def reckon_rest(
    document: Document,
    lines: Sequence[Any],
    amounts: Sequence[LineAmounts],
    taxes: Mapping[str, Decimal],
) -> None:
    """Set the amounts to what is left of an earlier document, so that its parts make the whole."""
    for line, rest in zip(lines, amounts, strict=True):
        line.net, line.tax = rest.net, rest.tax
    whole = add_up(amounts)
    document.net_total, document.tax_total, document.grand_total = (
        whole.net,
        whole.tax,
        whole.gross,
    )
    document.taxes = [[name, str(amount)] for name, amount in taxes.items()]
    document.base_total = in_base(document, document.grand_total)


def amounts_of(document: Document, lines: Sequence[Any]) -> DocumentAmounts:
    """What lines come to in the currency of their document, its discount taken off."""
    unit = unit_of(document.currency)
    taxes = taxes_by_template(line.tax_template_id for line in lines)
    said = [
        LineSaid(
            line.quantity,
            line.rate,
            line.discount_percent,
            taxes.get(line.tax_template_id, ()),
        )
        for line in lines
    ]
    less = less_of(document, written_amount(document, lines))
    return document_amounts(said, less=less, unit=unit)


def written_amount(document: Document, lines: Iterable[Any]) -> Decimal:
    """What lines come to as they are written, before the discount on the whole."""
    unit = unit_of(document.currency)
    each = (money(x.quantity * x.rate * (100 - x.discount_percent) / 100, unit) for x in lines)
    return sum(each, Decimal(0))


def less_of(document: Document, whole: Decimal) -> Decimal:
    """What is taken off the whole: its percentage and its amount, never more than there is."""
    if not (document.discount_percent or document.discount_amount):
        return Decimal(0)
    unit = unit_of(document.currency)
    percent = money(whole * document.discount_percent / 100, unit)
    return min(percent + money(document.discount_amount, unit), whole)


def share_of_discount(document: Document, lines: Iterable[Any]) -> Decimal:
    """Of the amount taken off a document what falls on ``lines`` that are made of its own."""
    if not document.discount_amount:
        return Decimal(0)
    own = [line for line in document.lines.all() if line.counts]
    whole, part = written_amount(document, own), written_amount(document, lines)
    share = min(part / whole, Decimal(1)) if whole else Decimal(0)
    return money(document.discount_amount * share, unit_of(document.currency))


def in_base(document: Document, amount: Decimal) -> Decimal:
    """An amount of a document in the company's currency."""
    return money(amount * document.exchange_rate, unit_of(Company.current().currency))


def taxes_by_template(templates: Iterable[int | None]) -> Mapping[int, tuple[Tax, ...]]:
    """The taxes of each template in their order; one query for all."""
    wanted = {pk for pk in templates if pk}
    found: dict[int, list[Tax]] = {}
    if wanted:
        rows = TaxLine._base_manager.filter(template__in=wanted).order_by("position", "pk")
        names = ("template_id", "name", "rate", "basis", "previous", "is_included")
        for pk, name, rate, basis, previous, included in rows.values_list(*names):
            found.setdefault(pk, []).append(Tax(name, rate, basis, previous or 0, included))
    return {pk: tuple(each) for pk, each in found.items()}
