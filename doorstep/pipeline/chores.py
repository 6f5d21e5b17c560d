"""What the clock does for opportunities."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from doorstep.history.models import Change
from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.parties.models import sales_policy
from doorstep.pipeline.actions import close_opportunity
from doorstep.pipeline.models import Opportunity
from doorstep.users.models import User

AT_ONCE = 500


@every(minutes=60)
def close_replied_opportunities() -> int:
    """Those we answered, and in which nothing has happened for as long as the policy says."""
    days = sales_policy().close_replied_after_days
    if not days:
        return 0
    since, system, count = now() - timedelta(days=days), User.system(), 0
    touched = Change.objects.filter(
        record_type=Opportunity._meta.label_lower, record_id=OuterRef("pk"), event__at__gte=since
    )
    still = Opportunity._base_manager.filter(
        ~Exists(touched), status=Opportunity.Status.REPLIED, updated_at__lt=since
    )
    for opportunity in still.order_by("pk")[:AT_ONCE]:
        with suppress(Refusal):
            close_opportunity(opportunity, by=system)
            count += 1
    return count
