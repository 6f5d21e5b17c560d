"""Handing a record over: it goes, the next person is told, and finds a brief made of facts."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from doorstep.activity.actions import (
    add_note,
    complete_task,
    create_event,
    create_task,
    log_call,
    pin_note,
)
from doorstep.activity.models import CalendarEvent, Note, Task
from doorstep.history.action import last_event
from doorstep.history.reactions import react
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import assign_lead, assign_leads, convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from doorstep.selling.testing import make_sales_order
from doorstep.ui.handover import brief_of
from doorstep.users.testing import make_role, make_user

JSON = "application/json"
TOMORROW = now() + timedelta(days=1)
ALONE = "doorstep.activity.reactions.tell_who_takes_over"
MANY = "doorstep.activity.reactions.tell_who_takes_many"


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, lead_owner=alice, name="Nadia Ferrante", request="42 pendants")


def lines(record, by):
    return {part.name: [line.text for line in part.lines] for part in brief_of(record, by).parts}


def test_the_brief_says_who_what_is_promised_said_and_next(lead, alice):
    update(lead, by=alice, next_contact_at=TOMORROW, next_contact_how="CALL")
    pin_note(add_note(lead, by=alice, text="Never before ten."), by=alice)
    log_call(lead, by=alice, text="Wants warm white.")
    create_task(Task, by=alice, subject="Send a sample", records=[lead])
    complete_task(create_task(Task, by=alice, subject="Done", records=[lead]), by=alice)

    found = lines(Lead.objects.get(), alice)

    assert "42 pendants" in found["facts"]
    assert found["next"] == ["Call"]
    assert found["pinned"] == ["Never before ten."]
    assert "Send a sample" in found["promised"]
    assert "Done" not in found["promised"]
    assert found["talks"][:2] == ["Wants warm white.", "Never before ten."]


def test_that_there_is_no_next_step_is_said(lead, alice):
    assert lines(lead, alice)["next"] == ["No next contact is planned."]


def test_the_brief_of_a_customer_goes_back_to_its_lead_and_tells_people_and_orders(lead, alice):
    add_note(lead, by=alice, text="Met in hall 4.")
    customer = convert_lead(lead, by=alice)
    order = make_sales_order(customer=customer, owner=alice)

    found = lines(customer, alice)

    assert found["talks"] == ["Met in hall 4."]
    assert found["people"] == ["Nadia Ferrante"]
    assert found["orders"] == [str(order)]


def test_the_brief_tells_its_reader_only_what_they_may_see(lead, alice, carol):
    add_note(lead, by=alice, text="Secret terms.")
    create_event(
        CalendarEvent,
        by=alice,
        subject="Salary talk",
        is_private=True,
        starts_at=TOMORROW,
        records=[lead],
    )
    customer = convert_lead(lead, by=alice)
    make_sales_order(customer=customer, owner=alice, number="SO-SECRET")
    update(customer, by=alice, owner=carol)

    told = str(lines(customer, carol))

    assert "Secret" not in told
    assert "SECRET" not in told
    assert "Salary" not in told
    assert "Nadia" not in str(lines(customer, carol).get("people"))


def test_handing_over_leaves_a_note_for_the_next_person(lead, alice, bob):
    assign_lead(lead, by=alice, to=bob, text="Be kind.")

    assert Lead.objects.get().lead_owner == bob
    assert Note.objects.get().text == "Be kind."
    assert "Be kind." in lines(Lead.objects.get(), bob)["pinned"]


def test_whose_role_sees_no_such_record_cannot_take_it(lead, alice):
    outsider = make_user("o@example.org", roles=[make_role("Nothing")])

    with pytest.raises(Invalid, match="choose somebody else"):
        assign_lead(lead, by=alice, to=outsider)


def test_whoever_takes_it_over_gets_a_letter_with_the_way_to_the_brief(lead, alice, bob):
    assign_lead(lead, by=alice, to=bob)

    react.call(last_event().pk, ALONE)

    (letter,) = mail.outbox
    assert letter.to == [bob.email]
    assert f"/leads/{lead.pk}/handover/" in letter.body


def test_who_takes_something_to_themselves_gets_no_letter(lead, alice):
    assign_lead(lead, by=alice, to=alice)

    react.call(last_event().pk, ALONE)

    assert mail.outbox == []


def test_of_many_at_once_there_is_one_letter_and_a_page_of_all_briefs(client, alice, bob):
    leads = [make_lead(owner=alice, lead_owner=alice, name=f"Lead {n}") for n in range(3)]
    assign_leads(Lead, by=alice, ids=[each.pk for each in leads], to=bob)
    event = last_event()

    react.call(event.pk, MANY)

    (letter,) = mail.outbox
    assert letter.subject == "Alice handed 3 records over to you"
    client.force_login(bob)
    page = client.get(f"/handovers/{event.pk}/").text
    assert all(f"/leads/{each.pk}/handover/" in page for each in leads)


def test_the_page_of_a_large_handover_names_only_what_its_reader_sees(client, alice, bob, carol):
    lead = make_lead(owner=alice, lead_owner=alice, name="Zyzzyva")
    assign_leads(Lead, by=alice, ids=[lead.pk], to=bob)
    client.force_login(carol)

    assert client.get(f"/handovers/{last_event().pk}/").status_code == 404


def test_the_dialog_hands_over_and_leads_to_the_brief(as_alice, lead, bob):
    here = f"/leads/{lead.pk}/assign/"
    assert here in as_alice.get(f"/leads/{lead.pk}/").text

    answer = as_alice.post(here, {"to": bob.pk, "text": "Be kind."})

    assert answer.url == f"/leads/{lead.pk}/handover/"
    page = as_alice.get(answer.url).text
    assert "Be kind." in page
    assert "is now with Bob" in page
    assert as_alice.post(here, {"to": ""}).status_code == 422


def test_a_customer_is_handed_over_the_same_way(as_alice, lead, alice, bob):
    customer = convert_lead(lead, by=alice)

    as_alice.post(f"/customers/{customer.pk}/assign/", {"to": bob.pk})

    customer.refresh_from_db()
    assert customer.owner == bob


def test_the_api_hands_over_and_tells_the_brief(as_alice, lead, alice, bob):
    here = f"/api/v1/leads/{lead.pk}"
    said = {"to": bob.email, "text": "Be kind."}

    given = as_alice.post(f"{here}/assign", said, content_type=JSON)
    brief = as_alice.get(f"{here}/handover").json()

    assert (given.status_code, given.json()["lead_owner"]) == (200, bob.email)
    assert brief["record"] == f"lead:{lead.pk}"
    pinned = next(part for part in brief["parts"] if part["name"] == "pinned")
    assert pinned["lines"][0]["text"] == "Be kind."
    assert as_alice.post(f"{here}/assign", {"to": 7}, content_type=JSON).status_code == 422
