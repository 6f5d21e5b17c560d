"""A list is sorted only by what an index keeps in that order: quick at a million rows."""

from __future__ import annotations

import pytest
from django.db import connection

from doorstep.kit.keyset import Order, Place
from doorstep.records.query import ListQuery
from doorstep.users.testing import make_role, make_user
from tests.test_record_types import EVERY_TYPE, make

SORTS = {"sqlite": "TEMP B-TREE", "postgresql": "Sort Key"}


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


@pytest.fixture
def only_indexes(db):
    """PostgreSQL would rather sort the few rows of a test than walk an index."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("sort", "incremental_sort", "seqscan", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")


@EVERY_TYPE
def test_it_is_sorted_by_no_other_record(records):
    """No index keeps that order, and it would tell the order of records out of reach."""
    assert not [path for path in records.sorts if "__" in path]
    assert not [p for p in records.sorts if records.model._meta.get_field(p).is_relation]


@EVERY_TYPE
def test_no_order_is_made_by_sorting_the_rows(records, chief, only_indexes):
    record = make(records, owner=chief)

    for sort in sorted(records.sorts):
        for query in pages(records, chief, sort, getattr(record, sort), record.pk):
            plan = query.explain()
            assert SORTS[connection.vendor] not in plan, f"{sort}: {plan}"


def pages(records, user, sort, key, pk):
    """The first page, those after and before a place, in both directions: each part of each."""
    rows = records.queryset(user, ListQuery()).values_list("pk")
    for order in (Order.of(rows, sort), Order.of(rows, f"-{sort}")):
        for backwards in (False, True):
            found = order.parts(backwards) + order.past(Place(key, pk), backwards)
            for part in found:
                yield rows.filter(part).order_by(*order.by(backwards))[:50]
