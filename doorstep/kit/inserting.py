"""Rows into their tables: the statement is put together once for each table.

What Django makes of an insert is the same for every row of a table; only the values differ. What
is unlike the others (a table with columns that the database fills, or with listeners to its
signals) is left to Django: then nothing is done here, and the answer is False.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.signals import post_save, pre_save

FEW = 2  # from so many rows on it pays to prepare for many
AT_ONCE = 2_000  # rows whose values are held in memory as the database takes them
NOTHING = frozenset({type(None)})
PLAIN = (
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
)
PREPARE = ("pre_save", "get_prep_value", "get_db_prep_value", "get_db_prep_save")


def insert(row: models.Model) -> bool:
    """As ``row.save(force_insert=True)``."""
    table = _table(type(row))
    if not table.is_plain or _is_listened_to(table.model):
        return False
    table.settle(row)
    numbered, held, connection = row.pk is not None, row.__dict__, _connection()
    values = [
        held[each.name]
        if type(held[each.name]) in each.plain
        else each.field.get_db_prep_save(each.field.pre_save(row, True), connection)
        for each in table.columns[numbered]
    ]
    if any(hasattr(value, "resolve_expression") for value in values):
        return False
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(table.statement(numbered, asks=True), values)
        if not numbered:
            row.pk = cursor.fetchone()[0]
    _is_there(row)
    return True


def insert_all(rows: Sequence[Any], *, numbered: bool = True) -> bool:
    """As ``bulk_create``, with few statements; rows that are not ``numbered`` learn no ids."""
    if len(rows) < FEW:
        return all(insert(row) for row in rows)
    model: Any = type(rows[0])
    table = _table(model)
    is_numbered = rows[0].pk is not None
    if not table.is_plain or any((row.pk is not None) != is_numbered for row in rows):
        return False
    for row in rows:
        table.settle(row)
    with transaction.atomic(savepoint=False):
        if numbered and not is_numbered:
            for row, pk in zip(rows, table.next_ids(len(rows)), strict=True):
                row.pk = pk
        for start in range(0, len(rows), AT_ONCE):
            table.write(rows[start : start + AT_ONCE], is_numbered or numbered)
    for row in rows:
        _is_there(row)
    return True


@dataclass(frozen=True, eq=False)
class _Column:
    """A field, and the types of which its values are stored as they are."""

    field: Any
    name: str
    plain: frozenset[type]

    def stored(self, rows: Sequence[Any]) -> list[Any]:
        """What the database is given of each row."""
        field, name = self.field, self.name
        if self.plain:
            values = [getattr(row, name) for row in rows]
        else:
            values = [field.pre_save(row, True) for row in rows]
        if set(map(type, values)) <= self.plain:
            return values
        return _prepared(field, values, _connection())


def _prepared(field: Any, values: Sequence[Any], connection: Any) -> list[Any]:
    """As the database takes them; what comes again is prepared once."""
    known: dict[Any, Any] = {}
    found = []
    for value in values:
        key = repr(value) if isinstance(value, (dict, list)) else value
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        found.append(known[key])
    return found


class _Table:
    """How rows of one model are inserted."""

    def __init__(self, model: type[models.Model]) -> None:
        options = model._meta
        self.model, self.key = model, options.pk
        columns = [_Column(f, f.attname, _plain(f)) for f in options.concrete_fields]
        self.columns = {True: columns, False: [each for each in columns if each.field != self.key]}
        self.pointers = {f.name: f for f in options.concrete_fields if f.is_relation}
        self.is_plain = (
            isinstance(self.key, models.AutoField)
            and not options.parents
            and not any(f.generated or f.has_db_default() for f in options.concrete_fields)
        )
        self._statements: dict[tuple[str, bool, bool], str] = {}

    def statement(self, numbered: bool, *, asks: bool) -> str:
        """Its key is among the values, or else asked for."""
        connection = _connection()
        known = connection.vendor, numbered, asks
        if known not in self._statements:
            quote, options = connection.ops.quote_name, self.model._meta
            names = ", ".join(quote(each.field.column) for each in self.columns[numbered])
            places = ", ".join(["%s"] * len(self.columns[numbered]))
            text = f"INSERT INTO {quote(options.db_table)} ({names}) VALUES ({places})"
            text += f" RETURNING {quote(self.key.column)}" if asks and not numbered else ""
            self._statements[known] = text
        return self._statements[known]

    def settle(self, row: Any) -> None:
        """A row it points to may have been saved after it was given."""
        for name, target in list(row._state.fields_cache.items()):
            field = self.pointers.get(name)
            if field is None or target is None or getattr(row, field.attname) is not None:
                continue
            if target.pk is None:
                raise ValueError(f"{field} points to a row that is not saved.")
            setattr(row, field.name, target)

    def next_ids(self, number: int) -> Iterable[int]:
        """Ids that nobody else is going to use: on SQLite because nobody else is writing."""
        name = self.model._meta.db_table
        with _connection().cursor() as cursor:
            if _connection().vendor == "sqlite":
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [name])
                last = (cursor.fetchone() or (0,))[0]
                return range(last + 1, last + 1 + number)
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [_connection().ops.quote_name(name), self.key.column, number],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def write(self, rows: Sequence[Any], numbered: bool) -> None:
        values = zip(*(each.stored(rows) for each in self.columns[numbered]), strict=True)
        with _connection().cursor() as cursor:
            if _connection().vendor == "sqlite":
                cursor.executemany(self.statement(numbered, asks=False), values)
                return
            quote, options = _connection().ops.quote_name, self.model._meta
            names = ", ".join(quote(each.field.column) for each in self.columns[numbered])
            text = f"COPY {quote(options.db_table)} ({names}) FROM STDIN"
            with _connection().wrap_database_errors, cursor.copy(text) as copy:
                for each in values:
                    copy.write_row(each)


@cache
def _table(model: type[models.Model]) -> _Table:
    return _Table(model)


def _plain(field: Any) -> frozenset[type]:
    """Empty where a field has its own way to prepare what it stores, as moments have."""
    if isinstance(field, models.ForeignKey):
        return _plain(field.target_field)
    if isinstance(field, models.AutoField):
        return NOTHING | {int}
    for known, type_ in PLAIN:
        if isinstance(field, known) and all(
            getattr(type(field), name) is getattr(known, name) for name in PREPARE
        ):
            return NOTHING | {type_}
    return frozenset()


def _is_listened_to(model: type[models.Model]) -> bool:
    return bool(pre_save.has_listeners(model) or post_save.has_listeners(model))


def _connection() -> Any:
    return connections[DEFAULT_DB_ALIAS]


def _is_there(row: models.Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
