"""Free time: when everybody concerned is at work and has nothing planned. It only looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from django.utils.timezone import get_current_timezone, now

from doorstep.activity.calendar.answering import answers_to
from doorstep.activity.calendar.occurring import Occurrence, occurrences, touching
from doorstep.activity.calendar.spans import DAY, Span, zone_named
from doorstep.activity.models import CalendarEvent, EventParticipant, Task, WorkingHours
from doorstep.records.models import Company
from doorstep.users.models import User

HALF_HOUR = timedelta(minutes=30)
LOOKED_AT = 21  # days ahead
MOST = 6
MOST_A_DAY = 3
LONGEST = timedelta(hours=12)
Taken = tuple[datetime, datetime]


@dataclass(frozen=True)
class Worker:
    """Somebody, when they work by their own clock, and when they are busy."""

    hours: WorkingHours
    zone: tzinfo
    taken: Sequence[Taken]

    def can(self, since: datetime, until: datetime) -> bool:
        first, last = since.astimezone(self.zone), until.astimezone(self.zone)
        works = (
            first.date() == last.date()
            and str(first.isoweekday()) in self.hours.days
            and self.hours.since <= first.time()
            and last.time() <= self.hours.until
        )
        return works and not any(start < until and end > since for start, end in self.taken)


def free_times(
    people: Collection[User],
    *,
    length: timedelta = HALF_HOUR,
    at: datetime | None = None,
    besides: str = "",
    most: int = MOST,
) -> list[datetime]:
    """The next beginnings, at full and half hours, at which all of them are free for so long.

    Not more than three of one day, so that there is something to choose from. ``besides`` is the
    plan that is to be moved ("task:5"): it is not in its own way.
    """
    if length > LONGEST or not people:
        return []
    zone = get_current_timezone()
    begin = _next_half_hour(at or now())
    span = Span(
        begin.astimezone(zone).date(), begin.astimezone(zone).date() + DAY * LOOKED_AT, zone
    )
    workers = _workers(people, span, besides)
    found: list[datetime] = []
    on_day: dict[Any, int] = defaultdict(int)
    for moment in _half_hours(begin, span.end):
        day = moment.astimezone(zone).date()
        if on_day[day] < MOST_A_DAY and all(w.can(moment, moment + length) for w in workers):
            found.append(moment)
            on_day[day] += 1
        if len(found) == most:
            break
    return found


def concerned_by(plan: Task | CalendarEvent) -> list[User]:
    """Whose time it takes: who does the task; whose event it is, and colleagues who take part."""
    if isinstance(plan, Task):
        return [each for each in (plan.assignee or plan.owner,) if each]
    seats = EventParticipant._base_manager.filter(event=plan, user__isnull=False)
    coming = seats.exclude(answer=EventParticipant.Answer.NO).values("user")
    whose = {plan.owner_id, *coming.values_list("user", flat=True)}
    return list(User.objects.filter(pk__in=whose - {None}, is_active=True).order_by("pk"))


def _workers(people: Collection[User], span: Span, besides: str) -> list[Worker]:
    usual = Company.current().time_zone
    ids = [each.pk for each in people]
    hours = {each.user_id: each for each in WorkingHours.objects.filter(user__in=ids)}
    taken = _taken(ids, span, besides)
    zones = {each.pk: zone_named(each.time_zone or usual) for each in people}
    tasks = _task_times(zones, span, besides)
    return [
        Worker(hours.get(pk) or WorkingHours(user_id=pk), zones[pk], [*taken[pk], *tasks[pk]])
        for pk in ids
    ]


def _taken(people: Sequence[int], span: Span, besides: str) -> dict[int, list[Taken]]:
    """What stands in their calendars, also what is private: only when."""
    seats = EventParticipant._base_manager.filter(user__in=people)
    everything = CalendarEvent.objects.filter(status=CalendarEvent.Status.OPEN)
    near = touching(everything, span)
    theirs = near.filter(owner__in=people) | near.filter(pk__in=seats.values("event"))
    held = [each for each in theirs if f"calendar_event:{each.pk}" != besides]
    answers = answers_to(held)
    found: dict[int, list[Taken]] = defaultdict(list)
    for once in occurrences(held, span):
        if _takes_time(once):
            event = once.event
            invited = {seat.user_id for seat in answers.seats.get(event.pk, ())}
            for pk in ({event.owner_id} | invited) & set(people):
                if not answers.declined(event.pk, pk or 0, once.original_at):
                    found[pk or 0].append((once.starts_at, once.ends_at))
    return found


def _takes_time(once: Occurrence) -> bool:
    """A fair that lasts days does; a birthday, or a day off school, does not."""
    return not (once.all_day and once.event.kind == CalendarEvent.Kind.OTHER)


def _task_times(zones: dict[int, tzinfo], span: Span, besides: str) -> dict[int, list[Taken]]:
    """Tasks that have their hour take half of it, on the clock of whoever does them."""
    found: dict[int, list[Taken]] = defaultdict(list)
    due = Task._base_manager.filter(status=Task.Status.OPEN, assignee__in=zones)
    due = due.filter(due_on__range=(span.first - DAY, span.until), due_time__isnull=False)
    for pk, whose, day, clock in due.values_list("pk", "assignee", "due_on", "due_time"):
        if f"task:{pk}" != besides:
            start = datetime.combine(day, clock, zones[whose])
            found[whose].append((start, start + HALF_HOUR))
    return found


def _next_half_hour(at: datetime) -> datetime:
    early = at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0)
    return early if early == at else early + HALF_HOUR


def _half_hours(begin: datetime, end: datetime) -> Iterator[datetime]:
    while begin < end:
        yield begin
        begin += HALF_HOUR
