"""What the lines of a draft were made of, and how much of it is still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from doorstep.parties.models import sales_policy
from doorstep.records.veil import out_of_reach, within_reach
from doorstep.selling.editor.kinds import Bound
from doorstep.selling.making import allowed_quantity, beyond
from doorstep.selling.models import DeliveryNoteLine, QuotationLine, SalesOrderLine
from doorstep.ui.looks import quantity
from doorstep.users.models import User

ZERO = Decimal(0)


def origins(model: Any, pks: Iterable[int | None], user: User) -> Mapping[int, tuple[Any, str]]:
    """Lines of earlier documents, each with the name of its document as this user may know it."""
    whole = model._meta.get_field(model.part_of).related_model
    wanted = [pk for pk in pks if pk]
    rows = model._base_manager.filter(pk__in=wanted).select_related(model.part_of)
    found = {row.pk: (row, getattr(row, model.part_of)) for row in rows}
    seen = within_reach(whole, {each.pk for _row, each in found.values()}, user)
    return {
        pk: (row, str(each) if each.pk in seen else out_of_reach())
        for pk, (row, each) in found.items()
    }


def open_of(name: str, left: Decimal) -> Bound:
    """So much of a line of a document is left."""
    left = max(left, ZERO)
    return Bound(_("%(of)s: %(left)s open") % {"of": name, "left": quantity(left)}, left)


def of_orders(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    """Lines of a draft order that were offered: any number of them can be ordered."""
    found = origins(QuotationLine, (line.quotation_line_id for line in lines), user)
    return {
        line.pk: Bound(
            _("%(of)s: %(count)s offered")
            % {"of": found[line.quotation_line_id][1], "count": quantity(offered.quantity)}
        )
        for line in lines
        if (offered := found.get(line.quotation_line_id, (None, ""))[0])
    }


def of_running_orders(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    """Lines of a submitted order: no less than what left or was invoiced."""
    return {
        line.pk: Bound(
            _("%(sent)s delivered, %(billed)s invoiced")
            % {
                "sent": quantity(line.delivered_quantity),
                "billed": quantity(line.billed_quantity),
            },
            least=max(line.delivered_quantity, line.billed_quantity),
        )
        for line in lines
        if line.delivered_quantity or line.billed_quantity
    }


def of_deliveries(lines: Sequence[Any], user: User) -> Mapping[int, Bound]:
    """What is open of an order, or what of a delivery can come back."""
    usual = sales_policy().over_delivery_percent
    ordered = origins(SalesOrderLine, (line.order_line_id for line in lines), user)
    sent = origins(DeliveryNoteLine, (line.return_line_id for line in lines), user)
    found = {}
    for line in lines:
        if line.return_line_id in sent:
            first, name = sent[line.return_line_id]
            found[line.pk] = open_of(name, first.kept_quantity)
        elif line.order_line_id in ordered:
            first, name = ordered[line.order_line_id]
            percent = beyond(line, "over_delivery_percent", usual)
            most = allowed_quantity(first.quantity, percent)
            found[line.pk] = open_of(name, most - first.delivered_quantity)
    return found
