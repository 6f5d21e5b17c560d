"""Invitations by mail: whoever takes part hears of it, of every change, and when it is off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from doorstep.activity.calendar.answering import Answers, answers_to
from doorstep.activity.calendar.occurring import exceptions_of
from doorstep.activity.calendar.rules import in_words
from doorstep.activity.calendar.spans import DAY, zone_named
from doorstep.activity.calendar.writing import write_calendar
from doorstep.activity.models import CalendarEvent, EventException, EventParticipant
from doorstep.history.models import Change, Event
from doorstep.history.reactions import reacts_to
from doorstep.kit.images import decode
from doorstep.kit.noting import Kind
from doorstep.records.models import Company
from doorstep.users.models import User

EVENT, SEAT, APART = (
    model._meta.label_lower for model in (CalendarEvent, EventParticipant, EventException)
)
SAID = {"subject", "starts_at", "ends_at", "all_day", "timezone", "recurrence", "location"}
SAID |= {"details", "sends_invitations", "status"}


@dataclass
class _Heard:
    """What happened to one event, of what those who take part should hear."""

    was: dict[str, Any] | None = None  # the row, where it is gone
    is_new: bool = False
    is_changed: bool = False
    joined: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)


def tell_participants(event: Event) -> None:
    """Send what follows from one event of the journal."""
    for pk, heard in _heard_of(event).items():
        if heard.was is not None:
            gone = CalendarEvent(pk=pk, **decode(CalendarEvent, heard.was))
            gone.sequence = 2 * gone.version + 1  # see next_sequence
            _cancel(gone, heard.left)
            continue
        found = CalendarEvent._base_manager.select_related("owner").filter(pk=pk).first()
        if found and found.sends_invitations:
            if event.name == "event.undone" and (heard.is_changed or heard.is_new):
                _number_anew(found)
            _tell(found, heard)


for _name in (
    *("created", "updated", "moved", "called_off", "deleted", "imported"),
    *("occurrence_changed", "occurrence_left_out", "split", "cut"),
):
    reacts_to(f"calendar_event.{_name}", outside=True)(tell_participants)
reacts_to("event.undone", outside=True)(tell_participants)


def _number_anew(event: CalendarEvent) -> None:
    """It is as it was, but to those who heard of it in between that is news."""
    event.sequence = max(event.sequence, 2 * event.version)
    event.save()


def _tell(event: CalendarEvent, heard: _Heard) -> None:
    seats = {each.email for each in event.participants.all()}
    _cancel(event, heard.left - seats)
    if event.status == CalendarEvent.Status.CANCELLED:
        if heard.is_changed:
            _cancel(event, seats)
    elif event.status == CalendarEvent.Status.OPEN:
        _send(event, seats if heard.is_changed or heard.is_new else heard.joined & seats)


def _heard_of(event: Event) -> dict[int, _Heard]:
    found: dict[int, _Heard] = defaultdict(_Heard)
    rows = event.changes.filter(record_type__in=(EVENT, SEAT, APART))
    for change in rows.order_by("pk"):
        before = change.before or {}
        if change.record_type == EVENT:
            _of_event(found[change.record_id], change, before)
        elif (pk := _event_of(change, before)) is not None:
            _of_part(found[pk], change, before)
    return found


def _of_event(heard: _Heard, change: Change, before: dict[str, Any]) -> None:
    if change.kind == Kind.DELETED:
        heard.was = before
    heard.is_new |= change.kind == Kind.CREATED
    heard.is_changed |= bool(SAID & before.keys())


def _of_part(heard: _Heard, change: Change, before: dict[str, Any]) -> None:
    if change.record_type == APART:
        heard.is_changed = True
    elif change.kind == Kind.DELETED:
        heard.left.add(before.get("email", ""))
    elif change.kind == Kind.CREATED:
        seat = EventParticipant._base_manager.filter(pk=change.record_id).first()
        heard.joined.add(seat.email if seat else "")


def _event_of(change: Change, before: dict[str, Any]) -> int | None:
    if change.kind == Kind.DELETED:
        return before.get("event_id") or before.get("event")
    model = EventParticipant if change.record_type == SEAT else EventException
    return model._base_manager.filter(pk=change.record_id).values_list("event", flat=True).first()


def _cancel(event: CalendarEvent, emails: Iterable[str]) -> None:
    if event.sends_invitations:
        _send(event, emails, method="CANCEL")


def _send(event: CalendarEvent, emails: Iterable[str], method: str = "REQUEST") -> None:
    """A letter to each, who see one another in the invitation alone. What is past is let be."""
    owner: Any = event.owner or User.system()
    to = sorted(each for each in emails if each and each != owner.email)
    if not to or _is_past(event):
        return
    answers = answers_to([event])
    if not answers.seats:  # of one that is gone
        seats = [EventParticipant(event=event, email=each) for each in to]
        answers = Answers({event.pk: seats}, {})
    apart = exceptions_of([event]) if event.pk and method != "CANCEL" else {}
    text = write_calendar([event], apart, answers, method=method, stamp=timezone.now()).decode()
    with timezone.override(_zone(event)):
        subject, body = _words(event, owner, method)
    for each in to:
        letter = EmailMultiAlternatives(subject, body, None, [each], reply_to=[owner.email])
        letter.attach_alternative(text, f"text/calendar; method={method}; charset=utf-8")
        letter.attach("invite.ics", text, "text/calendar")
        letter.send()


def _words(event: CalendarEvent, owner: User, method: str) -> tuple[str, str]:
    named = {"what": event.subject, "who": owner.name, "when": _when(event)}
    if method == "CANCEL":
        subject, first = _("Called off: %(what)s, %(when)s"), _("%(who)s has called this off:")
    elif event.sequence:
        subject, first = _("Changed: %(what)s, %(when)s"), _("%(who)s has changed this:")
    else:
        subject, first = _("Invitation: %(what)s, %(when)s"), _("%(who)s invites you:")
    lines = [first % named, "", event.subject, _when(event), in_words(event.recurrence)]
    lines += [event.location, "", event.details, "", str(Company.current())]
    body = "\n".join(line for line in lines if line or lines.index(line))
    return " ".join((subject % named).split()), body


def _when(event: CalendarEvent) -> str:
    if event.all_day:
        first, last = event.starts_at.date(), (event.ends_at - DAY).date()
        days = [date_format(each, "D j M Y") for each in dict.fromkeys((first, last))]
        return " – ".join(days)
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    zone = timezone.get_current_timezone_name()
    return f"{date_format(start, 'D j M Y, H:i')} – {date_format(end, 'H:i')} ({zone})"


def _zone(event: CalendarEvent) -> Any:
    return zone_named(event.timezone) if event.timezone else ZoneInfo(Company.current().time_zone)


def _is_past(event: CalendarEvent) -> bool:
    last = event.repeats_until if event.recurrence else event.ends_at
    return last is not None and last < timezone.now()
