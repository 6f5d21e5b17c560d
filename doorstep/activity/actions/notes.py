"""The verbs of activity."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.mentioning import keep_mentions
from doorstep.activity.models import Note
from doorstep.activity.refusals import NotYourNote
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.records.models import Record
from doorstep.records.saving import put
from doorstep.users.models import User


@action(
    "*.noted",
    verb="edit",
    label=gettext_lazy("Add a note"),
    told=gettext_lazy("left a note"),
    icon="sticky-note",
)
def add_note(record: Record, *, by: User, text: str, share: Collection[int] = ()) -> Note:
    """Write down something about a record, for the next person. Who is mentioned (``@Ines``) is
    told; ``share`` are those who may be let see the record for that.
    """
    if not text.strip():
        raise Invalid(_("Write something first."), text=_("This note is empty."))
    note: Note = put(Note.to(record, owner=by), by=by, text=text.strip())
    keep_mentions(note, record, by=by, share=share)
    return note


@action(
    "note.edited",
    verb="edit",
    label=gettext_lazy("Edit this note"),
    told=gettext_lazy("edited a note"),
    icon="pencil",
)
def edit_note(note: Note, *, by: User, text: str) -> Note:
    """Put one's own note right. Who wrote it, and when, stays."""
    _refuse_others(note, by)
    if not text.strip():
        raise Invalid(_("Write something, or delete the note."), text=_("This note is empty."))
    put(note, by=by, text=text.strip())
    keep_mentions(note, note.about, by=by)
    return note


@action(
    "note.deleted",
    verb="edit",
    label=gettext_lazy("Delete this note"),
    told=gettext_lazy("deleted a note"),
    icon="trash-2",
)
def delete_note(note: Note, *, by: User) -> None:
    """Take one's own note away."""
    _refuse_others(note, by)
    note.delete()


@action(
    "note.pinned",
    verb="edit",
    label=gettext_lazy("Pin this note"),
    told=gettext_lazy("pinned a note"),
    icon="star",
)
def pin_note(note: Note, *, by: User) -> Note:
    """Keep a note above everything that happened since."""
    if note.is_pinned:
        raise Conflict(_("This note is pinned already."))
    note.is_pinned = True
    note.save()
    return note


@action(
    "note.unpinned",
    verb="edit",
    label=gettext_lazy("Unpin this note"),
    told=gettext_lazy("unpinned a note"),
    icon="star",
)
def unpin_note(note: Note, *, by: User) -> Note:
    """Let a note sink back to where it was written."""
    if not note.is_pinned:
        raise Conflict(_("This note is not pinned."))
    note.is_pinned = False
    note.save()
    return note


def _refuse_others(note: Note, by: User) -> None:
    """What somebody wrote is theirs; an administrator may have to put it right."""
    if note.owner_id != by.pk and not by.is_administrator:
        says = _("%s wrote this note: only they can change it. Leave one of your own.")
        raise NotYourNote(says % note.owner)
