"""Where an action was asked for, and which event a request may take back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from doorstep.history.action import last_event
from doorstep.history.models import Event
from doorstep.history.source import Source, acting_from
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create, update

JSON = "application/json"


def test_an_action_of_a_page_says_page(as_alice, alice):
    lead = make_lead(owner=alice)

    as_alice.post(f"/leads/{lead.pk}/facts/phone/", {"phone": "1", "was": ""})

    assert Event.objects.get().source == "page"


def test_an_action_of_the_api_says_api(as_alice):
    as_alice.post("/api/v1/leads", {"name": "Ada"}, content_type=JSON)

    assert Event.objects.get().source == "api"


def test_what_nobody_asked_for_is_the_systems(alice):
    create(Lead, by=alice, name="Ada")

    assert Event.objects.get().source == "system"


def test_a_source_holds_for_what_is_inside_and_no_longer(alice):
    with acting_from(Source.IMPORT):
        create(Lead, by=alice, name="Ada")
    create(Lead, by=alice, name="Babbage")

    assert list(Event.objects.order_by("pk").values_list("source", flat=True)) == [
        "import",
        "system",
    ]


def test_the_last_event_is_the_outermost_of_what_was_done(alice):
    lead = make_lead(owner=alice)
    update(lead, by=alice, phone="1")

    assert last_event() == Event.objects.get()


def test_a_request_starts_with_nothing_done(alice):
    create(Lead, by=alice, name="Ada")

    with acting_from(Source.PAGE):
        assert last_event() is None


def test_a_toast_offers_to_take_back_its_own_event(as_alice, alice):
    lead = make_lead(owner=alice)

    as_alice.post(f"/leads/{lead.pk}/notes/", {"text": "Called."})
    own = Event.objects.get()
    page = as_alice.get(f"/leads/{lead.pk}/").content.decode()

    assert f"/events/{own.pk}/undo/" in page


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_person_never_mix(alice):
    leads = [make_lead(owner=alice) for _ in range(4)]

    def work(lead):
        try:
            with acting_from(Source.PAGE):
                for number in range(5):
                    update(lead, by=alice, phone=str(number))
                    yield last_event().subject_id == lead.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda lead: list(work(lead)), leads))

    assert told == [[True] * 5] * 4
