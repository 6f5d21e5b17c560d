"""The clock's part: sequences that are to end end, and what is due goes."""

from __future__ import annotations

import logging
from datetime import datetime

from django.utils.timezone import now

from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.marketing.actions.enrolling import stop_enrolment, take_step
from doorstep.marketing.models import Enrolment, MailSequence
from doorstep.marketing.placing import company_time
from doorstep.marketing.schedule import may_go_at
from doorstep.marketing.stopping import to_be_stopped
from doorstep.users.models import User

AT_ONCE = 200

logger = logging.getLogger(__name__)


@every(minutes=5)
def go_on_with_sequences() -> int:
    """How many letters were put on their way."""
    return go_on(now())


def go_on(at: datetime) -> int:
    """Stop what is to be stopped, then send what is due at this moment."""
    by = User.system()
    for enrolment, why in to_be_stopped():
        try:
            stop_enrolment(enrolment, by=by, why=why)
        except Refusal:  # somebody was faster
            continue
    local = company_time(at)
    return sum(_advance(each, local, by) for each in _due(local))


def _due(local: datetime) -> list[Enrolment]:
    rows = Enrolment._base_manager.filter(
        status=Enrolment.Status.ACTIVE,
        next_on__lte=local.date(),
        sequence__status=MailSequence.Status.ACTIVE,
    )
    found = rows.select_related("sequence").order_by("next_on", "pk")[:AT_ONCE]
    return [each for each in found if _may_go(each.sequence, local)]


def _may_go(sequence: MailSequence, local: datetime) -> bool:
    return may_go_at(
        local,
        from_hour=sequence.from_hour,
        to_hour=sequence.to_hour,
        weekdays_only=sequence.weekdays_only,
    )


def _advance(enrolment: Enrolment, local: datetime, by: User) -> bool:
    try:
        take_step(enrolment, by=by, today=local.date())
    except Refusal as refusal:
        logger.info("Enrolment %s waits: %s", enrolment.pk, refusal.message)
        return False
    return True
