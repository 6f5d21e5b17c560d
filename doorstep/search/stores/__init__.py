"""How each database keeps the index and is asked: one interface, two dialects."""

from __future__ import annotations

from django.db import connection

from doorstep.search.stores.dialect import Clause, Store
from doorstep.search.stores.postgresql import PostgreSQL
from doorstep.search.stores.sqlite import SQLite

__all__ = ["Clause", "Store", "store"]

STORES: dict[str, Store] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def store() -> Store:
    return STORES[connection.vendor]
