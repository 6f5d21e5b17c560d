"""Notes that speak to somebody, until they have done something about the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, F, OuterRef
from django.utils.text import Truncator
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.activity.models import Mention
from doorstep.activity.today.sections import MOST, TODAY, Item, rows_for
from doorstep.activity.today.whose import Whose
from doorstep.history.models import Event
from doorstep.history.rows import model_of, records_now
from doorstep.history.sight import Sight
from doorstep.kit.naming import kind_of

KEPT = timedelta(days=7)


@rows_for(TODAY)
def mentions(whose: Whose) -> Iterable[Item]:
    """Newest first; only one's own, and of records that one still sees."""
    answered = Event.objects.filter(
        by=OuterRef("user"),
        subject_type=OuterRef("note__about_type"),
        subject_id=OuterRef("note__about_id"),
        at__gt=OuterRef("created_at"),
    )
    mine = Mention.objects.filter(user=whose.user, created_at__gt=now() - KEPT)
    mine = mine.exclude(note__owner=F("user")).filter(~Exists(answered))
    found = list(mine.select_related("note__owner").order_by("-pk")[:MOST])
    rows = {(each.note.about_type, each.note.about_id) for each in found}
    seen = Sight(whose.user).among("view", list(rows)) if rows else set()
    records = records_now(seen)
    for each in found:
        row = (each.note.about_type, each.note.about_id)
        if record := records.get(row):
            yield Item(
                ref=f"{kind_of(model_of(row[0]))}:{row[1]}",
                title=str(record),
                url=record.get_absolute_url(),
                icon="at-sign",
                why=_("%s mentioned you") % each.note.owner,
                under=Truncator(each.note.text).chars(120),
                face=str(each.note.owner),
                at=each.created_at,
                abouts=[row],
                can_move=False,
            )
