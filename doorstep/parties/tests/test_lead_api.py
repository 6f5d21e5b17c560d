import pytest

from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead

JSON = "application/json"


def test_a_list_holds_what_was_asked_for(as_alice, alice):
    lead = make_lead(owner=alice)
    make_lead(owner=alice, status="Lost quotation")

    listed = as_alice.get("/api/v1/leads?status=Open").json()

    assert [item["id"] for item in listed["items"]] == [lead.pk]


@pytest.mark.parametrize("query", ["sort=owner__password", "after=garbage"])
def test_a_list_refuses_what_it_does_not_know(as_alice, query):
    assert as_alice.get(f"/api/v1/leads?{query}").status_code == 422


def test_converting_a_converted_lead_answers_with_its_customer(as_alice, alice):
    url = f"/api/v1/leads/{make_lead(owner=alice).pk}/convert"

    first = as_alice.post(url, {}, content_type=JSON)
    second = as_alice.post(url, {}, content_type=JSON)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["customer"]["id"] == second.json()["customer"]["id"]


def test_a_repeated_request_is_answered_as_the_first(as_alice, alice):
    headers = {"Idempotency-Key": "abc"}

    answers = [
        as_alice.post("/api/v1/leads", {"name": "Ada"}, content_type=JSON, headers=headers).json()
        for _ in range(2)
    ]

    assert answers[0] == answers[1]
    assert Lead.objects.get().owner == alice


def test_an_edit_of_an_old_version_is_a_conflict(as_alice, alice):
    url = f"/api/v1/leads/{make_lead(owner=alice).pk}"

    codes = [
        as_alice.patch(
            url, {"phone": "1"}, content_type=JSON, headers={"If-Match": version}
        ).status_code
        for version in ("1", "1", "2")
    ]

    assert codes == [200, 409, 200]


def test_an_event_is_told_and_taken_back(as_alice, alice):
    lead = make_lead(owner=alice)
    as_alice.patch(f"/api/v1/leads/{lead.pk}", {"phone": "1"}, content_type=JSON)
    url = f"/api/v1/events/{Event.objects.get().pk}"

    assert as_alice.get(url).json()["told"] == ["Phone: – → 1"]
    assert as_alice.post(f"{url}/undo").json()["name"] == "event.undone"
    assert Lead.objects.get().phone == ""


def test_every_action_is_listed_with_what_it_asks_for(as_alice):
    listed = {each["name"]: each for each in as_alice.get("/api/v1/actions").json()}

    assert listed["lead.converted"]["arguments"].keys() == {"into", "name", "type"}
    assert listed["lead.converted"]["help"] == "Turn a lead into a customer and a contact."
    assert listed["lead.converted"]["undoable"]
