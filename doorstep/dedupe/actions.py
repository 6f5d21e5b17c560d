"""The verbs of duplicates: make one of several, or say that two are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.dedupe.merging import MOST, NOT_ASKED, Take, Versions, merge_into
from doorstep.dedupe.models import Apart
from doorstep.dedupe.traits import KINDS
from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.parties.models import Contact, Lead
from doorstep.records.models import Record
from doorstep.users.access import allow
from doorstep.users.models import User


@action(
    "*.merged",
    verb="edit",
    label=gettext_lazy("Merge"),
    told=gettext_lazy("merged others into this"),
    icon="git-merge",
)
def merge(
    records: type[Record],
    *,
    by: User,
    keep: int,
    merge: Sequence[int],
    take: Take,
    versions: Versions = NOT_ASKED,
) -> Record:
    """Make one of several: all that belonged to the others belongs to the one that is kept."""
    if records not in KINDS:
        raise Invalid(_("Records of this kind cannot be merged."))
    kept: Record = merge_into(records, keep, merge, take, by=by, versions=versions)
    return kept


@action(
    "*.told_apart",
    verb="edit",
    label=gettext_lazy("Never the same"),
    told=gettext_lazy("said it is not a duplicate"),
    icon="x",
)
def tell_apart(record: Record, *, by: User, other: Record, among: Sequence[Record] = ()) -> Record:
    """Remember that two records are not the same, nor any two of a group; they are not offered
    again. A lead can be told apart from a contact, all others only from one of their kind.
    """
    group = [record, other, *among]
    if len({(type(each), each.pk) for each in group}) < len(group) or len(group) > MOST:
        raise Invalid(_("Name two records of one kind."))
    for each in group[1:]:
        allow(by, "view", each)
    for one, two in combinations(group, 2):
        Apart.to(one, name=str(two)[:480], owner=by, **_beside(one, two)).save()
    return record


def _beside(one: Record, other: Record) -> dict[str, Any]:
    kinds = type(one), type(other)
    if kinds[0] is kinds[1]:
        return {"other_id": other.pk}
    if kinds != (Lead, Contact):
        raise Invalid(_("Name two records of one kind."))
    return {"other_id": other.pk, "other_type": Contact._meta.label_lower}
