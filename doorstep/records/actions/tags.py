"""Putting tags on records and taking them off."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.noting import Kind, Write, book
from doorstep.records.models import Record, Tagging
from doorstep.records.tagging import keys_of_tags, put_tags, tag_rows, tags_named, untag_rows
from doorstep.users.models import User


@action(
    "*.tagged",
    verb="edit",
    label=gettext_lazy("Add tags"),
    told=gettext_lazy("tagged this"),
    icon="tag",
)
def tag(record: Record, *, by: User, names: Collection[str]) -> Record:
    """Hang words on a record."""
    put_tags(record, tags_named(names, by), by)
    return record


@action(
    "*.untagged",
    verb="edit",
    label=gettext_lazy("Remove tags"),
    told=gettext_lazy("took tags off"),
    icon="tag",
)
def untag(record: Record, *, by: User, names: Collection[str]) -> Record:
    """Take words off a record."""
    Tagging.objects.about(record).filter(tag__key__in=keys_of_tags(names)).delete()
    return record


@action(
    "*.many_tagged",
    verb="edit",
    label=gettext_lazy("Change tags"),
    told=gettext_lazy("changed the tags"),
    icon="tag",
)
def tag_many(
    model: type[Record],
    *,
    by: User,
    ids: Any,
    names: Collection[str] = (),
    without: Collection[str] = (),
) -> int:
    """Hang words on many records, and take others off, all or none. ``ids`` may be a query."""
    label, found = model._meta.label_lower, model._default_manager.permitted(by, "edit")
    pks = list(found.filter(pk__in=ids).values_list("pk", flat=True))
    tag_rows(model, pks, tags_named(names, by), by)
    untag_rows(model, pks, without)
    for pk in pks:  # so that it stands in the timeline of each
        book().note(Write(label, pk, Kind.CHANGED, {}))
    return len(pks)
