"""What a credit note comes to: its lines, and the last of an invoice what is left of it.

Parts are rounded each for itself. If the last one were, an invoice of which every piece is taken
back could still ask for a cent, or leave one as credit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from doorstep.billing.models import CreditNote, CreditNoteLine, SalesInvoice
from doorstep.documents.reckoning import reckon, reckon_rest
from doorstep.documents.totals import LineAmounts

ZERO = Decimal(0)
PRICE = ("rate", "discount_percent", "tax_template_id")


def reckon_credit(credit: CreditNote, lines: Sequence[CreditNoteLine]) -> None:
    """Set the amounts of a credit note that is about to be saved. Nothing is saved."""
    reckon(credit, lines)
    invoice = credit.invoice
    if invoice is None or len({line.invoice_line_id for line in lines}) < len(lines):
        return
    notes = list(
        CreditNote._base_manager.filter(invoice=invoice, status="SUBMITTED").exclude(pk=credit.pk)
    )
    before = list(CreditNoteLine._base_manager.filter(credit_note__in=notes))
    if not _is_the_last(invoice, [*notes, credit], [*before, *lines]):
        return
    rest, taxes = _left_of(lines, before), _taxes_left(invoice, notes)
    if all(each.net >= 0 and each.tax >= 0 for each in rest):
        reckon_rest(credit, lines, rest, taxes)


def _is_the_last(
    invoice: SalesInvoice, notes: Sequence[CreditNote], lines: Sequence[CreditNoteLine]
) -> bool:
    """Whether all of it is taken back by these, at the prices at which it was invoiced."""
    if any(note.discount_percent != invoice.discount_percent for note in notes):
        return False
    of_invoice = {line.pk: line for line in invoice.lines.all()}
    taken: dict[Any, Decimal] = defaultdict(Decimal)
    for line in lines:
        origin = of_invoice.get(line.invoice_line_id)
        if origin is None or any(getattr(line, name) != getattr(origin, name) for name in PRICE):
            return False
        taken[origin.pk] += line.quantity
    return all(taken[pk] == line.quantity for pk, line in of_invoice.items())


def _left_of(
    lines: Sequence[CreditNoteLine], before: Sequence[CreditNoteLine]
) -> list[LineAmounts]:
    found = []
    for line in lines:
        gone = [row for row in before if row.invoice_line_id == line.invoice_line_id]
        whole: Any = line.invoice_line
        net = whole.net - sum((row.net for row in gone), ZERO)
        found.append(LineAmounts(net, whole.tax - sum((row.tax for row in gone), ZERO)))
    return found


def _taxes_left(invoice: SalesInvoice, notes: Sequence[CreditNote]) -> dict[str, Decimal]:
    left = {name: Decimal(amount) for name, amount in invoice.taxes}
    for note in notes:
        for name, amount in note.taxes:
            left[name] = left.get(name, ZERO) - Decimal(amount)
    return left
