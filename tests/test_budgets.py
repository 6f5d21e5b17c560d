"""How many statements a request may take."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.activity.actions import add_note
from doorstep.office.actions import make_token
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from doorstep.records.custom import definitions
from doorstep.users.models import ApiToken

JSON = "application/json"


def test_a_list_page_takes_seven(as_alice, alice, django_assert_max_num_queries):
    for number in range(60):
        make_lead(owner=alice, name=f"Lead {number}")

    with django_assert_max_num_queries(7):
        as_alice.get("/leads/?status=Open")


def test_a_record_page_takes_fourteen(as_alice, alice, django_assert_max_num_queries):
    definitions(Lead)  # which custom fields there are is kept for a moment
    lead = make_lead(owner=alice)
    for number in range(6):
        update(lead, by=alice, phone=str(number))
        add_note(lead, by=alice, text=f"Note {number}")

    with django_assert_max_num_queries(14):
        as_alice.get(f"/leads/{lead.pk}/")


def test_the_page_of_a_converted_lead_takes_a_few_more(
    as_alice, alice, django_assert_max_num_queries
):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    with django_assert_max_num_queries(27):
        as_alice.get(f"/leads/{lead.pk}/")


@pytest.mark.django_db(transaction=True)
def test_the_api_creates_in_a_few(client, alice):
    """Who it is, what they may, the lead, the event, the change, the index, the answer."""
    token = make_token(ApiToken, by=alice, name="Shop").text
    headers = {"Authorization": f"Bearer {token}"}
    client.get("/api/v1/leads", headers=headers)  # the first use of a day is noted
    definitions(Lead)  # which custom fields there are is kept for a moment

    with CaptureQueriesContext(connection) as queries:
        client.post("/api/v1/leads", {"name": "Ada"}, content_type=JSON, headers=headers)

    words = [
        q["sql"].split()[0] for q in queries if q["sql"].split()[0] not in ("BEGIN", "COMMIT")
    ]
    assert len(words) <= 7, [q["sql"] for q in queries]


def test_a_list_reads_rows_not_records(as_alice, alice):
    make_lead(owner=alice)

    with CaptureQueriesContext(connection) as queries:
        listed = as_alice.get("/api/v1/leads").json()["items"][0]

    assert (listed["owner"], listed["value"]) == ("alice@example.org", None)
    assert not any('"request"' in q["sql"] and "lead" not in q["sql"] for q in queries)
