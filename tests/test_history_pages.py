"""The versions of a record, its past days, and the audit."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.history.action import last_event
from doorstep.history.models import Event
from doorstep.history.source import Source, acting_from
from doorstep.history.versions import versions_of
from doorstep.parties.models import Lead
from doorstep.records.actions import create, delete, update
from doorstep.users.testing import make_role, make_user


@pytest.fixture
def lead(alice):
    lead = create(Lead, by=alice, name="Ada", organisation="Analytical Ltd")
    update(lead, by=alice, phone="1", organisation="Engines & Sons")
    return lead


@pytest.fixture
def as_chief(client, db):
    chief = make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])
    client.force_login(chief)
    return client


def text(answer):
    return answer.content.decode()


def test_the_versions_of_a_record_say_who_changed_what(as_alice, lead):
    page = text(as_alice.get(f"/leads/{lead.pk}/history/"))

    assert "Engines &amp; Sons" in page
    assert "changed 2 fields" in page
    assert 'type="range"' in page


def test_an_older_version_is_shown_as_it_was(as_alice, lead):
    created = lead_events(lead)[0]

    page = text(as_alice.get(f"/leads/{lead.pk}/history/?at={created.pk}"))

    assert "as it was on" in page
    assert '<span class="tag">later</span>' in page
    assert "Bring these facts back" in page


def lead_events(lead):
    return [version.event for version in versions_of(("parties.lead", lead.pk))]


def test_the_facts_of_an_older_version_can_be_brought_back(as_alice, lead):
    created = lead_events(lead)[0]

    as_alice.post(f"/leads/{lead.pk}/history/restore/", {"at": created.pk})

    lead.refresh_from_db()
    assert (lead.organisation, lead.phone) == ("Analytical Ltd", "")


def test_one_field_can_be_taken_back(as_alice, lead):
    changed = lead_events(lead)[-1]
    url = f"/leads/{lead.pk}/history/{changed.pk}/revert/"
    assert url in text(as_alice.get(f"/leads/{lead.pk}/history/"))

    as_alice.post(url, {"field": "phone"})

    lead.refresh_from_db()
    assert (lead.organisation, lead.phone) == ("Engines & Sons", "")


def test_the_history_of_a_deleted_record_stays_readable(as_alice, alice, lead):
    delete(lead, by=alice)

    page = text(as_alice.get(f"/leads/{lead.pk}/history/"))

    assert "was deleted. Its history stays." in page
    assert "Engines &amp; Sons" in page


def test_it_is_not_there_for_those_who_could_not_see_the_record(client, carol, alice, lead):
    client.force_login(carol)
    assert client.get(f"/leads/{lead.pk}/history/").status_code == 404

    delete(lead, by=alice)

    assert client.get(f"/leads/{lead.pk}/history/").status_code == 404
    assert client.get("/leads/99999/history/").status_code == 404


def test_it_can_be_limited_to_what_programs_did(as_alice, alice, lead):
    with acting_from(Source.API):
        update(lead, by=alice, request="from a program")

    page = text(as_alice.get(f"/leads/{lead.pk}/history/?show=programs"))

    assert "from a program" in page
    assert "changed 2 fields" not in page


def test_the_timeline_of_a_past_moment_stops_there(as_alice, alice, lead):
    moment = now().replace(second=0, microsecond=0) - timedelta(minutes=1)
    Event.objects.update(at=moment - timedelta(days=2))
    update(lead, by=alice, request="only today")

    page = text(as_alice.get(f"/leads/{lead.pk}/?on={moment:%Y-%m-%dT%H:%M}"))

    assert "only today" not in page
    assert "Engines &amp; Sons" in page


def test_a_day_that_is_none_is_not_there(as_alice, lead):
    for day in ("yesterday", "2026-13-01", "2026-11-21T99:00", "9999-12-31T23:59"):
        assert as_alice.get(f"/leads/{lead.pk}/?on={day}").status_code in (200, 404)


def test_the_audit_lists_what_anyone_did(as_chief, lead):
    page = text(as_chief.get("/settings/audit/"))

    assert "Organisation, Phone" in page
    assert "Engines &amp; Sons" in page


def test_the_audit_is_for_administrators(as_alice):
    assert as_alice.get("/settings/audit/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("did=updated", True),
        ("did=deleted", False),
        ("kind=parties.lead", True),
        ("kind=parties.customer", False),
        ("source=system", True),
        ("source=api", False),
        ("who=999999", False),
        ("day=2000-01-01", False),
    ],
)
def test_the_audit_can_be_narrowed(as_chief, lead, query, found):
    page = text(as_chief.get(f"/settings/audit/?{query}"))

    assert ("Organisation, Phone" in page) is found


def test_the_audit_pages_completely(as_chief, alice, lead):
    for number in range(120):
        update(lead, by=alice, phone=str(number))
        lead.refresh_from_db()
    newest, seen, url = last_event().pk, 0, "/settings/audit/"
    while url:
        page = text(as_chief.get(url))
        seen += page.count("<time ")
        mark = page.partition("/settings/audit/?after=")[2].partition('"')[0]
        url = f"/settings/audit/?after={mark}" if mark else ""

    assert seen >= newest - lead_events(lead)[0].pk


def test_a_line_about_something_deleted_leads_to_its_history(as_chief, alice, lead):
    delete(lead, by=alice)

    assert f'href="/leads/{lead.pk}/history/"' in text(as_chief.get("/settings/audit/"))
