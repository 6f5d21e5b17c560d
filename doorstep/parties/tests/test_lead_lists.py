"""Lists: views one keeps, filters that are declared, several leads at once, the board."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.models import SavedView

HTMX = {"HX-Request": "true"}


def move(ids, status):
    return {"ids": ids, "do": "set:status", "value": status, "go": "1"}


def test_a_view_is_kept_opened_and_forgotten(as_alice, alice):
    make_lead(owner=alice, name="Thea Brandvold")
    make_lead(owner=alice, name="Lost One", status="Lost quotation")

    as_alice.post("/leads/views/save/", {"name": "Not lost", "query": "status=Open"})
    view = SavedView.objects.get(user=alice)
    text = as_alice.get(f"/leads/?{view.query_string}").text

    assert "Not lost" in text
    assert "Thea Brandvold" in text
    assert "Lost One" not in text
    as_alice.post(f"/leads/views/{view.pk}/", {"do": "drop"})
    assert not SavedView.objects.exists()


def test_nobody_forgets_the_view_of_another(as_alice, carol):
    view = SavedView.objects.create(user=carol, record_type="parties.lead", name="Hers")

    assert as_alice.post(f"/leads/views/{view.pk}/", {"do": "drop"}).status_code == 404

    assert SavedView.objects.get() == view


@pytest.mark.parametrize("query", ["colour=red", "status=Open&page=2", "owner=x", "sort=password"])
def test_a_list_refuses_in_words_what_it_does_not_know(as_alice, query):
    page, answer = as_alice.get(f"/leads/?{query}"), as_alice.get(f"/api/v1/leads?{query}")

    assert (page.status_code, answer.status_code) == (422, 422)
    assert answer.json()["error"]["code"] == "invalid"


def test_a_refusal_for_htmx_is_a_toast_and_changes_nothing(as_alice, alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    answer = as_alice.post(f"/leads/{lead.pk}/status/", {"status": "Replied"}, headers=HTMX)

    assert (answer.status_code, answer.headers["HX-Reswap"]) == (409, "none")
    assert "its status stays" in answer.text


def test_several_leads_are_moved_as_one_event_and_back(as_alice, alice):
    leads = [make_lead(owner=alice) for _ in range(3)]

    ids = [lead.pk for lead in leads[:2]]
    as_alice.post("/leads/bulk/", move(ids, "Replied"))
    assert Lead.objects.filter(status__code="REPLIED").count() == 2

    undo(Event.objects.get(), by=alice)
    assert not Lead.objects.filter(status__code="REPLIED").exists()


def test_a_lead_that_may_not_be_moved_is_left_and_named(as_alice, alice):
    leads = [make_lead(owner=alice), make_lead(owner=alice, organisation="Oak Ltd")]
    convert_lead(leads[1], by=alice)

    answer = as_alice.post("/leads/bulk/", move([lead.pk for lead in leads], "Replied"))

    assert Lead.objects.get(status__code="REPLIED") == leads[0]
    told = as_alice.get(answer.url).text
    assert "Status Replied: 1 lead. Oak Ltd: This lead is converted: its status stays." in told


def test_where_none_may_be_moved_that_is_the_answer(as_alice, alice):
    lead = make_lead(owner=alice)
    convert_lead(lead, by=alice)

    answer = as_alice.post("/leads/bulk/", move([lead.pk], "Replied"))

    assert answer.status_code == 409
    assert "its status stays" in answer.text


def test_leads_out_of_reach_are_left_alone(as_alice, carol):
    theirs = make_lead(owner=carol)

    as_alice.post("/leads/bulk/", move([theirs.pk], "Replied"))

    assert Lead.objects.get().status.code == "OPEN"


def test_a_lead_is_not_converted_by_its_status(as_alice, alice):
    lead = make_lead(owner=alice)

    answer = as_alice.post(f"/leads/{lead.pk}/status/", {"status": "Converted"})

    assert answer.status_code == 422
    assert "Convert the lead instead" in answer.text


def test_the_board_adds_up_each_column(as_alice, alice):
    for value in (1000, 2500):
        make_lead(owner=alice, value=value)

    text = as_alice.get("/leads/board/").text

    assert "€3,500" in text
    assert text.count('class="deal"') == 2


def test_a_count_is_capped(as_alice, alice):
    make_lead(owner=alice)

    assert as_alice.get("/leads/count/").text == "1"
    assert as_alice.get("/api/v1/leads/count").json() == {"count": 1, "capped": False}


def test_the_api_pages_by_limit(as_alice, alice):
    for number in range(3):
        make_lead(owner=alice, name=f"Lead {number}")

    first = as_alice.get("/api/v1/leads?limit=2&sort=name").json()
    rest = as_alice.get(f"/api/v1/leads?limit=2&sort=name&after={first['next']}").json()

    assert [item["name"] for item in first["items"] + rest["items"]] == [
        "Lead 0",
        "Lead 1",
        "Lead 2",
    ]
    assert as_alice.get("/api/v1/leads?limit=501").status_code == 422


def test_an_action_that_asks_for_nothing_is_done_by_a_button(as_alice, alice):
    lead = make_lead(owner=alice)

    as_alice.post(f"/do/lead.blocked/{lead.pk}/")

    assert Lead.objects.get().status.code == "DO_NOT_CONTACT"


@pytest.mark.parametrize("name", ["*.undone", "*.deleted", "lead.moved", "lead.many_moved", "x"])
def test_no_other_action_is_done_that_way(as_alice, alice, name):
    lead = make_lead(owner=alice)

    assert as_alice.post(f"/do/{name}/{lead.pk}/").status_code == 404
