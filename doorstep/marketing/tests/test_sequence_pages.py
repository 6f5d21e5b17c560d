"""The pages and the API of sequences."""

import pytest

from doorstep.marketing.models import Enrolment, MailSequence, SequenceStep
from doorstep.marketing.testing import make_mail_sequence, make_template
from doorstep.parties.testing import make_lead


@pytest.fixture
def sequence(alice, sales):
    return make_mail_sequence((0, 5), owner=alice)


def test_a_letter_is_added(as_alice, alice, sequence):
    made = make_template(name="Reminder")

    as_alice.post(
        f"/mail-sequences/{sequence.pk}/letters/", {"after_days": 7, "template": made.pk}
    )

    assert SequenceStep.objects.filter(sequence=sequence, after_days=7).exists()


def test_a_letter_is_taken_out(as_alice, sequence):
    step = sequence.steps.last()

    as_alice.post(f"/mail-sequences/{sequence.pk}/letters/{step.pk}/remove/")

    assert sequence.steps.count() == 1


def test_the_panels_show_letters_and_people(as_alice, alice, sequence, lead):
    as_alice.post(f"/mail-sequences/enrol/lead/?ids={lead.pk}", {"sequence": sequence.pk})

    panels = as_alice.get(f"/mail-sequences/{sequence.pk}/panels/").content.decode()

    assert "Letter of day 5" in panels
    assert lead.email in panels


def test_several_are_put_in_at_once_and_those_who_cannot_be_are_named(
    as_alice, alice, sequence, lead
):
    other = make_lead(owner=alice, name="No Mail", organisation="Mute Ltd", email="")
    ids = f"ids={lead.pk}&ids={other.pk}"

    answer = as_alice.post(
        f"/mail-sequences/enrol/lead/?{ids}", {"sequence": sequence.pk}, follow=True
    )

    assert Enrolment.objects.count() == 1
    assert "Mute Ltd" in answer.content.decode()


def test_the_menu_of_a_lead_leads_there(as_alice, sequence, lead):
    page = as_alice.get(f"/mail-sequences/enrol/lead/{lead.pk}/").content.decode()

    assert f"/mail-sequences/enrol/lead/?ids={lead.pk}" in page
    assert "Welcome" in page


def test_those_out_of_reach_are_not_found(as_alice, carol, sequence):
    theirs = make_lead(owner=carol, email="c@quill.example")

    assert as_alice.get(f"/mail-sequences/enrol/lead/?ids={theirs.pk}").status_code == 404


def test_the_page_of_a_lead_shows_its_sequence_and_stops_it(as_alice, sequence, lead):
    as_alice.post(f"/mail-sequences/enrol/lead/?ids={lead.pk}", {"sequence": sequence.pk})
    panels = as_alice.get(f"/leads/{lead.pk}/panels/").content.decode()
    assert "Welcome" in panels

    as_alice.post(f"/enrolments/{Enrolment.objects.get().pk}/stop/")

    assert Enrolment.objects.get().status == Enrolment.Status.STOPPED


def test_the_list_offers_it_for_those_that_are_ticked(as_alice, sequence, lead):
    answer = as_alice.post("/leads/bulk/", {"ids": [lead.pk], "do": "go:sequence_enrol"})

    assert f"/mail-sequences/enrol/lead/?ids={lead.pk}" in answer["Location"]


def test_the_api_makes_a_sequence_with_its_letters(as_alice, alice, sales):
    make_template(name="First letter")
    body = {"name": "Fair", "steps": [{"after_days": 0, "template": "First letter"}]}

    answer = as_alice.post("/api/v1/mail-sequences", body, content_type="application/json")

    assert answer.status_code == 201
    assert answer.json()["steps"] == [{"after_days": 0, "template": "First letter"}]
    assert MailSequence.objects.get().owner == alice


def test_the_api_puts_somebody_in_once_for_a_key(as_alice, sequence, lead):
    where = f"/api/v1/mail-sequences/{sequence.pk}/enrol"
    options = {"content_type": "application/json", "headers": {"Idempotency-Key": "k1"}}

    first = as_alice.post(where, {"record": f"lead:{lead.pk}"}, **options)
    again = as_alice.post(where, {"record": f"lead:{lead.pk}"}, **options)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again["Idempotent-Replay"] == "true"
    assert Enrolment.objects.count() == 1


def test_the_api_lists_who_is_in_it(as_alice, sequence, lead):
    as_alice.post(
        f"/api/v1/mail-sequences/{sequence.pk}/enrol",
        {"record": f"lead:{lead.pk}"},
        content_type="application/json",
    )

    items = as_alice.get(f"/api/v1/mail-sequences/{sequence.pk}/enrolments").json()["items"]

    assert [each["record"] for each in items] == [f"lead:{lead.pk}"]
