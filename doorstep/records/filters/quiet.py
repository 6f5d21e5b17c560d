"""Records on which nothing happened for some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from doorstep.history.models import Change
from doorstep.records.filters.base import Kind, Operator, Scope

MOST_DAYS = 3660


class Quiet(Kind):
    """No edit, no note, no call: neither the row moved nor any event touched it."""

    operators = (Operator(("",), gettext_lazy("for at least")),)
    control = "days"
    repeats = frozenset()

    def narrow(self, scope: Scope, code: str, values: Sequence[str]) -> tuple[Q, list[str]]:
        value = values[0]
        if not (
            value.isascii() and value.isdigit() and len(value) < 5 and int(value) <= MOST_DAYS
        ):
            raise scope.refuse(value, self.works(scope))
        since = now() - timedelta(days=int(value))
        touched = Change.objects.filter(
            record_type=scope.model._meta.label_lower, record_id=OuterRef("pk")
        ).filter(event__at__gte=since)
        days = ngettext("%d day", "%d days", int(value)) % int(value)
        return Q(updated_at__lt=since) & ~Q(Exists(touched)), [days]

    def works(self, scope: Scope) -> str:
        return _("Write a number of days, up to %d.") % MOST_DAYS
