"""What stands in the calendars: meetings that repeat, visits, a fair, and what is to be done."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from doorstep.activity.actions import (
    change_occurrence,
    create_event,
    create_task,
    finish_event,
    leave_out_occurrence,
)
from doorstep.activity.models import CalendarEvent, Task
from doorstep.demo.past import Story, ago
from doorstep.demo.people import COMPANY
from doorstep.demo.stories import Cast
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.users.models import User

ZONE = COMPANY["time_zone"]
DAY = timedelta(days=1)
DAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"


def meetings(cast: Cast) -> Story:
    """What repeats; one of them was moved, and one left out."""
    ines, tobias, priya, maren = cast.staff[:4]
    yield ago(34, 1)
    first = _monday(-4)
    plan(ines, "Stand-up", _at(first, 9, 30), 15, recurrence=DAYS, with_=[tobias, priya, maren])
    weekly = {"recurrence": "FREQ=WEEKLY", "location": "Showroom"}
    pipeline = plan(ines, "Team pipeline", _at(first, 11), 60, with_=[tobias, priya], **weekly)
    yield ago(3, 4)
    next_one = _at(_monday(1), 11)
    pipeline = change_occurrence(
        pipeline,
        by=ines,
        original_at=next_one,
        starts_at=next_one + timedelta(days=1, hours=2),
    )
    leave_out_occurrence(pipeline, by=ines, original_at=_at(_monday(3), 11))
    plan(maren, "Quarter review", _at(_monday(0) + 4 * DAY, 14), 90, with_=cast.staff[:3])


def visits(cast: Cast) -> Story:
    """People who come, and people who are gone to; some of it done."""
    ines, tobias, priya = cast.staff[:3]
    museum = Customer.objects.filter(name="Museum of Quiet Things").first()
    lead = Lead.objects.order_by("pk").first()
    yield ago(8, 2)
    held = plan(
        ines, "First look at the foyer", _at(localdate() - 6 * DAY, 13), 60, museum, "VISIT"
    )
    yield ago(6, 6)
    finish_event(held, by=ines, outcome="They want warm white, and a sample by Friday.")
    yield ago(2, 3)
    tomorrow = localdate() + DAY
    plan(ines, "Showroom visit", _at(tomorrow, 10, 30), 90, lead, "VISIT", with_=[priya])
    plan(ines, "Drawings with the architects", _at(tomorrow, 15, 30), 60, museum)
    plan(ines, "Glassblower on the line", _at(tomorrow, 16), 30, kind="CALL")
    fair = {"all_day": True, "location": "Hall 4", "kind": "OTHER"}
    plan(tobias, "Light fair", _day(_monday(1) + 2 * DAY), 2 * 24 * 60, with_=[ines], **fair)
    plan(priya, "Dentist", _at(_monday(1) + DAY, 15), 60, is_private=True, kind="OTHER")
    guest = Contact.objects.exclude(email="").order_by("pk").first()
    plan(priya, "Choose the glass", _at(_monday(1) + 3 * DAY, 11), 45, museum, with_=[guest])


def tasks(cast: Cast) -> Story:
    """What somebody asked for: late, for today, for later, and some day."""
    ines, tobias, priya = cast.staff[:3]
    lead = Lead.objects.order_by("pk").first()
    yield ago(4, 1)
    today = localdate()
    for who, subject, due in (
        (ines, "Send the brass sample", today),
        (ines, "Measure the stairs once more", today - 2 * DAY),
        (ines, "Price list for the spring", today + 3 * DAY),
        (tobias, "Book the stand for the fair", today + DAY),
        (priya, "Photographs of the reading room", today + 5 * DAY),
    ):
        about = [lead] if lead and who == ines else []
        create_task(Task, by=ines, assignee=who, subject=subject, due_on=due, records=about)
    create_task(Task, by=ines, subject="Tidy the sample room")
    create_task(Task, by=ines, subject="Find a second glassblower", priority="3_LOW")


def plan(
    by: User,
    subject: str,
    starts_at: datetime,
    minutes: int,
    about: Any = None,
    kind: str = "MEETING",
    with_: Any = (),
    **values: Any,
) -> CalendarEvent:
    seats = [
        {"user": each} if isinstance(each, User) else {"email": each.email, "name": each.name}
        for each in with_
        if each
    ]
    return create_event(
        CalendarEvent,
        by=by,
        subject=subject,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        participants=seats,
        records=[about] if about else [],
        timezone="" if values.get("all_day") else ZONE,
        **values,
    )


def _monday(weeks: int) -> Any:
    today = localdate()
    return today - today.weekday() * DAY + 7 * weeks * DAY


def _at(day: Any, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


def _day(day: Any) -> datetime:
    return datetime.combine(day, time.min, UTC)
