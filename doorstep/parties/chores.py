"""What the clock does for leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.utils.timezone import localtime, now

from doorstep.activity.calendar.occurring import occurrences, touching
from doorstep.activity.calendar.spans import Span
from doorstep.activity.models import CalendarEvent, EventLink
from doorstep.history.models import Event
from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.parties.actions.leads import move_lead
from doorstep.parties.models import Lead, LeadStatus
from doorstep.records.models import zone_of
from doorstep.users.models import User

AT_ONCE = 500


@every(minutes=30)
def open_leads_met_today() -> int:
    """Who is met today is open again: once a day, whatever people make of it afterwards.

    A converted lead stays converted, and who is not to be contacted is left alone.
    """
    opened = LeadStatus.objects.filter(code=LeadStatus.Code.OPEN, disabled=False).first()
    if opened is None:
        return 0
    system, count = User.system(), 0
    for lead in _met_today(opened, system):
        with suppress(Refusal):
            move_lead(lead, by=system, status=opened)
            count += 1
    return count


def _met_today(opened: LeadStatus, system: User) -> Iterator[Lead]:
    zone = zone_of(None)
    today = localtime(now(), zone).date()
    span = Span(today, today + timedelta(days=1), zone)
    links = EventLink._base_manager.filter(
        about_type=Lead._meta.label_lower, event__in=_begin_in(span)
    )
    lead = Lead._base_manager.filter(pk__in=links.values("about_id"), customer=None)
    waiting = lead.exclude(status=opened).exclude(
        status__kind__in=(LeadStatus.Kind.WON, LeadStatus.Kind.BLOCKED)
    )
    done = Event.objects.filter(
        name="lead.moved", by=system, at__gte=span.since, subject_type=Lead._meta.label_lower
    )
    yield from waiting.exclude(pk__in=done.values("subject_id")).order_by("pk")[:AT_ONCE]


def _begin_in(span: Span) -> list[int]:
    """The events that begin then, those that repeat as well."""
    held = touching(CalendarEvent.objects.open(), span)
    found = set()
    for each in occurrences(held, span):
        since, end = span.edges(each.all_day)
        if since <= each.starts_at < end:
            found.add(each.event.pk)
    return sorted(found)
