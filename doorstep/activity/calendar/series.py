"""A series kept in order when it changes. It writes: only inside an action."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from django.utils.translation import gettext as _

from doorstep.activity.calendar.occurring import is_repetition, series_of
from doorstep.activity.calendar.rules import turned_by
from doorstep.activity.models import AnswerToOne, CalendarEvent, EventException
from doorstep.activity.refusals import DoesNotRepeat, RepeatsWrongly


def shift_series(event: CalendarEvent, starts_at: datetime, *, insists: bool = True) -> None:
    """Begin at another time, and with it every repetition and what was said of single ones.

    ``insists``: refuse where the rule names days that cannot move along; else it stays as it is.
    """
    if event.recurrence and event.starts_at != starts_at:
        zone = series_of(event).zone
        days = (starts_at.astimezone(zone).date() - event.starts_at.astimezone(zone).date()).days
        rule = turned_by(event.recurrence, days)
        if rule is None and insists:
            says = _("This repeats on certain days: say which in the event itself.")
            raise RepeatsWrongly(says, recurrence=says)
        event.recurrence = rule or event.recurrence
        _shift_exceptions(event, starts_at)
    event.starts_at = starts_at


def shifted(event: CalendarEvent, moment: datetime, by_as: tuple[datetime, datetime]) -> datetime:
    """A moment moved as far as one moment is from another, on the clock of the event."""
    zone = series_of(event).zone
    here, old, new = (_on_clock(each, zone) for each in (moment, *by_as))
    return (here + (new - old)).replace(tzinfo=zone).astimezone(UTC)


def exception_at(event: CalendarEvent, original_at: datetime) -> EventException:
    """What is said of one repetition; a new row where nothing was."""
    found = EventException._base_manager.filter(event=event, original_at=original_at).first()
    if found:
        return found
    if not event.recurrence or not is_repetition(event, original_at):
        says = _("This event does not happen then.")
        raise DoesNotRepeat(says, original_at=says)
    return EventException(event=event, original_at=original_at)


def moved_to(event: CalendarEvent) -> list[datetime]:
    """When the repetitions end that were moved."""
    if not event.recurrence:
        return []
    apart = EventException._base_manager.filter(event=event, is_left_out=False)
    return [each for each in apart.values_list("ends_at", flat=True) if each]


def strays_go(event: CalendarEvent) -> None:
    """What was said of repetitions that the rule no longer makes is forgotten."""
    if not event._loaded.get("recurrence"):
        return
    for each in EventException._base_manager.filter(event=event).order_by("pk"):
        if not event.recurrence or not is_repetition(event, each.original_at):
            AnswerToOne._base_manager.filter(
                participant__event=event, original_at=each.original_at
            ).delete()
            each.delete()


def _shift_exceptions(event: CalendarEvent, starts_at: datetime) -> None:
    later = starts_at > event.starts_at
    rows = EventException._base_manager.filter(event=event)
    for each in rows.order_by("-original_at" if later else "original_at"):
        each.original_at = shifted(event, each.original_at, (event.starts_at, starts_at))
        each.save()


def _on_clock(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
