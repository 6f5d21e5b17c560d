"""What is kept with a document when it is submitted, so that its paper stays what it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doorstep.catalog.models import TaxTemplate
from doorstep.catalog.taxing import Basis, Tax
from doorstep.documents.models import Document
from doorstep.documents.reckoning import taxes_by_template
from doorstep.paper.senders import sender_now

Category = TaxTemplate.Category


@dataclass(frozen=True)
class Vat:
    """The value added tax of a line. ``is_plain``: nothing else is due, and it is so much of the
    net amount; no e-invoice can say more. ``is_included``: the price holds it."""

    category: str = ""
    rate: Decimal = Decimal(0)
    reason: str = ""
    is_plain: bool = True
    is_included: bool = False

    def written(self) -> list[Any]:
        told = (self.category, f"{self.rate:f}", self.reason)
        return [*map(str, told), self.is_plain, self.is_included]

    @classmethod
    def read(cls, written: list[Any]) -> Vat:
        category, rate, reason, is_plain, is_included = written
        return cls(category, Decimal(rate), reason, is_plain, is_included)


def kept_with(document: Document) -> dict[str, Any]:
    """The sender, and of each line what stands elsewhere: code, unit, tax."""
    lines = list(document.lines.select_related("item", "unit"))
    vats = vats_of(line.tax_template_id for line in lines)
    return {
        "sender": sender_now(),
        "lines": {
            str(line.pk): {
                "code": line.item.code if line.item else "",
                "unit": line.unit.sign if line.unit else "",
                "vat": vats.get(line.tax_template_id, Vat()).written(),
            }
            for line in lines
        },
    }


def vats_of(templates: Iterable[int | None]) -> Mapping[int, Vat]:
    """What each template is to the tax office; two queries for all."""
    wanted = {pk for pk in templates if pk}
    if not wanted:
        return {}
    taxes = taxes_by_template(wanted)
    rows = TaxTemplate._base_manager.filter(pk__in=wanted)
    return {
        pk: vat_of(taxes.get(pk, ()), category, reason)
        for pk, category, reason in rows.values_list("pk", "category", "exemption_reason")
    }


def vat_of(taxes: tuple[Tax, ...], category: str = "", reason: str = "") -> Vat:
    """A template that does not say what it is, is so by its rate."""
    rate = taxes[0].rate.normalize() if taxes else Decimal(0)
    is_plain = not taxes or (len(taxes) == 1 and taxes[0].basis == Basis.NET)
    usual = Category.STANDARD if rate else Category.ZERO
    return Vat(category or usual, rate, reason, is_plain, bool(taxes and taxes[0].is_included))
