"""What is typed and not sent is kept for whoever typed it, until it is sent."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.mail.testing import make_mailbox
from doorstep.parties.testing import make_lead
from doorstep.records.models import Typed
from doorstep.ui.typed import LONGEST, MOST, forget_what_was_left


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, email="nadia@quill.example")


def kept_at(place):
    return f"/typed/?place={place}"


def keep(client, place, **said):
    return client.post(kept_at(place), {"said": json.dumps(said)})


def test_it_comes_back_with_when_it_was_typed(as_alice, lead):
    place = f"/leads/{lead.pk}/notes/"
    assert as_alice.get(kept_at(place)).status_code == 204

    assert keep(as_alice, place, text="Wants br").status_code == 204
    keep(as_alice, place, text="Wants brass")

    found = as_alice.get(kept_at(place)).json()
    assert found["said"] == {"text": "Wants brass"}
    assert found["says"].startswith("Draft from ")
    assert as_alice.delete(kept_at(place)).status_code == 204
    assert not Typed.objects.exists()


def test_it_is_nobody_elses(as_alice, client, bob, lead):
    place = f"/leads/{lead.pk}/notes/"
    keep(as_alice, place, text="Between us")
    client.force_login(bob)

    assert client.get(kept_at(place)).status_code == 204
    client.delete(kept_at(place))

    assert Typed.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/leads/%d/notes/", {"text": "Wants brass"}),
        ("/calls/new/lead/%d/", {"text": "ok", "direction": "OUT", "outcome": "REACHED"}),
        ("/next-contact/lead/%d/", {"line": "call tomorrow 10"}),
    ],
)
def test_it_is_forgotten_when_it_is_sent(as_alice, lead, page, said):
    keep(as_alice, page % lead.pk, **said)

    as_alice.post(page % lead.pk, said)

    assert not Typed.objects.exists()


def test_what_was_refused_is_still_kept(as_alice, lead):
    place = f"/next-contact/lead/{lead.pk}/"
    keep(as_alice, place, line="whenever")

    assert as_alice.post(place, {"line": "whenever"}).status_code == 422
    assert Typed.objects.count() == 1


def test_a_letter_is_forgotten_when_it_is_kept_as_a_draft(as_alice, alice, lead):
    box = make_mailbox(kind="PERSONAL", owner=alice)
    place = f"/messages/write/lead/{lead.pk}/"
    assert f"place={place}" in as_alice.get(place).content.decode()
    keep(as_alice, place, text="Dear Nadia", subject="Lamps")

    said = {"mailbox": box.pk, "to": lead.email, "subject": "Lamps", "text": "Dear Nadia"}
    as_alice.post(place, said | {"do": "draft"})

    assert not Typed.objects.exists()


@pytest.mark.parametrize("place", ["/leads/", "/settings/", "//evil.example/", "", "/no/such/"])
def test_only_forms_that_are_kept_are_places(as_alice, place):
    assert keep(as_alice, place, text="x").status_code == 404


@pytest.mark.parametrize(
    "said", ["", "[1]", '{"text": {"a": 1}}', json.dumps({"text": "x" * LONGEST})]
)
def test_what_is_no_form_is_refused(as_alice, lead, said):
    answer = as_alice.post(kept_at(f"/leads/{lead.pk}/notes/"), {"said": said})

    assert answer.status_code == 422
    assert not Typed.objects.exists()


def test_there_is_an_end_to_what_one_leaves_behind(as_alice, alice, lead):
    old = now() - timedelta(days=31)
    Typed.objects.bulk_create(
        Typed(user=alice, place=f"/leads/{number}/notes/", at=old) for number in range(MOST)
    )

    keep(as_alice, f"/leads/{MOST + 5}/notes/", text="One more")

    assert Typed.objects.count() == MOST
    assert forget_what_was_left() == MOST - 1
    assert Typed.objects.get().said == {"text": "One more"}
