"""What activity tells whoever takes a record over: next step, promises, talks, pinned notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.models import CalendarEvent, How, Note, RecordLink, Task
from doorstep.activity.models.links import EventLink, TaskLink
from doorstep.history.entries import story
from doorstep.history.rows import by_type
from doorstep.history.sorts import sorts
from doorstep.ui.handover import Brief, Line, brief_part

MOST = 8


@brief_part("next", gettext_lazy("Next step"), order=10)
def next_step(brief: Brief) -> Iterator[Line]:
    """The next contact; that there is none is said as well."""
    record: Any = brief.record
    if not hasattr(record, "next_contact_at"):
        return
    if record.next_contact_at is None:
        yield Line(_("No next contact is planned."))
        return
    how = How(record.next_contact_how).label if record.next_contact_how else _("Contact")
    yield Line(str(how), more=str(record.next_contact_by or ""), at=record.next_contact_at)


@brief_part("pinned", gettext_lazy("Worth knowing"), order=20)
def pinned(brief: Brief) -> Iterator[Line]:
    """Notes that somebody pinned."""
    notes = Note._base_manager.filter(_about(brief), is_pinned=True).select_related("owner")
    for note in notes.order_by("-pk")[:MOST]:
        yield Line(note.text, more=str(note.owner or ""), at=note.created_at)


@brief_part("promised", gettext_lazy("What was promised"), order=30)
def promised(brief: Brief) -> Iterator[Line]:
    """Open tasks and what is in the calendar, of the whole relationship."""
    tasks = Task.objects.visible_to(brief.by).open().filter(pk__in=_tied(TaskLink, brief))
    for task in tasks.select_related("assignee").order_by("due_on", "pk")[:MOST]:
        yield Line(task.subject, _("Task"), str(task.assignee or ""), task.due_on, task)
    events = CalendarEvent.objects.visible_to(brief.by).open().filter(ends_at__gte=now())
    coming = events.filter(pk__in=_tied(EventLink, brief)).select_related("owner")
    for event in coming.order_by("starts_at", "pk")[:MOST]:
        kind = event.get_kind_display()
        yield Line(event.subject, kind, str(event.owner or ""), event.starts_at, event)


@brief_part("talks", gettext_lazy("Last conversations"), order=40)
def talks(brief: Brief) -> Iterator[Line]:
    """What was said and written last, of the whole relationship."""
    kinds = [each.name for each in sorts() if each.is_talk]
    told = story(brief.record, by=brief.by, kinds=kinds, whole=True, size=MOST)
    for entry in told.entries:
        text = entry.stands or "; ".join(map(str, entry.sentences))
        # That a note was pinned or put right is no conversation.
        is_said = not entry.event.subject_type.endswith(".note")
        if text and is_said and not entry.is_undone:
            did = str(entry.action.told) if entry.action else ""
            more = " ".join([str(entry.event.by), did, entry.beside]).strip()
            on = told.others.get(entry.event.pk)
            yield Line(Truncator(text).chars(600), more=more, at=entry.event.at, record=on)


def _about(brief: Brief) -> Q:
    found = Q()
    for label, pks in by_type(brief.rows).items():
        found |= Q(about_type=label, about_id__in=pks)
    return found


def _tied(model: type[RecordLink], brief: Brief) -> Any:
    return model._base_manager.filter(_about(brief)).values(model.whole)
