"""``pk__among=[3, 5, …]``: as ``__in``, with the whole list as one value.

The statement is the same for any number of them, so it can be prepared, and no database limits
how many there may be.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Lookup


@models.ForeignObject.register_lookup
@models.Field.register_lookup
class Among(Lookup[Any]):
    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        prepare = self.lhs.output_field.get_prep_value
        return [prepare(value) for value in self.rhs]

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (listed(value, connection.vendor),)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        value, listed = self.process_rhs(compiler, connection)
        # Of the column's own type, and of any length: else PostgreSQL compares one by one.
        kind = str(self.lhs.output_field.db_type(connection)).partition("(")[0]
        return f"{column} = ANY({value}::{kind}[])", (*before, *listed)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, before = self.process_lhs(compiler, connection)
        value, listed = self.process_rhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each({value}))", (*before, *listed)


def listed(values: Any, vendor: str) -> Any:
    """A list as the database takes it in one parameter."""
    return json.dumps(list(values)) if vendor == "sqlite" else list(values)
