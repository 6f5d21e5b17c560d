"""Looking for records by a custom field: the same expression in a query and in an index.

The index of a text holds it in lower case, for a list asks in any case; and all hold the order of
a list, newest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F, Func

from doorstep.kit.noting import Kind, Write, after_writing
from doorstep.records.models.custom import NAME, CustomField

NUMERIC = CustomField.Kind.NUMBER


class CustomValue(Func):
    """The value of one custom field, to filter and sort by: a number as number, else a text."""

    arity = 1

    def __init__(self, name: str, kind: str) -> None:
        if not NAME.fullmatch(name):
            raise ValueError(name)
        number = models.DecimalField(max_digits=24, decimal_places=6)
        super().__init__(
            F("custom"), output_field=number if kind == NUMERIC else models.TextField()
        )
        self.name, self.kind = name, kind

    @classmethod
    def is_so(cls, name: str) -> CustomSo:
        """Whether a field of yes and no says yes."""
        return CustomSo(cls(name, CustomField.Kind.CHECK))

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        column, params = compiler.compile(self.get_source_expressions()[0])
        return expression(connection.vendor, column, self.name, self.kind), params

    as_sqlite = as_sql  # Django would cast it once more, and the index would not fit


class CustomSo(Func):
    """True where the field says yes, false where it says no or nothing."""

    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        value, params = compiler.compile(self.get_source_expressions()[0])
        no, yes = ("0", "1") if connection.vendor == "sqlite" else ("''", "'true'")
        return f"(COALESCE({value}, {no}) = {yes})", params


def expression(vendor: str, column: str, name: str, kind: str) -> str:
    """``name`` is checked to be a plain word, so it may stand in the statement itself."""
    if vendor == "sqlite":
        text = f"json_extract({column}, '$.{name}')"
        return f"CAST({text} AS NUMERIC)" if kind == NUMERIC else text
    text = f"({column} ->> '{name}')"
    return f"({text}::numeric)" if kind == NUMERIC else text


@after_writing
def keep_indexes(writes: Sequence[Write]) -> None:
    """Made with the field, dropped when it is archived, deleted, or its making undone."""
    for write in writes:
        if write.record_type == CustomField._meta.label_lower:
            field = CustomField.objects.filter(pk=write.record_id).first()
            gone = write.kind == Kind.DELETED or field is None
            if gone or field.archived or not field.filterable:
                _execute(f"DROP INDEX IF EXISTS {_index(write.record_id)}")
            else:
                _execute(_making(field))


def _making(field: CustomField) -> str:
    if not NAME.fullmatch(field.name):
        raise ValueError(field.name)
    table = connection.ops.quote_name(apps.get_model(field.record_type)._meta.db_table)
    column = connection.ops.quote_name("custom")
    value = expression(connection.vendor, column, field.name, field.kind)
    value = f"LOWER({value})" if field.kind == CustomField.Kind.TEXT else f"({value})"
    columns = f"{value}, created_at DESC, id DESC"  # a list is mostly asked for newest first
    return f"CREATE INDEX IF NOT EXISTS {_index(field.pk)} ON {table} ({columns})"


def _index(pk: int) -> str:
    return connection.ops.quote_name(f"custom_field_{int(pk)}")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # what this transaction wrote is checked first
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
