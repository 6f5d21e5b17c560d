"""What a file names and we lack: told in a rehearsal, added in a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from doorstep.exchange.actions import bring_choices, bring_fields, bring_people
from doorstep.exchange.drafts import NEW_ONE, Column, Columns
from doorstep.exchange.makers import Maker
from doorstep.exchange.models import ImportJob
from doorstep.exchange.tables.table import Table
from doorstep.exchange.targets import field_name, record_of, targets
from doorstep.exchange.values import is_empty
from doorstep.records.kinds import Choice, Wrong
from doorstep.records.models import Master, name_key
from doorstep.records.models.custom import CustomField
from doorstep.records.references import Named
from doorstep.users.access import allow
from doorstep.users.models import User

MOST_UNKNOWN = 100  # values of a column that somebody is asked about
MOST_CHOICES = 500


class UnknownValues(NamedTuple):
    """Values of one field that are none of ours, each with what was said to be meant by it."""

    name: str
    label: str
    values: list[tuple[str, str]]
    choices: list[str]
    is_fixed: bool = False  # nobody can add to it


def unknown_values(job: ImportJob) -> list[UnknownValues]:
    """What somebody can be asked about, field by field."""
    known, meant = targets(record_of(job.kind)), job.options.get("values", {})
    found = []
    for name, values in job.options.get("unknown", {}).items():
        said = [(each, meant.get(name, {}).get(name_key(each), "")) for each in values]
        kind = known[name].kind
        if isinstance(kind, Choice):
            labels = [str(label) for _value, label in kind.choices]
            found.append(UnknownValues(name, str(known[name].label), said, labels, is_fixed=True))
            continue
        model: Any = kind.model  # type: ignore[attr-defined]
        rows = model._default_manager.all()
        if issubclass(model, Master):
            rows = rows.filter(disabled=False)
        choices = list(rows.values_list("name", flat=True)[:MOST_CHOICES])
        found.append(UnknownValues(name, str(known[name].label), said, choices))
    return found


def bring_missing(
    job: ImportJob, table: Table, columns: Columns, maker: Maker, *, keep: bool
) -> None:
    """People and choices the file names and we lack: counted in a rehearsal, added in a run."""
    named = [each for each in columns.columns if isinstance(each.target.kind, Named)]
    fixed = [each for each in columns.columns if isinstance(each.target.kind, Choice)]
    owners = [each for each in columns.columns if each.target.name in maker.users]
    found = _cells_of(table, [*named, *fixed, *owners])
    job.missing = {}
    job.options["unknown"] = {}
    _bring_custom(job, maker.model, keep=keep)
    for column in named:
        _bring_named(job, column, found[column.target.name], maker, keep)
    for column in fixed:
        if unknown := _none_of(column.target.kind, found[column.target.name]):
            job.options["unknown"][column.target.name] = unknown[:MOST_UNKNOWN]
    for column in owners:
        _bring_owners(job, found[column.target.name], maker, keep)


def _cells_of(table: Table, columns: list[Column]) -> dict[str, Counter[str]]:
    """What stands in these columns, by the fields they become."""
    found: dict[str, Counter[str]] = {each.target.name: Counter() for each in columns}
    for row in table.rows():
        for column in columns if not row.problem else ():
            cell = row.cells[column.place]
            if cell and not is_empty(cell, column.target.kind):
                found[column.target.name][" ".join(cell.split())] += 1
    return found


def _none_of(kind: Any, cells: Iterable[str]) -> list[str]:
    """Those that a fixed choice does not know."""
    known = {name_key(str(each)) for choice in kind.choices for each in choice}
    return sorted({name_key(cell): cell for cell in cells if name_key(cell) not in known}.values())


def _bring_custom(job: ImportJob, model: Any, *, keep: bool) -> None:
    """Columns that become custom fields: made in a run, asked leave for in a rehearsal."""
    headers = {field_name(h): h for h, target in job.mapping.items() if target == "custom"}
    kind = model._meta.label_lower
    known = CustomField.objects.filter(record_type=kind).values_list("name", flat=True)
    missing = [header for name, header in headers.items() if name not in set(known)]
    if not missing:
        return
    allow(job.by, "create", CustomField)
    job.missing["custom fields"] = missing
    if keep:
        bring_fields(CustomField, by=job.by, kind=kind, headers=missing)


def _bring_named(
    job: ImportJob, column: Column, found: Counter[str], maker: Maker, keep: bool
) -> None:
    """Choices that are to be added are; of the others somebody may say what is meant."""
    model, name = column.target.kind.model, column.target.name  # type: ignore[attr-defined]
    known = {name_key(each) for each in model._default_manager.values_list("name", flat=True)}
    unknown = {name_key(each): each for each in found if name_key(each) not in known}
    if issubclass(model, Master):
        for key in model.objects.formerly(unknown):
            del unknown[key]
    if unknown:
        job.options["unknown"][name] = sorted(unknown.values())[:MOST_UNKNOWN]
    meant = column.meant
    added = [
        each
        for key, each in unknown.items()
        if meant.get(key) == NEW_ONE or (job.options.get("add_missing") and key not in meant)
    ]
    if not added:
        return
    job.missing[name] = sorted(added)
    if keep:
        bring_choices(model, by=job.by, names=job.missing[name])
        maker.names.forget(model)
    else:
        maker.missing[model] = job.missing[name]


def _bring_owners(job: ImportJob, found: Counter[str], maker: Maker, keep: bool) -> None:
    for name in found if maker.people.make else ():
        with suppress(Wrong):
            maker.people.owner(name)
    if missing := sorted(maker.people.missing):
        job.missing["people"] = missing
        if keep:
            bring_people(User, by=job.by, names=missing)
            maker.people = type(maker.people)(maker.model, job.by, make=True)
