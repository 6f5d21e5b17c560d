"""What a kind of record is called: in events, addresses and "lead:7"."""

from __future__ import annotations

from functools import cache

from django.db.models import Model
from django.utils.text import camel_case_to_spaces


@cache
def kind_of(model: type[Model]) -> str:
    """``sales_order`` for SalesOrder."""
    return camel_case_to_spaces(model.__name__).replace(" ", "_")


@cache
def plural_of(model: type[Model]) -> str:
    """``sales-orders`` for SalesOrder, as addresses of pages and of the API begin."""
    name = kind_of(model).replace("_", "-")
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"


def name_of(record: Model) -> str:
    """``sales_order:12``."""
    return f"{kind_of(record.__class__)}:{record.pk}"
