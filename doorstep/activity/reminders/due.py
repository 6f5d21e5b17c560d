"""What is due to be said to whom. It looks at the plans as they are now: one that was moved, done
or called off needs nobody to tell its reminder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from doorstep.activity.calendar.answering import Answers, answers_to
from doorstep.activity.calendar.occurring import Occurrence, occurrences, touching
from doorstep.activity.calendar.spans import DAY, Span
from doorstep.activity.models import CalendarEvent, EventParticipant, Reminder, Task
from doorstep.activity.reminders.people import Person

LATE = timedelta(hours=12)  # what was missed longer ago waits on Today and in the morning's letter
EVENT, TASK = CalendarEvent._meta.label_lower, Task._meta.label_lower
Key = tuple[int, str, int, datetime]


@dataclass(frozen=True)
class Due:
    """One person is to be reminded of one plan, whose moment is ``for_at``."""

    person: Person
    plan_type: str
    plan_id: int
    for_at: datetime
    due_at: datetime

    @property
    def key(self) -> Key:
        return self.person.user.pk, self.plan_type, self.plan_id, self.for_at


def due_now(at: datetime, people: Mapping[int, Person]) -> list[Due]:
    """Everything of which nobody has been reminded yet."""
    wanting = {pk: person for pk, person in people.items() if person.wants_any}
    if not wanting:
        return []
    found = [*_of_events(at, wanting), *_of_tasks(at, wanting)]
    due = [each for each in found if each.due_at <= at and each.for_at > at - LATE]
    said = _said(at) if due else set()
    return [each for each in due if each.key not in said]


def stands(reminder: Reminder, person: Person, at: datetime) -> Any:
    """The plan, if it is still to be, at the same moment; else nothing."""
    model: Any = {EVENT: CalendarEvent, TASK: Task}.get(reminder.plan_type)
    plan = model and model._base_manager.filter(pk=reminder.plan_id).first()
    if plan is None or plan.status != model.Status.OPEN or reminder.for_at < at - LATE:
        return None
    is_same = (
        _is_due(plan, reminder, person)
        if isinstance(plan, Task)
        else _comes(plan, reminder.for_at, person)
    )
    return plan if is_same else None


def _of_events(at: datetime, people: Mapping[int, Person]) -> Iterator[Due]:
    ahead = timedelta(minutes=max(person.choice.minutes for person in people.values()))
    near = Span((at - LATE - DAY).date(), (at + ahead + DAY).date() + DAY, UTC)
    open_ones = CalendarEvent.objects.filter(status=CalendarEvent.Status.OPEN)
    events = list(touching(open_ones, near))
    answers = answers_to(events)
    for once in occurrences(events, near):
        for pk in _coming(once, answers):
            if person := people.get(pk):
                for_at, due_at = _event_moment(once, person)
                if once.event.created_at <= for_at:
                    yield Due(person, EVENT, once.event.pk, for_at, due_at)


def _coming(once: Occurrence, answers: Answers) -> set[int]:
    """Whose event it is, and the colleagues who have not declined, all or this one."""
    found = {once.event.owner_id or 0}
    for seat in answers.seats.get(once.event.pk, ()):
        if seat.user_id and answers.of(seat, once.original_at) != EventParticipant.Answer.NO:
            found.add(seat.user_id)
    return found


def _event_moment(once: Any, person: Person) -> tuple[datetime, datetime]:
    """When it is, and when they want to hear of it; of a whole day in its morning."""
    if once.all_day:
        morning = person.morning_of(once.starts_at.astimezone(UTC).date())
        return morning, morning
    return once.starts_at, once.starts_at - timedelta(minutes=person.choice.minutes)


def _of_tasks(at: datetime, people: Mapping[int, Person]) -> Iterator[Due]:
    ahead = timedelta(minutes=max(person.choice.minutes for person in people.values()))
    days = ((at - LATE - DAY).date(), (at + ahead + DAY).date())
    for task in Task._base_manager.filter(status=Task.Status.OPEN, due_on__range=days):
        person = people.get(_whose_pk(task) or 0)
        if person:
            for_at, due_at = _task_moment(task, person)
            if task.created_at <= for_at:
                yield Due(person, TASK, task.pk, for_at, due_at)


def _task_moment(task: Task, person: Person) -> tuple[datetime, datetime]:
    assert task.due_on is not None
    if task.due_time is None:
        morning = person.morning_of(task.due_on)
        return morning, morning
    moment = person.at(task.due_on, task.due_time)
    return moment, moment - timedelta(minutes=person.choice.minutes)


def _is_due(task: Task, reminder: Reminder, person: Person) -> bool:
    if task.due_on is None or _whose_pk(task) != person.user.pk:
        return False
    return _task_moment(task, person)[0] == reminder.for_at


def _whose_pk(task: Task) -> int | None:
    return task.assignee_id or task.owner_id


def _said(at: datetime) -> set[Key]:
    rows: Iterable[Key] = Reminder.objects.filter(for_at__gt=at - LATE).values_list(
        "user_id", "plan_type", "plan_id", "for_at"
    )
    return set(rows)


def _comes(event: CalendarEvent, for_at: datetime, person: Person) -> bool:
    """Whether it, or one of its repetitions, is still at that moment, and they come to it."""
    day = for_at.astimezone(person.zone).date()
    answers = answers_to([event])
    return any(
        _event_moment(once, person)[0] == for_at and person.user.pk in _coming(once, answers)
        for once in occurrences([event], Span(day - DAY, day + DAY * 2, UTC))
    )
