"""The verbs of history: undo, take one field back, and forget for good."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action, action_of, remark
from doorstep.history.choosing import NOTHING, Take
from doorstep.history.erasing import erase, own_fields
from doorstep.history.journal import journal
from doorstep.history.models import Event
from doorstep.history.reversal import held_before, put_back
from doorstep.history.rows import row_of
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.images import blank_of
from doorstep.kit.journaled import Journaled
from doorstep.users.models import User

FOR_GOOD = gettext_lazy("What was erased cannot be brought back.")


@action("*.undone", verb="undo", label=gettext_lazy("Undo"), icon="undo-2")
def undo(event: Event, *, by: User, rest: bool = False, take: Take = NOTHING) -> Event:
    """Put back what an event, and all it caused, has changed. Undoing an undo does it again.

    What was changed since is a conflict; with ``rest`` it is left as it is now, but for the fields
    that ``take`` gives what they held before the event, or what the event left there. It may as
    well name fields that nobody changed since, to leave them as they are.
    """
    events = event.with_all_it_caused()
    _refuse_what_cannot_be_undone(event, events)
    turn = journal().open[-1]
    turn.undoes, turn.origin_id = event, event.origin_id or event.pk
    _put_back(events, by, rest, take)
    return event


@action(
    "*.reverted",
    verb="edit",
    label=gettext_lazy("Take a field back"),
    told=gettext_lazy("took back one field"),
    icon="undo-2",
)
def revert(record: Journaled, *, by: User, event: Event, field: str) -> Journaled:
    """Give one field of a record what it held before an event; the rest stays."""
    if (reason := action_of(event).undoable) is not True:
        raise Conflict(str(reason or _("This cannot be undone.")))
    value = held_before(event, row_of(record), field, by=by)
    setattr(record, field, value)
    if tidy := getattr(record, "tidy", None):
        tidy()  # what follows from the field follows again
    record.save()
    return record


@action(
    "*.redacted",
    verb="redact",
    label=gettext_lazy("Erase personal values"),
    told=gettext_lazy("erased personal values"),
    undoable=FOR_GOOD,
    icon="trash-2",
)
def redact(record: Journaled, *, by: User, fields: Collection[str], reason: str) -> Journaled:
    """Blank these fields of a record, now and in all of its past. It is for good.

    ``custom.birthday`` names one custom field. That it was done, and why, stays on record.
    """
    _refuse_without(reason)
    own = own_fields(type(record), fields)
    for name, key in own:
        field = record._meta.get_field(name)
        setattr(record, name, {**getattr(record, name), key: None} if key else blank_of(field))
    if tidy := getattr(record, "tidy", None):
        tidy()
    record.save()
    erase(row_of(record), own)
    remark(reason)
    return record


@action(
    "*.forgotten",
    verb="redact",
    label=gettext_lazy("Erase what is left of a deleted record"),
    undoable=FOR_GOOD,
    icon="trash-2",
)
def forget(
    model: type[Journaled], *, by: User, pk: int, fields: Collection[str], reason: str
) -> None:
    """Blank these fields in the past of a record that is there no more. It is for good."""
    _refuse_without(reason)
    if model._base_manager.filter(pk=pk).exists():
        raise Conflict(_("It is still there: erase it there."))
    event = journal().open[-1]
    event.subject_type, event.subject_id = model._meta.label_lower, pk
    erase((model._meta.label_lower, pk), own_fields(model, fields))
    remark(reason)


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Say why."), reason=_("Say why."))


def _put_back(events: Collection[Event], by: User, rest: bool, take: Take) -> None:
    try:
        put_back(events, by=by, rest=rest, take=take)
    except IntegrityError as error:
        raise Conflict(_("Something else has taken its place.")) from error


def _refuse_what_cannot_be_undone(event: Event, events: list[Event]) -> None:
    if event.cause:
        raise Conflict(_("It was part of “%s”: undo that.") % action_of(event.cause).label)
    if Event.objects.filter(undoes=event).exists():
        raise Conflict(_("It was undone already."))
    for each in events:
        if (reason := action_of(each).undoable) is not True:
            raise Conflict(str(reason or _("This cannot be undone.")))
