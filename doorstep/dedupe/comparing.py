"""Several records side by side: what each says, what stays, and what moves along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value
from django.db.models.fields import CharField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from doorstep.activity.models import Note
from doorstep.dedupe.moving import Pointer, pointers_to
from doorstep.dedupe.taking import ALONE, IF_ANY, choosable
from doorstep.dedupe.traits import likeness, traits_among
from doorstep.history.models import Change
from doorstep.parties.models.person import PARTS
from doorstep.records.models import Attached, Attachment, Part, Tagging
from doorstep.records.types import type_of
from doorstep.ui.looks import day, shown
from doorstep.users.models import User


@dataclass(frozen=True)
class Row:
    """One field: what each record says, and whose value is proposed."""

    name: str
    label: str
    values: list[tuple[int, str]]
    chosen: int | None

    @property
    def differs(self) -> bool:
        return len({text for _pk, text in self.values}) > 1


@dataclass(frozen=True)
class Comparison:
    """What the page shows of the records that are to be one."""

    records: Sequence[Any]
    keep: Any
    rows: list[Row]
    moves: list[tuple[str, list[str]]]
    alike: dict[int, int]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.differs]


def compare(
    records: Sequence[Any], user: User, chosen: dict[str, int], keep: int = 0
) -> Comparison:
    """``chosen`` and ``keep`` are what somebody has said already."""
    by_pk = {record.pk: record for record in records}
    kept = by_pk.get(keep) or most_told(records)
    others = [kept, *(record for record in records if record is not kept)]
    rows = []
    for name, field in choosable(type(kept)).items():
        if name in PARTS:  # they go with the name
            continue
        values = [(record.pk, _text(record, field)) for record in records]
        if any(text for _pk, text in values):
            stays = chosen.get(name) or _proposed(name, others, values)
            rows.append(Row(name, _label(kept, name), values, stays))
    return Comparison(records, kept, rows, _moves(records, user), _alike(kept, records))


def heads(found: Comparison) -> list[tuple[int, str, str, str, str]]:
    """What stands above each column: id, name, kind and day, what it brings, how alike it is."""
    entries = dict(found.moves).get(_("History"), ())
    brought = dict(zip((record.pk for record in found.records), entries, strict=False))
    return [
        (
            record.pk,
            getattr(record, "name", "") or str(record),
            f"{capfirst(str(record._meta.verbose_name))} · {day(record.created_at)}",
            ngettext("%(n)s entry", "%(n)s entries", int(brought.get(record.pk) or 0))
            % {"n": brought.get(record.pk) or 0},
            _("%d %% alike") % found.alike[record.pk] if found.alike.get(record.pk) else "",
        )
        for record in found.records
    ]


def most_told(records: Sequence[Any]) -> Any:
    """The one to keep unless somebody says otherwise: what was converted, says most, is oldest."""
    names = [field.attname for field in choosable(type(records[0])).values()]

    def says(record: Any) -> tuple[bool, int, int]:
        told = sum(getattr(record, name) not in (None, "", False) for name in names)
        return bool(getattr(record, "customer_id", None)), told, -record.pk

    return max(records, key=says)


def _label(record: Any, name: str) -> str:
    face = type_of(type(record)).face(name)
    return face.label if face else name


def _text(record: Any, field: Any) -> str:
    value = getattr(record, field.attname)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return shown(record, field.name)


def _proposed(name: str, others: Sequence[Any], values: list[tuple[int, str]]) -> int | None:
    """The kept one's value; else the first of the others to have one, as merging does it."""
    said = {pk: text for pk, text in values if text}
    if name in IF_ANY:
        yes = [record.pk for record in others if getattr(record, name)]
        return yes[0] if yes else others[0].pk
    if name in ALONE:
        return others[0].pk if others[0].pk in said else None
    return next((record.pk for record in others if record.pk in said), None)


def _alike(kept: Any, records: Sequence[Any]) -> dict[int, int]:
    """How sure it is that each is the same as the one that is kept."""
    traits = traits_among(type(kept), [record.pk for record in records])
    mine = traits[kept.pk]
    return {pk: likeness(mine, its)[0] for pk, its in traits.items() if pk != kept.pk}


def _moves(records: Sequence[Any], user: User) -> list[tuple[str, list[str]]]:
    """What belongs to each and may be seen, counted by table: one query for all."""
    model, pks = type(records[0]), [record.pk for record in records]
    history = Change.objects.filter(record_type=model._meta.label_lower, record_id__in=pks)
    counts = [_counted(_("History"), history, "record_id")]
    for pointer in pointers_to(model):
        if pointer.model in TOLD or not issubclass(pointer.model, Attached):
            counts.append(_counted(_what(pointer), _visible(pointer, pks, user), pointer.column))
    held: dict[str, dict[int, int]] = defaultdict(dict)
    for label, pk, times in counts[0].union(*counts[1:], all=True):
        held[label][pk] = held[label].get(pk, 0) + times
    return [
        (label, [str(of[pk]) if of.get(pk) else "" for pk in pks]) for label, of in held.items()
    ]


TOLD = (Note, Attachment, Tagging)  # of what hangs on a record


def _what(pointer: Pointer) -> str:
    """What people call it: of a link to an address, the address."""
    names = {field.name: field for field in pointer.model._meta.concrete_fields}
    ends = [names[name] for name in ("address", "contact") if name in names]
    others = [end.related_model for end in ends if end.attname != pointer.column]
    model = others[0] if others and issubclass(pointer.model, Part) else pointer.model
    return str(capfirst(str(model._meta.verbose_name_plural)))


def _visible(pointer: Pointer, pks: list[int], user: User) -> Any:
    """What hangs on a record, or is a part of it, is seen with it."""
    rows = pointer.rows(pks)
    if issubclass(pointer.model, (Part, Attached)):
        return rows
    manager = pointer.model._default_manager
    if not hasattr(manager, "visible_to"):
        return rows
    return rows.filter(pk__in=manager.visible_to(user).order_by().values("pk"))


def _counted(label: str, rows: Any, column: str) -> Any:
    name = Value(str(label), output_field=CharField())
    return (
        rows.order_by()
        .values(column)
        .annotate(times=Count("pk"))
        .values_list(name, column, "times")
    )
