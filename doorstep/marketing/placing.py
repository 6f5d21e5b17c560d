"""When somebody's next letter is due. It writes: only inside an action."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from doorstep.marketing.models import Enrolment, MailSequence, StepTaken
from doorstep.marketing.schedule import Due, next_due
from doorstep.records.models import Company


def company_time(at: datetime) -> datetime:
    """What the clock on the company's wall says."""
    return at.astimezone(ZoneInfo(Company.current().time_zone or "UTC"))


def company_day(at: datetime) -> date:
    return company_time(at).date()


def due_of(enrolment: Enrolment, sequence: MailSequence) -> Due | None:
    rows = StepTaken._base_manager.filter(enrolment_id=enrolment.pk)
    return next_due(
        sequence.stages(),
        dict(rows.values_list("step_id", "on")),
        enrolment.starts_on,
        weekdays_only=sequence.weekdays_only,
    )


def place(enrolment: Enrolment, sequence: MailSequence) -> Due | None:
    """Note the next day; after the last letter it is completed."""
    due = due_of(enrolment, sequence)
    enrolment.next_on = due.on if due else None
    if due is None:
        enrolment.status, enrolment.ended_at = Enrolment.Status.DONE, now()
    enrolment.save()
    return due
