"""Tags on records: shown for a page at once, put and taken for one or for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from doorstep.history.reading import rows_then
from doorstep.kit.errors import Invalid
from doorstep.kit.prepared import Prepared
from doorstep.records.kinds import there_is_no
from doorstep.records.models import Tag, Tagging, name_key
from doorstep.records.past import past_of
from doorstep.users.access import Reach
from doorstep.users.models import User


@dataclass(frozen=True)
class TagsOf:
    """Collects the names of the tags of a page of records."""

    model: type[models.Model]
    is_empty_when_new: ClassVar[bool] = True

    def __call__(self, ids: Sequence[int], by: User) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for pk, name in TAGS_ON.rows(self.model._meta.label_lower, list(ids)) if ids else ():
            found[pk].append(name)
        return found


@past_of(TagsOf)
def tags_then(collect: TagsOf, pk: int, moment: datetime, by: User) -> list[str]:
    """The words that hung on a record, as they are written now."""
    rows = rows_then(Tagging, moment, about_type=collect.model._meta.label_lower, about_id=pk)
    tags = Tag.objects.filter(pk__in=[row["tag_id"] for row in rows])
    return list(tags.order_by("position", "name").values_list("name", flat=True))


TAGS_ON = Prepared(
    lambda label, ids: (
        Tagging.objects.filter(about_type=label, about_id__among=ids)
        .order_by("tag__position", "tag__name")
        .values_list("about_id", "tag__name")
    ),
    "a.label",
    [10**17 + 3],
)


def tags_named(names: Iterable[str], by: User) -> list[Tag]:
    """The tags of these names; a new word becomes a tag if this user may make them."""
    wanted = {key: name.strip() for name in names if (key := name_key(name))}
    if any("\0" in key for key in wanted):
        raise Invalid(_("There is no such tag."), tags=_("Null characters are not allowed."))
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=wanted)}
    known = Tag.objects.formerly(wanted.keys() - known.keys()) | known
    missing = [name for key, name in wanted.items() if key not in known]
    if missing and by.reach(Tag, "create") == Reach.NONE:
        listed = Tag.objects.offered().values_list("name", flat=True)[:61]
        raise Invalid(_("There is no such tag."), tags=there_is_no(missing[0], listed))
    for name in missing:
        tag = Tag(name=name)
        tag.tidy()
        tag.save()
        known[tag.key] = tag
    return [known[key] for key in wanted]


def put_tags(record: models.Model, tags: Collection[Tag], by: User) -> None:
    """Hang these tags on a record that has none of them or some."""
    have = set(Tagging.objects.about(record).values_list("tag", flat=True))
    for tag in tags:
        if tag.pk not in have:
            Tagging.to(record, tag=tag, owner=by).save()


def keys_of_tags(names: Iterable[str]) -> list[str]:
    """What to look these words up by; no tag holds a null character."""
    return [key for name in names if "\0" not in (key := name_key(name))]


def set_tags(record: models.Model, names: Iterable[str], by: User) -> None:
    """Leave the record with exactly these tags."""
    tags = tags_named(names, by)
    Tagging.objects.about(record).exclude(tag__in=tags).delete()
    put_tags(record, tags, by)


def tag_rows(model: Any, ids: Collection[int], tags: Collection[Tag], by: User) -> None:
    """Hang these tags on many records, in a few statements."""
    label = model._meta.label_lower
    for tag in tags:
        rows = Tagging.objects.filter(about_type=label, tag=tag)
        have = set(rows.values_list("about_id", flat=True))
        new = [Tagging(about_type=label, about_id=pk, tag=tag, owner=by) for pk in ids]
        Tagging.objects.bulk_create([row for row in new if row.about_id not in have], 1000)


def untag_rows(model: Any, ids: Sequence[int], names: Iterable[str]) -> None:
    """Take words off many records."""
    going = Tagging.objects.filter(
        about_type=model._meta.label_lower, tag__key__in=keys_of_tags(names)
    )
    for start in range(0, len(ids), 500) if names else ():
        going.filter(about_id__in=ids[start : start + 500]).delete()
