"""What follows from shares: who is known to have some, and what they may not do with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from doorstep.history.rows import model_of
from doorstep.kit.errors import Forbidden
from doorstep.kit.guards import Touched, guard
from doorstep.kit.noting import Write
from doorstep.records.models import Share, record_models
from doorstep.users.access import owner_fields, reaches_owned_by
from doorstep.users.models import User


def know_who_has_some(writes: Sequence[Write]) -> None:
    """After writing: a person with shares is marked, so that nobody else is asked about any."""
    written = [write for write in writes if write.record_type == Share._meta.label_lower]
    if not written:
        return
    people = {(write.before or {}).get("user_id") for write in written} - {None}
    rows = Share._base_manager.filter(pk__in=[write.record_id for write in written])
    people |= set(rows.values_list("user_id", flat=True))
    theirs = Share._base_manager.filter(user=OuterRef("pk"))
    some = User._base_manager.filter(pk__in=people).annotate(some=Exists(theirs))
    for has_some in (True, False):
        pks = list(some.filter(some=has_some).values_list("pk", flat=True))
        User._base_manager.filter(pk__in=pks).update(has_shares=has_some)


def keep_owners(touched: Touched, by: User) -> None:
    """Who works on a record by a share alone does not make it their own, nor anybody else's."""
    if not by.has_shares or by.is_administrator:
        return
    for label, rows in touched.items():
        model = model_of(label)
        names = [f"{name}_id" for name in owner_fields(model)]
        moved = {pk: before for pk, before in rows.items() if not before.keys().isdisjoint(names)}
        shared = Share._base_manager.filter(user=by, about_type=label, about_id__in=moved)
        for share in shared:
            record = model._base_manager.filter(pk=share.about_id).first()
            held = {name: getattr(record, name, None) for name in [*names, "territory_id"]}
            if record and not reaches_owned_by(by, "edit", model, held | moved[record.pk]):
                raise Forbidden(_("%s is shared with you: it stays whose it is.") % record)


def watch_owners() -> None:
    """Have every kind of record guarded, when all of them are known."""
    guard(*(model._meta.label_lower for model in record_models()))(keep_owners)


def may_already(record: Any, user: User, *, is_editor: bool = False) -> bool:
    """Whether somebody can see a record, or work on it, as things are now."""
    fresh = User.objects.get(pk=user.pk)  # what is in hand may not know of a share
    verb = "edit" if is_editor else "view"
    rows: Any = type(record)._default_manager
    return bool(rows.permitted(fresh, verb).filter(pk=record.pk).exists())
