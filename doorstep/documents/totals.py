"""The arithmetic of every document, on plain values. No Django, no database, no surprises.

How amounts are rounded is said in kit/money.py, what taxes come to in catalog/taxing.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from doorstep.catalog.taxing import Tax, taxed
from doorstep.kit.money import CENT, money, shared_out

ZERO = Decimal(0)


@dataclass(frozen=True)
class LineAmounts:
    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def line_amounts(
    *, quantity: Decimal, rate: Decimal, discount: Decimal, tax_rate: Decimal
) -> LineAmounts:
    """Round each line once; documents only ever add up rounded lines."""
    net = money(quantity * rate * (100 - discount) / 100)
    return LineAmounts(net=net, tax=money(net * tax_rate / 100))


def add_up(lines: Iterable[LineAmounts]) -> LineAmounts:
    lines = list(lines)
    zero = Decimal(0)
    return LineAmounts(
        net=sum((line.net for line in lines), zero), tax=sum((line.tax for line in lines), zero)
    )


@dataclass(frozen=True)
class LineSaid:
    """What somebody wrote in a line."""

    quantity: Decimal
    rate: Decimal
    discount: Decimal = ZERO
    taxes: tuple[Tax, ...] = ()


@dataclass(frozen=True)
class DocumentAmounts:
    """A document's lines, the name and amount of each tax, and what all comes to."""

    lines: tuple[LineAmounts, ...]
    taxes: tuple[tuple[str, Decimal], ...]

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def document_amounts(
    lines: Sequence[LineSaid], *, less: Decimal = ZERO, unit: Decimal = CENT
) -> DocumentAmounts:
    """Each line is rounded once, each tax once over all lines that bear it.

    ``less`` is taken off the whole, each line in proportion. Lines get their shares of net and tax
    so that they add up to those of the document, to the cent.
    """
    said = [money(each.quantity * each.rate * (100 - each.discount) / 100, unit) for each in lines]
    if less:
        off = shared_out(money(less, unit), said, unit)
        said = [amount - part for amount, part in zip(said, off, strict=True)]
    found: dict[int, LineAmounts] = {}
    sums: dict[str, Decimal] = {}
    for taxes, places in _alike(lines).items():
        amounts = [said[at] for at in places]
        quantity = sum((lines[at].quantity for at in places), ZERO)
        whole = taxed(sum(amounts, ZERO), taxes, quantity, unit)
        for tax, amount in zip(taxes, whole.taxes, strict=True):
            sums[tax.name] = sums.get(tax.name, ZERO) + amount
        nets, dues = shared_out(whole.net, amounts, unit), shared_out(whole.tax, amounts, unit)
        for at, net, due in zip(places, nets, dues, strict=True):
            found[at] = LineAmounts(net, due)
    return DocumentAmounts(tuple(found[at] for at in range(len(lines))), tuple(sums.items()))


def _alike(lines: Sequence[LineSaid]) -> dict[tuple[Tax, ...], list[int]]:
    """The places of the lines that bear the same taxes."""
    found: dict[tuple[Tax, ...], list[int]] = {}
    for at, line in enumerate(lines):
        found.setdefault(line.taxes, []).append(at)
    return found
