"""What those who take part say: of an event, and of single ones of a series.

``ask_anew`` and what follows it write: only inside an action.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import now

from doorstep.activity.models import AnswerToOne, CalendarEvent, EventParticipant
from doorstep.users.models import User

Answer = EventParticipant.Answer


@dataclass(frozen=True)
class Answers:
    """The answers to several events, read in two queries."""

    seats: dict[int, list[EventParticipant]]
    apart: dict[tuple[int, datetime], str]

    def of(self, seat: EventParticipant, original_at: datetime | None) -> str:
        """What somebody says of this one, or else of all."""
        alone = self.apart.get((seat.pk, original_at)) if original_at else None
        return alone or seat.answer

    def is_apart(self, seat: EventParticipant, original_at: datetime | None) -> bool:
        return original_at is not None and (seat.pk, original_at) in self.apart

    def declined(self, event: int, user: int, original_at: datetime | None) -> bool:
        """Whether somebody said that they do not come."""
        theirs = [each for each in self.seats.get(event, ()) if each.user_id == user]
        return any(self.of(each, original_at) == Answer.NO for each in theirs)


def answers_to(events: Collection[CalendarEvent]) -> Answers:
    """Who takes part in these events, and what they said."""
    seats: dict[int, list[EventParticipant]] = defaultdict(list)
    rows = EventParticipant._base_manager.filter(event__in=events).select_related("user")
    for seat in rows.order_by("pk") if events else ():
        seats[seat.event_id].append(seat)
    repeating = [each.pk for each in events if each.recurrence and each.pk in seats]
    alone = AnswerToOne._base_manager.filter(participant__event__in=repeating)
    told = alone.values_list("participant", "original_at", "answer") if repeating else ()
    return Answers(dict(seats), {(seat, at): answer for seat, at, answer in told})


def next_sequence(event: CalendarEvent) -> int:
    """The number of an invitation that is about to be changed: above every one that was sent.

    The version of a row only ever grows, through undo and deletion as well; twice that leaves a
    number between two versions for "it is off" when the row is gone.
    """
    return max(event.sequence + 1, 2 * (event.version + 1))


def ask_anew(event: CalendarEvent, *, by: User) -> None:
    """It is at another time: who answered is asked again, but the owner and whoever moved it."""
    if not event.recurrence and event.ends_at < now():
        return  # nobody is asked to what is over
    asked = _others(event, by)
    if event.recurrence:
        AnswerToOne._base_manager.filter(participant__event=event.pk).delete()
    asked.exclude(answer=Answer.OPEN).update(answer=Answer.OPEN, answered_at=None)


def ask_anew_for_one(event: CalendarEvent, original_at: datetime, *, by: User) -> None:
    """One of a series is at another time: who said something is asked again about that one."""
    alone = _alone(event).filter(original_at=original_at)
    held = {each.participant_id: each for each in alone}
    for seat in _others(event, by).order_by("pk"):
        said = held.get(seat.pk) or AnswerToOne(participant=seat, original_at=original_at)
        if said.pk or seat.answer != Answer.OPEN:
            said.answer, said.answered_at = Answer.OPEN, None
            said.save()


def forget_answers(event: CalendarEvent, *, since: datetime) -> None:
    """What was said of single ones that are no more part of the series."""
    _alone(event).filter(original_at__gte=since).delete()


def _others(event: CalendarEvent, by: User) -> Any:
    own = [pk for pk in (event.owner_id, by.pk) if pk]
    return EventParticipant._base_manager.filter(event=event.pk).exclude(user__in=own)


def _alone(event: CalendarEvent) -> Any:
    return AnswerToOne._base_manager.filter(participant__event=event.pk)
