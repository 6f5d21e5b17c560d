"""What follows, in the background, after something was written or handed over."""

from __future__ import annotations

from typing import Any

from django.core.mail import send_mail
from django.utils.translation import gettext as _

from doorstep.activity.models import Mention
from doorstep.history.models import Change, Event
from doorstep.history.reactions import reacts_to
from doorstep.history.rows import model_of, records_of
from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.kit.origin import origin
from doorstep.records.models import record_models
from doorstep.users.access import owner_fields
from doorstep.users.models import User

LOOKED_AT = 2_000  # changes of one large handover


def tell_who_is_mentioned(event: Event) -> None:
    """Write to whom a note speaks, if they can still read it."""
    made = Change.objects.filter(
        event=event, record_type=Mention._meta.label_lower, kind="CREATED"
    )
    rows = Mention.objects.filter(pk__in=made.values("record_id")).select_related("user", "note")
    for mention in rows.exclude(user=event.by):
        record: Any = mention.note.about
        seen = type(record)._default_manager.visible_to(mention.user)
        if mention.user.is_active and seen.filter(pk=record.pk).exists():
            subject = _("%(who)s mentioned you: %(record)s")
            lines = [mention.note.text, origin() + record.get_absolute_url()]
            names = {"who": event.by, "record": record}
            send_mail(subject % names, "\n\n".join(lines), None, [mention.user.email])


def tell_who_takes_over(event: Event) -> None:
    """Write to whoever got a record, with the way to its brief."""
    record: Any = event.subject
    page = f"{kind_of(type(record))}_handover" if record else ""
    if record is None or not has_address(page, 1):
        return
    for person in _new_owners(event).keys() - {event.by_id}:
        to = User.objects.staff().filter(pk=person).first()
        if to and type(record)._default_manager.visible_to(to).filter(pk=record.pk).exists():
            subject = _("%(who)s handed %(record)s over to you")
            lines = [
                _("What is known, what was promised and what comes next stands here:"),
                origin() + address(page, record.pk),
            ]
            names = {"who": event.by, "record": record}
            send_mail(subject % names, "\n\n".join(lines), None, [to.email])


def tell_who_takes_many(event: Event) -> None:
    """Write to whoever got several records, with the way to the list of their briefs."""
    for person, count in _new_owners(event).items():
        to = User.objects.staff().filter(pk=person).first() if person != event.by_id else None
        if to:
            subject = _("%(who)s handed %(count)d records over to you")
            lines = [
                _("Each has a brief of what is known, promised and next:"),
                origin() + address("handovers", event.pk),
            ]
            names = {"who": event.by, "count": count}
            send_mail(subject % names, "\n\n".join(lines), None, [to.email])


def _new_owners(event: Event) -> dict[int, int]:
    """Who owns now what this event gave away, and how many that are."""
    events = event.with_all_it_caused()
    moved: dict[str, dict[int, set[str]]] = {}
    for change in Change.objects.filter(event__in=events).order_by("pk")[:LOOKED_AT]:
        names = {f"{name}_id" for name in owner_fields(model_of(change.record_type))}
        if change.kind == "CHANGED" and (given := names & (change.before or {}).keys()):
            moved.setdefault(change.record_type, {})[change.record_id] = given
    found: dict[int, int] = {}
    for label, rows in moved.items():
        for pk, record in records_of(model_of(label), rows).items():
            for person in {getattr(record, name) for name in rows[pk]} - {None}:
                found[person] = found.get(person, 0) + 1
    return found


def listen() -> None:
    """To the handing over of every kind of record, when all of them are known."""
    for model in record_models():
        reacts_to(f"{kind_of(model)}.assigned", outside=True)(tell_who_takes_over)
        for done in ("noted", "assigned"):
            reacts_to(f"{kind_of(model)}.{done}", outside=True)(tell_who_is_mentioned)
    reacts_to("note.edited", outside=True)(tell_who_is_mentioned)
    for name in ("lead.many_assigned", "user.handed_over"):
        reacts_to(name, outside=True)(tell_who_takes_many)
