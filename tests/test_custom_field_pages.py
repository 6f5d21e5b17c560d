"""The settings page of custom fields."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.records.actions import update
from doorstep.records.models import CustomField
from tests.records.test_custom_fields import add, admin, with_custom  # noqa: F401

FORM = {"label": "Room type", "kind": "CHOICE", "filterable": "on"}


@pytest.fixture
def as_admin(client, admin):  # noqa: F811
    client.force_login(admin)
    return client


def test_a_field_is_added(as_admin):
    sent = FORM | {"more_choices": "Hotel room\r\n\r\nOffice", "default": "Office"}

    answer = as_admin.post("/settings/fields/new/?kind=lead", sent)

    field = CustomField.objects.get()
    assert answer.headers["Location"] == f"/settings/fields/{field.pk}/"
    assert (field.record_type, field.name, field.default) == (
        "parties.lead",
        "room_type",
        "office",
    )
    assert [each["label"] for each in field.choices] == ["Hotel room", "Office"]


def test_a_choice_is_renamed_and_keeps_its_key(as_admin, admin):  # noqa: F811
    field = add(admin, kind="CHOICE", choices=["Hotel room", "Office"])
    with_custom(admin, room_type="Office")
    sent = FORM | {"name": "room_type", "choice.hotel_room": "Room", "choice.office": "Work"}

    as_admin.post(f"/settings/fields/{field.pk}/", sent | {"more_choices": "Shop"})

    field.refresh_from_db()
    assert field.choices == [
        {"key": "hotel_room", "label": "Room"},
        {"key": "office", "label": "Work"},
        {"key": "shop", "label": "Shop"},
    ]


def test_what_is_wrong_is_shown_at_its_field(as_admin, admin):  # noqa: F811
    field = add(admin)
    with_custom(admin, room_type="x")

    answer = as_admin.post(f"/settings/fields/{field.pk}/", FORM | {"kind": "NUMBER"})

    assert answer.status_code == 422
    assert "Cannot change, 1 values use it." in answer.content.decode()


def test_the_page_lists_fields_with_how_many_are_filled(as_admin, admin):  # noqa: F811
    add(admin, "Ceiling <b>", kind="NUMBER", unit="m", name="room_type")
    with_custom(admin, room_type="3")

    page = as_admin.get("/settings/fields/?kind=lead").content.decode()

    assert "Ceiling &lt;b&gt;" in page
    assert "1 filled" in page


def test_a_field_is_archived_and_brought_back(as_admin, admin):  # noqa: F811
    field = add(admin)

    for is_archived in (True, False):
        as_admin.post(f"/settings/fields/{field.pk}/archive/")
        field.refresh_from_db()
        assert field.archived is is_archived


def test_fields_keep_the_order_they_were_put_in(as_admin, admin):  # noqa: F811
    one, two = add(admin, "One"), add(admin, "Two")

    as_admin.post("/settings/fields/order/?kind=lead", {"ids": [two.pk, one.pk, 10**30]})

    assert list(CustomField.objects.values_list("label", flat=True)) == ["Two", "One"]


@pytest.mark.parametrize("path", ["", "new/", "1/", "?kind=nonsense"])
def test_the_settings_are_for_those_who_may(as_alice, path):
    assert as_alice.get(f"/settings/fields/{path}").status_code == 403


def test_an_unknown_kind_is_not_there(as_admin):
    assert as_admin.get("/settings/fields/?kind=nonsense").status_code == 404


def test_a_field_is_deleted_with_its_values_and_one_undo_brings_both_back(as_admin, admin):  # noqa: F811
    field = add(admin)
    add(admin, "Height", kind="NUMBER")
    lead = with_custom(admin, room_type="x", height="3")
    asked = as_admin.get(f"/settings/fields/{field.pk}/delete/").content.decode()

    as_admin.post(f"/settings/fields/{field.pk}/delete/")

    assert "What 1 records hold goes with it." in asked
    assert Lead.objects.get(pk=lead.pk).custom == {"height": "3"}
    update(Lead.objects.get(pk=lead.pk), by=admin, custom={"height": "4"})
    undo(Event.objects.get(name="custom_field.deleted"), by=admin)
    assert Lead.objects.get(pk=lead.pk).custom == {"room_type": "x", "height": "4"}
    assert CustomField.objects.filter(name="room_type").exists()


def test_a_choice_that_is_chosen_stays_and_another_goes(as_admin, admin):  # noqa: F811
    field = add(admin, kind="CHOICE", choices=["Hotel room", "Office"])
    with_custom(admin, room_type="Office")
    sent = FORM | {"name": "room_type", "choice.hotel_room": "Hotel room", "choice.office": ""}

    page = as_admin.post(f"/settings/fields/{field.pk}/", sent)
    as_admin.post(
        f"/settings/fields/{field.pk}/",
        sent | {"choice.hotel_room": "", "choice.office": "Office"},
    )

    assert "“Office” is chosen in 1 records" in page.content.decode()
    field.refresh_from_db()
    assert [each["key"] for each in field.choices] == ["office"]


def test_the_page_takes_as_many_queries_however_many_fields(as_admin, admin):  # noqa: F811
    def queries():
        with CaptureQueriesContext(connection) as found:
            as_admin.get("/settings/fields/?kind=lead")
        return len(found)

    add(admin)
    queries()
    few = queries()
    for number in range(8):
        add(admin, f"Field {number}")

    assert queries() == few


def test_the_page_begins_with_leads_and_says_api_in_capitals(as_admin, admin):  # noqa: F811
    field = add(admin)

    assert f"/settings/fields/{field.pk}/" in as_admin.get("/settings/fields/").content.decode()
    page = as_admin.get(f"/settings/fields/{field.pk}/").content.decode()
    assert "Name in the API" in page
