"""All that is kept about one person, for whoever asks for it."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.activity.actions import add_note
from doorstep.history.models import Event
from doorstep.parties.actions import update_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_contact, make_lead
from doorstep.records.actions import attach
from doorstep.users.access import Reach
from doorstep.users.testing import grant, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def lead(alice):
    lead = make_lead(name="Ada Byron", email="ada@x.test", owner=alice, lead_owner=alice)
    update_lead(lead, by=alice, request="lamps")
    add_note(lead, by=alice, text="Likes shades.")
    attach(lead, by=alice, file=SimpleUploadedFile("plan.txt", b"a plan", "text/plain"))
    return lead


def taken(answer):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return archive, json.loads(archive.read("person.json"))


def test_it_holds_what_is_said_noted_attached_and_was_done(as_alice, lead):
    archive, told = taken(as_alice.get(f"/persons/lead/{lead.pk}.zip"))

    assert told["record"] == f"lead:{lead.pk}"
    assert told["fields"]["email"] == "ada@x.test"
    assert told["rows"]["activity.note"][0]["text"] == "Likes shades."
    assert any("lamps" in sentence for each in told["history"] for sentence in each["told"])
    [name] = [name for name in archive.namelist() if name.endswith("plan.txt")]
    assert archive.read(name) == b"a plan"


def test_a_contact_has_its_emails_and_links_in_it(as_alice, alice, lead):
    contact = make_contact(name="Ada", email="ada@x.test", lead=lead, owner=alice)

    _archive, told = taken(as_alice.get(f"/persons/contact/{contact.pk}.zip"))

    assert told["rows"]["parties.contactemail"][0]["email"] == "ada@x.test"
    assert told["rows"]["parties.contactlink"][0]["lead_id"] == lead.pk


def test_the_page_offers_it_and_it_is_noted(as_alice, alice, lead):
    path = f"/persons/lead/{lead.pk}.zip"

    assert path in as_alice.get(f"/leads/{lead.pk}/").text
    as_alice.get(path)

    event = Event.objects.get(name="lead.exported")
    assert (event.by, event.detail) == (alice, f"lead:{lead.pk}, everything")


def test_of_nobody_out_of_reach_and_of_no_other_kind(as_alice, carol):
    hers = make_lead(name="Hers", owner=carol)

    assert as_alice.get(f"/persons/lead/{hers.pk}.zip").status_code == 404
    assert as_alice.get(f"/persons/customer/{hers.pk}.zip").status_code == 404


def test_who_may_not_export_gets_nothing(client, lead):
    role = make_role("Looks")
    grant(role, Lead, view=Reach.ALL)
    client.force_login(make_user("eve@example.org", roles=[role]))

    assert client.get(f"/persons/lead/{lead.pk}.zip").status_code == 403
    assert "/persons/" not in client.get(f"/leads/{lead.pk}/").text
