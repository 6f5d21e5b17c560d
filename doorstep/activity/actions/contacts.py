"""The verbs of the next contact: said in one line, and done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.actions.events import finish_event
from doorstep.activity.colleagues import colleague, whoever
from doorstep.activity.models import EventParticipant, How, NextContact
from doorstep.activity.next_contact import next_contact_link
from doorstep.activity.one_line import Planned, read_line
from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.records.doing import doing
from doorstep.records.models import Record, zone_of
from doorstep.users.models import User


@action(
    "*.contact_planned",
    verb="edit",
    label=gettext_lazy("Set next contact"),
    told=gettext_lazy("planned the next contact"),
    icon="calendar-plus",
)
def plan_contact(record: Record, *, by: User, line: str, at: datetime | None = None) -> Record:
    """Say in one line who is in touch with them next, when and how: "call Tuesday 10"."""
    _insist(record)
    held: Any = record
    usual = held.next_contact_how or How.CALL
    said = read_line(line, at=at or now(), zone=zone_of(by), how=usual)
    values: dict[str, Any] = {"next_contact_how": said.how, "next_contact_at": said.starts_at}
    if said.whose:
        values["next_contact_by"] = colleague(said.whose)
    _set(record, by, next_contact_until=said.ends_at, **values)
    _tell_the_event(record, said)
    return record


@action(
    "*.contacted",
    verb="edit",
    label=gettext_lazy("Contact made"),
    told=gettext_lazy("made the planned contact"),
    icon="circle-check",
)
def finish_contact(
    record: Record, *, by: User, outcome: str = "", line: str = "", at: datetime | None = None
) -> Record:
    """The next contact was made; ``line`` says what comes after it."""
    _insist(record)
    held: Any = record
    if held.next_contact_at is None:
        raise Conflict(_("No contact with %s is planned.") % record)
    if link := next_contact_link(record):
        finish_event.function(link.event, by=by, outcome=outcome)
    else:
        _set(record, by, next_contact_at=None)
    record.refresh_from_db()
    if line.strip():
        plan_contact.function(record, by=by, line=line, at=at)
    return record


def _insist(record: Record) -> None:
    if not isinstance(record, NextContact):
        raise Conflict(_("Of %s no next contact is kept.") % record)


def _set(record: Record, by: User, **values: Any) -> None:
    """As an edit would, and told as part of what is done here."""
    doing(type(record), "updated").function(record, by=by, **values)


def _tell_the_event(record: Record, said: Planned) -> None:
    """What the record has no room for: with whom, and what about."""
    link = next_contact_link(record)
    assert link is not None
    event = link.event
    label, invited = whoever(said)
    event.subject = f"{label}: {said.about or record}"[:300]
    event.save()
    if invited and not event.participants.filter(user=invited).exists():
        EventParticipant(event=event, user=invited, email=invited.email, name=invited.name).save()
