"""An undo that meets later changes asks: undo the rest, or leave it."""

import pytest

from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.clashes import clashes
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Ada", organisation="Oak", phone="1", request="lamps")


@pytest.fixture
def event(alice, lead):
    """Organisation and request were set; then the organisation once more."""
    update(lead, by=alice, organisation="Ash", request="pendants")
    done = last_event()
    update(lead, by=alice, organisation="Elm")
    return done


def test_what_was_changed_since_is_told_with_all_three_values(alice, event):
    found = clashes(event, alice)

    (field,) = found.fields
    assert (field.label, field.held, field.left, field.now) == (
        "Organisation",
        "Oak",
        "Ash",
        "Elm",
    )
    assert field.since.by == alice
    assert found.rest == ["Interested in"]


def test_nothing_clashes_where_nothing_was_changed_since(alice, lead):
    update(lead, by=alice, organisation="Ash")

    assert clashes(last_event(), alice).fields == []


def test_a_user_is_told_by_name(alice, bob, carol, lead):
    update(lead, by=alice, lead_owner=alice, request="x")
    event = last_event()
    update(lead, by=alice, lead_owner=bob)

    (field,) = clashes(event, alice).fields

    assert (field.held, field.left, field.now) == ("–", "Alice", "Bob")


def test_the_rest_is_undone_and_what_is_newer_stays(alice, lead, event):
    undo(event, by=alice, rest=True)

    lead.refresh_from_db()
    assert (lead.organisation, lead.request) == ("Elm", "lamps")


def test_undoing_the_rest_can_be_undone(alice, lead, event):
    undo(event, by=alice, rest=True)

    undo(last_event(), by=alice)

    lead.refresh_from_db()
    assert (lead.organisation, lead.request) == ("Elm", "pendants")


def test_what_derives_of_a_changed_field_stays_with_it(alice, lead):
    update(lead, by=alice, email="a@x.test", request="x")
    event = last_event()
    update(lead, by=alice, email="b@x.test")

    undo(event, by=alice, rest=True)

    lead.refresh_from_db()
    assert (lead.email, lead.email_key, lead.request) == ("b@x.test", "b@x.test", "lamps")


def test_where_all_was_changed_since_there_is_no_rest(alice, lead):
    update(lead, by=alice, organisation="Ash")
    event = last_event()
    update(lead, by=alice, organisation="Elm")

    assert clashes(event, alice).rest == []
    with pytest.raises(Conflict, match="nothing is left"):
        undo(event, by=alice, rest=True)


def test_without_being_asked_nothing_is_undone(as_alice, lead, event):
    answer = as_alice.post(f"/events/{event.pk}/undo/", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#dialog"
    for said in ("Organisation was changed again since", "Oak", "Ash", "Elm", "Undo the rest"):
        assert said in answer.text
    assert f"/leads/{lead.pk}/history/" in answer.text
    assert Event.objects.count() == 2


def test_the_dialog_undoes_the_rest(as_alice, lead, event):
    as_alice.post(f"/events/{event.pk}/undo/", {"rest": "1", "next": lead.get_absolute_url()})

    lead.refresh_from_db()
    assert (lead.organisation, lead.request) == ("Elm", "lamps")


def test_without_javascript_a_page_says_the_same(as_alice, event):
    answer = as_alice.post(f"/events/{event.pk}/undo/")

    assert answer.status_code == 409
    assert "<h1" in answer.text
    assert "Undo the rest" in answer.text


def test_another_refusal_is_only_said(as_alice, alice, lead):
    update(lead, by=alice, organisation="Ash")
    event = last_event()
    undo(event, by=alice)

    answer = as_alice.post(f"/events/{event.pk}/undo/", follow=True)

    assert "It was undone already." in answer.text
    assert "Undo the rest" not in answer.text


@pytest.mark.parametrize("page", ["/leads/{}/", "/leads/{}/history/"])
def test_undo_is_offered_where_a_part_can_be_undone(as_alice, lead, event, page):
    assert f"/events/{event.pk}/undo/" in as_alice.get(page.format(lead.pk)).text


def test_who_may_not_edit_the_record_is_told_no_values(client, carol, event):
    client.force_login(carol)

    answer = client.post(f"/events/{event.pk}/undo/")

    assert answer.status_code == 404
    assert "Elm" not in answer.text


def test_the_api_refuses_names_the_field_and_undoes_the_rest(as_alice, lead, event):
    refused = as_alice.post(f"/api/v1/events/{event.pk}/undo")
    assert refused.status_code == 409
    assert "organisation" in refused.json()["error"]["fields"]

    answer = as_alice.post(f"/api/v1/events/{event.pk}/undo?rest=true")

    lead.refresh_from_db()
    assert answer.status_code == 200
    assert (lead.organisation, lead.request) == ("Elm", "lamps")


def choose(client, event, lead, way, now="Elm"):
    place = f"parties.lead:{lead.pk}:organisation"
    said = {"rest": "1", f"for:{place}": way, f"now:{place}": now}
    answer = client.post(f"/events/{event.pk}/undo/", said)
    lead.refresh_from_db()
    return answer


@pytest.mark.parametrize(("way", "organisation"), [("held", "Oak"), ("left", "Ash"), ("", "Elm")])
def test_each_field_is_what_was_chosen_for_it(as_alice, lead, event, way, organisation):
    choose(as_alice, event, lead, way)

    assert (lead.organisation, lead.request) == (organisation, "lamps")


def test_a_choice_is_undone_as_well(as_alice, alice, lead, event):
    choose(as_alice, event, lead, "held")

    undo(last_undo(), by=alice)

    lead.refresh_from_db()
    assert (lead.organisation, lead.request) == ("Elm", "pendants")


def last_undo():
    return Event.objects.filter(undoes__isnull=False).latest("pk")


def test_who_chose_by_an_older_value_is_asked_again(as_alice, alice, lead, event):
    update(lead, by=alice, organisation="Fir")

    answer = choose(as_alice, event, lead, "held")

    assert answer.status_code == 409
    assert "Fir" in answer.text
    assert (lead.organisation, lead.request) == ("Fir", "pendants")


def test_what_derives_of_a_chosen_field_comes_with_it(as_alice, alice, lead):
    update(lead, by=alice, email="a@x.test")
    event = last_event()
    update(lead, by=alice, email="b@x.test")
    place = f"parties.lead:{lead.pk}:email"

    said = {"rest": "1", f"for:{place}": "left", f"now:{place}": "b@x.test"}
    as_alice.post(f"/events/{event.pk}/undo/", said)

    lead.refresh_from_db()
    assert (lead.email, lead.email_key) == ("a@x.test", "a@x.test")


def take(client, event, **ways):
    said = {"fields": {f"lead:{event.subject_id}": ways}}
    return client.post(f"/api/v1/events/{event.pk}/undo", said, content_type="application/json")


def test_the_api_tells_what_would_have_to_be_chosen(as_alice, alice, lead, event):
    told = as_alice.get(f"/api/v1/events/{event.pk}/undo").json()

    (field,) = told["clashes"]
    assert [field[name] for name in ("record", "field", "before", "set", "now", "changed_by")] == [
        f"lead:{lead.pk}",
        "organisation",
        "Oak",
        "Ash",
        "Elm",
        alice.email,
    ]
    assert told["rest"] == ["Interested in"]


@pytest.mark.parametrize(
    ("ways", "held"),
    [
        ({"organisation": "before"}, ("Oak", "lamps")),
        ({"organisation": "set", "request": "now"}, ("Ash", "pendants")),
        ({"request": "set", "organisation": "before"}, ("Oak", "pendants")),
        ({"request": "before"}, ("Elm", "lamps")),
    ],
)
def test_the_api_takes_of_each_field_what_it_says(as_alice, lead, event, ways, held):
    answer = take(as_alice, event, **ways)

    lead.refresh_from_db()
    assert answer.status_code == 200, answer.text
    assert (lead.organisation, lead.request) == held


@pytest.mark.parametrize("ways", [{"phone": "before"}, {"organisation": "then"}, {"nose": "now"}])
def test_the_api_refuses_what_the_event_did_not_do(as_alice, lead, event, ways):
    assert take(as_alice, event, **ways).status_code == 422
    assert Event.objects.count() == 2


def test_a_choice_of_nothing_is_refused(as_alice, event):
    assert take(as_alice, event, organisation="now", request="now").status_code == 409


def test_who_may_not_see_the_record_is_told_nothing(client, carol, event):
    client.force_login(carol)

    assert client.get(f"/api/v1/events/{event.pk}/undo").status_code == 404
    assert take(client, event, organisation="before").status_code == 404
