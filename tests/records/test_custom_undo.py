"""Undo of one custom field: what was filled in of another since is no obstacle, and stays."""

import pytest

from doorstep.history.actions import revert, undo
from doorstep.history.clashes import clashes
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.parties.models import Lead
from doorstep.records.actions import archive_field, update
from doorstep.records.models import CustomField
from tests.records.test_custom_fields import add, admin, with_custom  # noqa: F401


@pytest.fixture
def lead(admin):  # noqa: F811
    add(admin, "Room type")
    add(admin, "Height", kind="NUMBER")
    return with_custom(admin, room_type="Office", height="3")


def edited(lead, admin, **custom):  # noqa: F811
    update(Lead.objects.get(pk=lead.pk), by=admin, custom=custom)
    return Event.objects.latest("pk")


def held(lead):
    return Lead.objects.get(pk=lead.pk).custom


def offered(lead, admin):  # noqa: F811
    told = story(Lead.objects.get(pk=lead.pk), by=admin)
    return {entry.event.pk for entry in told.entries if entry.reverse}


def test_an_edit_of_another_field_stays_and_does_not_stand_in_the_way(lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall")
    edited(lead, admin, height="4")

    assert event.pk in offered(lead, admin)
    undo(event, by=admin)

    assert held(lead) == {"room_type": "Office", "height": "4"}


def test_an_edit_of_the_same_field_does(lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall", height="9")
    edited(lead, admin, height="4")

    assert event.pk not in offered(lead, admin)
    with pytest.raises(Conflict, match="Changed since"):
        undo(event, by=admin)

    assert held(lead) == {"room_type": "Hall", "height": "4"}


def test_what_was_emptied_comes_back_and_what_was_added_goes(lead, admin):  # noqa: F811
    emptied = edited(lead, admin, room_type=None)
    edited(lead, admin, height="4")
    undo(emptied, by=admin)
    assert held(lead) == {"room_type": "Office", "height": "4"}

    edited(lead, admin, room_type=None)
    added = edited(lead, admin, room_type="Shop")
    edited(lead, admin, height="5")
    undo(added, by=admin)
    assert held(lead) == {"height": "5"}


def test_redo_is_as_patient(lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall")
    undo(event, by=admin)
    undone = Event.objects.latest("pk")
    edited(lead, admin, height="4")

    undo(undone, by=admin)

    assert held(lead) == {"room_type": "Hall", "height": "4"}


def test_a_field_that_was_archived_since_is_no_obstacle(lead, admin):  # noqa: F811
    from_before = edited(lead, admin, room_type="Hall")
    archive_field(CustomField.objects.get(name="height"), by=admin)

    undo(from_before, by=admin)

    assert held(lead) == {"room_type": "Office", "height": "3"}


def test_one_change_is_reverted_alone(lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall")
    edited(lead, admin, height="4")

    revert(Lead.objects.get(pk=lead.pk), by=admin, event=event, field="custom")

    assert held(lead) == {"room_type": "Office", "height": "4"}


def test_of_fields_changed_since_each_is_told_and_the_rest_is_undone(lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall", height="9")
    edited(lead, admin, height="4")
    newer = Event.objects.latest("pk")
    edited(lead, admin, room_type="Shop")
    edited(lead, admin, room_type="Hall")

    found = clashes(event, admin)
    (height,) = found.fields
    assert (height.label, height.held, height.left, height.now) == ("Height", "3", "9", "4")
    assert (height.since, found.rest) == (newer, ["Room type"])
    assert found.places == {f"parties.lead:{lead.pk}:custom.{each}" for each in NAMES}

    undo(event, by=admin, rest=True)
    assert held(lead) == {"room_type": "Office", "height": "4"}


NAMES = ("room_type", "height")


@pytest.mark.parametrize(
    ("way", "kept"), [("held", ("Office", "3")), ("left", ("Office", "9")), ("", ("Office", "4"))]
)
def test_one_of_them_is_given_what_was_chosen_on_the_page(client, lead, admin, way, kept):  # noqa: F811
    event = edited(lead, admin, room_type="Hall", height="9")
    edited(lead, admin, height="4")
    client.force_login(admin)
    place = f"parties.lead:{lead.pk}:custom.height"
    asked = client.post(f"/events/{event.pk}/undo/")
    assert f'name="for:{place}"' in asked.text

    chosen = {f"for:{place}": way, f"now:{place}": "4", "rest": "1"}
    client.post(f"/events/{event.pk}/undo/", chosen)

    assert held(lead) == dict(zip(NAMES, kept, strict=True))


def test_what_was_empty_before_is_emptied_again_where_that_is_chosen(lead, admin):  # noqa: F811
    add(admin, "Colour")
    event = edited(lead, admin, colour="red", height="9")
    edited(lead, admin, colour="blue")

    undo(event, by=admin, rest=True, take={f"parties.lead:{lead.pk}:custom.colour": "held"})

    assert held(lead) == {"room_type": "Office", "height": "3"}


def test_a_program_chooses_by_name(client, lead, admin):  # noqa: F811
    event = edited(lead, admin, room_type="Hall", height="9")
    edited(lead, admin, height="4")
    client.force_login(admin)
    url, named = f"/api/v1/events/{event.pk}/undo", f"lead:{lead.pk}"

    told = client.get(url).json()
    (height,) = told["clashes"]
    assert (height["record"], height["field"]) == (named, "custom.height")
    assert (height["before"], height["set"], height["now"]) == ("3", "9", "4")
    assert (height["changed_by"], told["rest"]) == (admin.email, ["Room type"])

    ways = {"custom.height": "before", "custom.room_type": "now"}
    done = client.post(url, {"fields": {named: ways}}, content_type="application/json")

    assert done.status_code == 200, done.text
    assert held(lead) == {"room_type": "Hall", "height": "3"}
