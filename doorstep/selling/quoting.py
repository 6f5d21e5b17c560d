"""How much of an offer was ordered, and what that makes of its status (reference 13)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Sum

from doorstep.kit.addresses import address
from doorstep.kit.origin import origin
from doorstep.selling.models import Quotation, QuotationLine, SalesOrder, SalesOrderLine

LINK = "{link}"  # in a letter: there is no page before the offer is submitted


def public_page_of(quotation: Quotation) -> str:
    """Where the customer reads it; nothing before it is submitted."""
    if quotation.is_draft or not quotation.secret:
        return ""
    return origin() + address("public_quotation", quotation.secret)


def refresh_quotation(quotation_id: int) -> None:
    """Count what submitted orders took of an offer. Called by actions of orders."""
    quotation = Quotation._base_manager.select_for_update(of=("self",)).get(pk=quotation_id)
    lines = list(quotation.lines.all())
    taken = dict(
        SalesOrderLine._base_manager.filter(quotation_line__in=lines)
        .exclude(order__status__in=(SalesOrder.Status.DRAFT, SalesOrder.Status.CANCELLED))
        .order_by()
        .values_list("quotation_line")
        .annotate(Sum("quantity"))
    )
    for line in lines:
        line.ordered_quantity = taken.get(line.pk, Decimal(0))
        line.save()
    status = _status_by_orders(quotation, lines)
    if status != quotation.status:
        quotation.become(status)
        quotation.save()


def _status_by_orders(quotation: Quotation, lines: Sequence[QuotationLine]) -> str:
    if not any(line.ordered_quantity for line in lines):
        taken_back = quotation.status in (
            Quotation.Status.ORDERED,
            Quotation.Status.PARTLY_ORDERED,
        )
        return Quotation.Status.OPEN if taken_back else quotation.status
    return Quotation.Status.PARTLY_ORDERED if left_of(lines) else Quotation.Status.ORDERED


def left_of(lines: Sequence[QuotationLine]) -> list[tuple[QuotationLine, Decimal]]:
    """What is still to be ordered: of a main line that an alternative replaced, nothing."""
    found: list[tuple[QuotationLine, Decimal]] = []
    for group in groups_of(lines):
        main, *others = group
        taken = sum((line.ordered_quantity for line in others), main.ordered_quantity)
        if main.quantity > taken:
            found.append((main, main.quantity - taken))
    return found


def groups_of(lines: Sequence[QuotationLine]) -> list[list[QuotationLine]]:
    """Each main line with the alternatives behind it."""
    found: list[list[QuotationLine]] = []
    for line in lines:
        if line.is_alternative and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found
