"""Merging records of any kind that can be merged: by one action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from doorstep.dedupe.actions import merge as merge_all
from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.records.models import Record
from doorstep.users.models import User


def merge_records(
    keep: Record,
    *,
    by: User,
    merge: Sequence[Record],
    take: Mapping[str, Any] | None = None,
    seen: Mapping[int, int] | None = None,
    key: Key | None = None,
) -> Any:
    """Merge others into ``keep``. ``take`` says of which record (by id) a field's value is taken;
    of what it does not name the kept record's value stays, and what is empty there is filled in.
    ``seen`` are the versions that were compared: a record that moved on since is a conflict.
    """
    if any(type(each) is not type(keep) for each in merge):
        raise Invalid(_("Only records of one kind can be merged."))
    pks = [each.pk for each in merge]
    said = {"keep": keep.pk, "merge": pks, "take": dict(take or {}), "versions": dict(seen or {})}
    return merge_all(type(keep), by=by, key=key, **said)
