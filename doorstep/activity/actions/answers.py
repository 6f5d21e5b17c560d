"""The verb of those who were invited."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.calendar.series import exception_at
from doorstep.activity.models import AnswerToOne, CalendarEvent, EventParticipant
from doorstep.activity.refusals import DoesNotRepeat, NotInvited
from doorstep.history.action import AlreadyDone, action
from doorstep.kit.errors import Invalid
from doorstep.users.models import User

Said = EventParticipant | AnswerToOne


@action(
    "calendar_event.answered",
    verb="view",
    label=gettext_lazy("Answer an invitation"),
    told=gettext_lazy("answered an invitation"),
    icon="mail-check",
)
def answer_event(
    event: CalendarEvent,
    *,
    by: User,
    answer: str,
    email: str = "",
    sequence: int | None = None,
    at: datetime | None = None,
    original_at: datetime | None = None,
) -> CalendarEvent:
    """Say whether one comes: to all, or to the one repetition that would start then.

    What came by mail is said by the system for the ``email``. An answer to an earlier version of
    the event, or one older than the last, changes nothing. One to all is also one to each that
    was answered alone before.
    """
    if answer not in EventParticipant.Answer.values:
        says = _("Answer yes, perhaps or no.")
        raise Invalid(says, answer=says)
    seat = _seat(event, by, email)
    said: Said = _of_one(event, seat, original_at) if original_at else seat
    about = event.sequence if sequence is None else sequence
    said_at = at or now()
    if _is_older(said, event, about, said_at):
        raise AlreadyDone(event)
    said.answer, said.answered_sequence, said.answered_at = answer, about, said_at
    said.save()
    if said is seat and event.recurrence:
        AnswerToOne._base_manager.filter(participant=seat).exclude(
            answered_at__gt=said_at
        ).delete()
    return event


def _seat(event: CalendarEvent, by: User, email: str) -> EventParticipant:
    seats = EventParticipant._base_manager.filter(event=event)
    is_by_mail = by.kind == User.Kind.SYSTEM
    theirs = seats.filter(email=email.strip().lower()) if is_by_mail else seats.filter(user=by.pk)
    if (found := theirs.first()) is None:
        raise NotInvited(_("Only those who were invited can answer."))
    return found


def _of_one(event: CalendarEvent, seat: EventParticipant, original_at: datetime) -> AnswerToOne:
    if exception_at(event, original_at).is_left_out:
        says = _("This event does not happen then.")
        raise DoesNotRepeat(says, original_at=says)
    held = AnswerToOne._base_manager.filter(participant=seat, original_at=original_at).first()
    return held or AnswerToOne(participant=seat, original_at=original_at)


def _is_older(said: Said, event: CalendarEvent, about: int, said_at: datetime) -> bool:
    if about < event.sequence or about < said.answered_sequence:
        return True
    is_same = about == said.answered_sequence
    return bool(is_same and said.answered_at and said_at <= said.answered_at)
