"""What the clock does for offers."""

from __future__ import annotations

from contextlib import suppress

from django.utils.timezone import localdate

from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.selling.actions import expire_quotation
from doorstep.selling.models import Quotation
from doorstep.users.models import User

AT_ONCE = 500


@every(minutes=60)
def expire_quotations() -> int:
    """Offers whose last day has passed without an answer. Twice is as good as once."""
    today, system, count = localdate(), User.system(), 0
    waiting = Quotation._base_manager.filter(
        status__in=(Quotation.Status.OPEN, Quotation.Status.REPLIED),
        valid_until__lt=today,
        accepted_at=None,
    )
    for quotation in waiting.order_by("valid_until", "pk")[:AT_ONCE]:
        with suppress(Refusal):
            expire_quotation(quotation, by=system, today=today)
            count += 1
    return count
