"""A history of thousands costs what a short one costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.activity.actions import add_note
from doorstep.history.entries import story
from doorstep.history.timeline import timeline
from doorstep.parties.testing import make_customer

FORMS = ({}, {"kinds": ["notes"]}, {"kinds": ["changes"]}, {"whole": True})


def plan_of(sql, given):
    """How the database would find it, if it took an index wherever there is one."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", given)
            return [row[3] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}", given)
        return [row[0].strip() for row in cursor.fetchall()]


@pytest.mark.parametrize("asked", FORMS, ids=str)
def test_it_is_found_by_an_index_without_reading_what_hangs_on_the_record(alice, asked):
    customer = make_customer(owner=alice)
    add_note(customer, by=alice, text="Wants brass.")
    asking = []

    def keep(execute, sql, params, many, context):
        asking.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        timeline(customer, seen_by=alice, **asked)
    sql, given = next(each for each in asking if "history_change" in each[0])
    plan = plan_of(sql, given)

    assert [
        line for line in plan if line.startswith(("SCAN history", "Seq Scan on history"))
    ] == []
    assert any("change_of" in line for line in plan)
    for table in ("activity_note", "activity_call", "activity_eventlink", "activity_tasklink"):
        assert table not in sql


@pytest.mark.parametrize("asked", FORMS, ids=str)
def test_many_entries_take_as_many_statements_as_a_few(alice, asked):
    taken = []
    for entries in (3, 60):
        customer = make_customer(owner=alice, name=f"With {entries}")
        for number in range(entries):
            add_note(customer, by=alice, text=f"Note {number}")
        with CaptureQueriesContext(connection) as queries:
            story(customer, by=alice, **asked)
        taken.append(len(queries))

    assert taken[0] == taken[1] <= 16
