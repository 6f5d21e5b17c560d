"""The same for many records: one action, one event, one undo."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.journaled import BOOKKEEPING
from doorstep.records.check import check_values
from doorstep.records.doing import doing
from doorstep.records.many import Done, each_alone, sifted
from doorstep.records.models import Record
from doorstep.users.models import User


@action("*.many_updated", verb="edit", label=gettext_lazy("Edit many"), icon="pencil")
def update_many(model: type[Record], *, by: User, ids: Collection[int], **values: Any) -> Done:
    """Set plain fields of many records, each by the rules of its kind; the others are left."""
    rows = _held(model, by, "edit", ids)
    edit = doing(model, "updated")
    if edit.name.startswith("*."):
        return _update_alike(model, rows, values)
    return each_alone(rows, lambda row: edit.function(row, by=by, **values))


@action(
    "*.many_deleted",
    verb="delete",
    label=gettext_lazy("Delete many"),
    told=gettext_lazy("deleted this"),
    icon="trash-2",
)
def delete_many(model: type[Record], *, by: User, ids: Collection[int]) -> Done:
    """Delete many records, each by the rules of its kind; those in use are left alone."""
    delete = doing(model, "deleted")
    if not delete.name.startswith("*."):
        held = _held(model, by, "delete", ids)
        return each_alone(held, lambda row: delete.function(row, by=by))
    found: Any = model._default_manager
    rows = _unused(found.permitted(by, "delete").filter(pk__in=ids))
    pks = list(rows.values_list("pk", flat=True))
    found.filter(pk__in=pks).delete()
    return Done(len(pks))


@action("*.many_done", verb="view", label=gettext_lazy("Change many"), icon="zap")
def begin_run(model: type[Record], *, by: User) -> None:
    """What the parts of a long run belong to, so that they are undone together."""


def _held(model: Any, by: User, verb: str, ids: Collection[int]) -> list[Any]:
    rows = model._default_manager.permitted(by, verb).filter(pk__in=ids)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _update_alike(model: Any, rows: Iterable[Any], values: dict[str, Any]) -> Done:
    """One statement for all in which the same changes: nearly always all of them."""
    groups: dict[Any, tuple[dict[str, Any], list[int]]] = {}

    def set_values(row: Any) -> None:
        held = _columns(row)
        check_values(row, values)
        changed = {
            name: value
            for name, value in _columns(row).items()
            if value != held[name] and name not in BOOKKEEPING
        }
        if changed:
            key = tuple((name, repr(value)) for name, value in sorted(changed.items()))
            groups.setdefault(key, (changed, []))[1].append(row.pk)

    passed, left = sifted(rows, set_values)
    for changed, pks in groups.values():
        model._default_manager.filter(pk__in=pks).update(**changed)
    return Done.of(len(passed), left)


def _columns(row: Any) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def _unused(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that nothing points to that would have to stay."""
    for relation in rows.model._meta.related_objects:
        if relation.on_delete is models.PROTECT:
            users = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            rows = rows.exclude(Exists(users))
    return rows
