"""What every handover asks and leaves behind. It writes: only inside an action."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.mentioning import keep_mentions
from doorstep.activity.models import Note
from doorstep.kit.errors import Invalid
from doorstep.records.saving import put
from doorstep.users.models import User


class CannotTakeIt(Invalid):
    """Whoever it should go to could not even see it."""

    code = "cannot_take_it"


def refuse_who_cannot_take(record: Any, to: User) -> None:
    is_here = to.kind == User.Kind.STAFF and to.is_active
    if not (is_here and to.reaches(type(record), "view")):
        says = _("%(who)s may not work with any %(kind)s: choose somebody else.")
        says = says % {"who": to, "kind": record._meta.verbose_name}
        raise CannotTakeIt(says, to=says)


def leave_word(record: Any, text: str, *, by: User) -> None:
    """A note for the next person, if there is something to say: it stays on top."""
    if text.strip():
        note = put(Note.to(record, owner=by), by=by, text=text.strip(), is_pinned=True)
        keep_mentions(note, record, by=by)
