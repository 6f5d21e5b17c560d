"""Questions about opportunities that join several tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.parties.models import Lead
from doorstep.pipeline.models import Opportunity, Stage, StageChange


@dataclass(frozen=True)
class Stay:
    """Once that an opportunity was in a stage; ``until`` is None while it still is."""

    stage: Stage
    since: datetime
    until: datetime | None
    why: str

    @property
    def days(self) -> int:
        """Whole days, up to now."""
        return max(((self.until or now()) - self.since).days, 0)


def stays_of(opportunity: Opportunity) -> list[Stay]:
    """Its way through the stages, from the first on."""
    changes = StageChange._base_manager.filter(opportunity=opportunity)
    rows = list(changes.select_related("stage").order_by("at", "pk"))
    ends = [*(row.at for row in rows[1:]), None]
    is_over = not opportunity.stage.is_open
    if rows and is_over:
        ends[-1] = rows[-1].at
    return [Stay(row.stage, row.at, end, row.why) for row, end in zip(rows, ends, strict=True)]


def customer_of(party: Any) -> str:
    """What to say where a converted lead's opportunity became its customer's."""
    if not (isinstance(party, Lead) and party.is_converted):
        return ""
    names = {"lead": party, "customer": party.customer}
    return _("%(lead)s is the customer %(customer)s by now: it is theirs.") % names
