"""What no change of billing may bring about, not even an undo."""

from __future__ import annotations

from django.utils.translation import gettext as _

from doorstep.billing.models import (
    CreditNote,
    CreditNoteLine,
    Payment,
    SalesInvoice,
    SalesInvoiceLine,
)
from doorstep.documents.freezing import freeze
from doorstep.documents.refusals import Frozen
from doorstep.kit.guards import Touched, guard
from doorstep.users.models import User

freeze(SalesInvoice, SalesInvoiceLine)
freeze(CreditNote, CreditNoteLine)


@guard("billing.payment")
def payments_stay_as_they_were_recorded(touched: Touched, by: User) -> None:
    """A payment is cancelled, never changed or deleted."""
    rows = touched["billing.payment"]
    there = set(Payment._base_manager.filter(pk__in=rows).values_list("pk", flat=True))
    for pk, held in rows.items():
        if pk not in there or held.keys() - Payment.living:
            raise Frozen(_("A payment stays as it was recorded: cancel it instead."))
