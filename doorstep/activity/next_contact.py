"""A record's next contact is one event in the calendar of whoever must make it.

The record says who, when, until and how; the event follows it, and it follows the event. It
writes: only inside an action.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.activity.calendar.answering import next_sequence
from doorstep.activity.models import CalendarEvent, EventLink, EventParticipant, How
from doorstep.activity.models.event import USUAL_LENGTH
from doorstep.activity.refusals import EndsBeforeStart, NextContactInPast
from doorstep.users.models import User

FIELDS = ("next_contact_by_id", "next_contact_at", "next_contact_until", "next_contact_how")


def next_contact_moved(record: Any) -> bool:
    """Whether what is about to be saved differs from what the row holds."""
    if record.pk is None:
        return record.next_contact_at is not None
    held = record._loaded
    return any(name in held and held[name] != getattr(record, name) for name in FIELDS)


def check_next_contact(record: Any, *, at: datetime | None = None) -> None:
    """It lies ahead when it is set, and ends after it starts.

    A moment that has passed since is no obstacle to other edits.
    """
    starts, ends = record.next_contact_at, record.next_contact_until
    is_new = record.pk is None or record._loaded.get("next_contact_at") != starts
    if starts and is_new and starts < (at or now()):
        says = _("The next contact lies in the past.")
        raise NextContactInPast(says, next_contact_at=says)
    if ends and (starts is None or ends < starts):
        says = _("The next contact ends before it starts.")
        raise EndsBeforeStart(says, next_contact_until=says)


def keep_next_contact(record: Any, *, by: User) -> CalendarEvent | None:
    """Make, move or remove the event, after the record was saved. There is one, or none."""
    link = next_contact_link(record)
    if record.next_contact_at is None:
        if link:
            link.event.delete()
        return None
    event = link.event if link else CalendarEvent(planned_by=by)
    former = event.owner
    _follow(event, record, by)
    event.save()
    if link is None:
        EventLink.to(record, event=event, is_next_contact=True, owner=by).save()
    _seat(event, former)
    return event


def next_contact_link(record: Any) -> EventLink | None:
    """The tie to the event that is its next contact."""
    found: EventLink | None = (
        EventLink._base_manager.filter(
            about_type=record._meta.label_lower, about_id=record.pk, is_next_contact=True
        )
        .select_related("event")
        .first()
    )
    return found


def bring_record_along(event: CalendarEvent) -> None:
    """The event was moved in the calendar: the record it is the next contact of says so."""
    link = _link_of(event)
    if link is None or (record := link.about) is None:
        return
    was_usual = record.next_contact_until is None and event.length == USUAL_LENGTH
    record.next_contact_at = event.starts_at
    record.next_contact_until = None if was_usual else event.ends_at
    record.next_contact_by = event.owner
    if event.kind in How.values:
        record.next_contact_how = event.kind
    check_next_contact(record)
    record.save()


def let_record_go(event: CalendarEvent) -> Any:
    """The event is done, called off or gone: the record has no next contact. Answers it."""
    link = _link_of(event)
    if link is None or (record := link.about) is None:
        return None
    link.is_next_contact = False
    link.save()
    record.next_contact_at = record.next_contact_until = record.next_contact_by = None
    record.next_contact_how = ""
    record.save()
    return record


def hand_on_next_contact(old: Any, new: Any) -> None:
    """What was planned with the one is planned with the other, which it became.

    Where the other has a next contact of its own both stay planned.
    """
    if old.next_contact_at is None or (link := next_contact_link(old)) is None:
        return
    is_free = new.next_contact_at is None
    if is_free:
        for name in FIELDS:
            setattr(new, name, getattr(old, name))
        new.save()
    event = link.event
    let_record_go(event)
    old.refresh_from_db()
    EventLink.to(new, event=event, is_next_contact=is_free, owner=link.owner).save()


def _link_of(event: CalendarEvent) -> EventLink | None:
    found: EventLink | None = EventLink._base_manager.filter(
        event=event, is_next_contact=True
    ).first()
    return found


def _follow(event: CalendarEvent, record: Any, by: User) -> None:
    whose = record.next_contact_by or getattr(record, "lead_owner", None) or record.owner or by
    how = record.next_contact_how or How.CALL
    if event.starts_at != record.next_contact_at and event.pk:
        event.sequence = next_sequence(event)
    event.kind = how
    event.owner = whose
    event.territory = record.territory
    event.starts_at = record.next_contact_at
    event.ends_at = record.next_contact_until or record.next_contact_at + USUAL_LENGTH
    event.subject = event.subject or f"{How(how).label}: {record}"[:300]


def _seat(event: CalendarEvent, former: User | None) -> None:
    """Whoever must make the contact takes part; whoever had to before does not any more."""
    whose = event.owner
    if whose is None:
        return
    seats = EventParticipant._base_manager.filter(event=event, user__isnull=False)
    seats.filter(user=former).exclude(user=whose).delete()
    if not seats.filter(user=whose).exists():
        EventParticipant(
            event=event,
            user=whose,
            email=whose.email,
            name=whose.name,
            answer=EventParticipant.Answer.YES,
        ).save()
