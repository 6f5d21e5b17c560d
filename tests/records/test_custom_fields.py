"""Fields an administrator gives to a kind of record."""

import json

import pytest
from django.db import connection
from django.db.models.functions import Lower

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.history.telling import tell
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import (
    add_field,
    archive_field,
    change_field,
    create,
    order_fields,
    restore_field,
    update,
)
from doorstep.records.custom import definitions, filled_count
from doorstep.records.custom_index import CustomValue
from doorstep.records.input import read_input
from doorstep.records.models import CustomField
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_user

JSON = "application/json"


@pytest.fixture
def admin(db):
    return make_user("ada@example.org", roles=[make_role("Boss", is_administrator=True)])


def add(admin, label="Room type", **values):
    return add_field(CustomField, by=admin, record_type="parties.lead", label=label, **values)


def with_custom(admin, **custom):
    values = read_input(LEADS, {"name": "Ada", "custom": custom}, by=admin)
    return create(Lead, by=admin, **values)


def shown(lead, by):
    rows = Lead.objects.filter(pk=lead.pk).values(*LEADS.output.paths)
    return LEADS.output.public(list(rows), by)[0]["custom"]


def indexes():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Lead._meta.db_table)
    return {name for name in found if name.startswith("custom_field_")}


@pytest.mark.parametrize(
    ("options", "value", "read"),
    [
        ({"kind": "TEXT"}, "Oak <b>", "Oak <b>"),
        ({"kind": "NUMBER"}, "3.50", "3.5"),
        ({"kind": "NUMBER"}, 12, "12"),
        ({"kind": "DATE"}, "2026-03-31", "2026-03-31"),
        ({"kind": "CHECK"}, True, True),
        ({"kind": "CHOICE", "choices": ["Hotel room", "Office"]}, "hotel ROOM", "Hotel room"),
    ],
)
def test_a_value_is_kept_and_shown(admin, options, value, read):
    field = add(admin, **options)

    lead = with_custom(admin, room_type=value)

    assert shown(lead, admin) == {"room_type": read}
    assert filled_count(field) == 1


def test_a_link_is_kept_by_the_name_of_its_record(admin):
    customer = make_customer(owner=admin)
    add(admin, "Architect", kind="LINK", links_to="customer")

    lead = with_custom(admin, architect=customer.pk)

    assert shown(lead, admin) == {"architect": f"customer:{customer.pk}"}


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ({"kind": "TEXT"}, 5),
        ({"kind": "TEXT"}, "x" * 501),
        ({"kind": "TEXT"}, "a\0b"),
        ({"kind": "NUMBER"}, "much"),
        ({"kind": "DATE"}, "31.03.2026"),
        ({"kind": "CHECK"}, "yes"),
        ({"kind": "CHOICE", "choices": ["Office"]}, "Library"),
        ({"kind": "LINK", "links_to": "customer"}, "customer:99"),
        ({"kind": "LINK", "links_to": "customer"}, "lead:1"),
    ],
)
def test_a_value_of_another_kind_is_refused_at_its_field(admin, options, value):
    add(admin, **options)

    with pytest.raises(Invalid) as refused:
        with_custom(admin, room_type=value)

    assert refused.value.fields.keys() == {"custom.room_type"}


def test_an_unknown_field_is_refused_and_the_known_are_listed(admin):
    add(admin)

    with pytest.raises(Invalid) as refused:
        with_custom(admin, rom_type="x")

    assert "room_type" in refused.value.fields["custom.rom_type"]


def test_a_required_field_is_asked_of_new_records_and_cannot_be_emptied(admin):
    lead = make_lead(owner=admin)
    add(admin, required=True)

    with pytest.raises(Invalid) as refused:
        with_custom(admin)
    with pytest.raises(Invalid):
        read_input(LEADS, {"custom": {"room_type": ""}}, by=admin, record=lead)

    assert refused.value.fields.keys() == {"custom.room_type"}
    assert read_input(LEADS, {"phone": "1"}, by=admin, record=lead) == {"phone": "1"}


def test_a_new_record_gets_what_is_filled_in_by_itself(admin):
    add(admin, kind="CHOICE", choices=["Hotel room", "Office"], default="Office", required=True)

    assert shown(with_custom(admin), admin) == {"room_type": "Office"}


def test_an_edit_leaves_other_fields_as_they_are_and_null_empties_one(admin):
    add(admin)
    add(admin, "Ceiling height", kind="NUMBER")
    lead = with_custom(admin, room_type="Office", ceiling_height="3")

    def edit(**custom):
        values = read_input(LEADS, {"custom": custom}, by=admin, record=lead)
        update(lead, by=admin, **values)
        return shown(lead, admin)

    assert edit(ceiling_height="4") == {"room_type": "Office", "ceiling_height": "4"}
    assert edit(room_type=None) == {"room_type": None, "ceiling_height": "4"}


def test_a_column_of_a_table_names_a_field_with_a_dot(admin):
    add(admin)

    values = read_input(LEADS, {"name": "Ada", "custom.room_type": "Office"}, by=admin)

    assert values["custom"] == {"room_type": "Office"}


def test_a_new_label_loses_nothing(admin):
    field = add(admin, kind="CHOICE", choices=["Hotel room", "Office"])
    lead = with_custom(admin, room_type="Office")
    choices = [{"key": "office", "label": "Workplace"}, {"key": "hotel_room", "label": "Room"}]

    change_field(field, by=admin, label="Kind of room", choices=choices)

    assert shown(lead, admin) == {"room_type": "Workplace"}
    assert definitions(Lead)[0].label == "Kind of room"


@pytest.mark.parametrize(
    "values", [{"name": "other"}, {"kind": "TEXT"}, {"choices": [{"key": "office", "label": "O"}]}]
)
def test_what_values_depend_on_stays_once_there_are_any(admin, values):
    field = add(admin, kind="CHOICE", choices=["Hotel room", "Office"])
    with_custom(admin, room_type="Hotel room")

    with pytest.raises(Conflict, match=r"1 values use it|chosen in 1 records"):
        change_field(field, by=admin, **values)


def test_a_field_without_values_can_become_another(admin):
    field = add(admin, kind="CHOICE", choices=["Office"])

    change_field(field, by=admin, name="ceiling", kind="NUMBER")

    assert shown(with_custom(admin, ceiling="3"), admin) == {"ceiling": "3"}


def test_an_archived_field_is_hidden_and_comes_back_with_its_values(admin):
    field = add(admin)
    lead = with_custom(admin, room_type="Office")

    archive_field(field, by=admin)
    assert shown(lead, admin) == {}
    with pytest.raises(Invalid):
        with_custom(admin, room_type="Office")
    restore_field(field, by=admin)

    assert shown(lead, admin) == {"room_type": "Office"}


@pytest.mark.parametrize(
    "values",
    [
        {"label": ""},
        {"label": "Ok", "name": "Not A Name"},
        {"label": "Ok", "name": "a'); drop"},
        {"label": "Ok", "kind": "MAGIC"},
        {"label": "Ok", "kind": "CHOICE"},
        {"label": "Ok", "kind": "CHOICE", "choices": ["a", "A"]},
        {"label": "Ok", "kind": "LINK", "links_to": "nothing"},
        {"label": "Ok", "kind": "NUMBER", "default": "much"},
        {"label": "Ok", "record_type": "users.user"},
        {"label": "Ok", "record_type": "nonsense"},
    ],
)
def test_a_field_that_cannot_be_is_refused(admin, values):
    with pytest.raises(Invalid):
        add_field(CustomField, by=admin, **{"record_type": "parties.lead"} | values)


def test_two_fields_of_one_name_are_refused(admin):
    add(admin)

    with pytest.raises(Invalid):
        add(admin)


def test_a_label_in_any_script_makes_a_name(admin):
    assert [add(admin, label).name for label in ("Größe (m²)", "高さ", "2nd floor")] == [
        "groe_m2",
        "field",
        "nd_floor",
    ]


def test_only_those_who_may_add_fields(alice):
    with pytest.raises(Forbidden):
        add(alice)


def test_fields_are_put_in_another_order(admin):
    fields = [add(admin, label) for label in ("One", "Two", "Three")]

    order_fields(CustomField, by=admin, ids=[fields[2].pk, fields[0].pk, fields[1].pk])

    assert [each.label for each in definitions(Lead)] == ["Three", "One", "Two"]


def test_an_index_is_made_with_a_field_and_dropped_with_it(admin):
    field = add(admin)
    assert indexes() == {f"custom_field_{field.pk}"}

    archive_field(field, by=admin)
    assert indexes() == set()
    restore_field(field, by=admin)
    assert indexes() == {f"custom_field_{field.pk}"}


def test_undoing_a_field_takes_its_index_along(admin):
    add(admin)

    undo(Event.objects.get(), by=admin)

    assert (indexes(), definitions(Lead)) == (set(), [])


@pytest.mark.parametrize(("kind", "value"), [("TEXT", "v77"), ("NUMBER", 77), ("CHOICE", "c77")])
def test_a_filter_by_a_field_uses_its_index(admin, kind, value):
    choices = [f"c{n}" for n in range(300)] if kind == "CHOICE" else []
    field = add(admin, kind=kind, choices=choices)
    with_custom(admin)
    kept = {"TEXT": "v{}", "NUMBER": "{}", "CHOICE": "c{}"}[kind]
    with unrecorded():
        Lead.objects.bulk_create(
            Lead(name="x", owner=admin, custom={"room_type": kept.format(n)}) for n in range(300)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE parties_lead")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    value_of = CustomValue("room_type", kind)
    found = Lead.objects.alias(at=Lower(value_of) if kind == "TEXT" else value_of).filter(at=value)

    assert found.count() == 1
    assert f"custom_field_{field.pk}" in found.explain()


def test_history_tells_a_field_by_its_label(admin):
    add(admin, kind="CHOICE", choices=["Hotel room", "Office"])
    add(admin, "Ceiling height", kind="NUMBER", unit="m")
    lead = with_custom(admin, room_type="Office")

    values = {"custom": {"room_type": "Hotel room", "ceiling_height": "2.75"}}
    update(lead, by=admin, **read_input(LEADS, values, by=admin, record=lead))
    event = Event.objects.latest("pk")

    assert tell([event])[event.pk] == [
        "Room type: Office → Hotel room",
        "Ceiling height: – → 2.75 m",
    ]


def test_the_api_writes_and_shows_them(client, admin):
    client.force_login(User.objects.get(pk=admin.pk))
    add(admin, kind="NUMBER")

    made = client.post(
        "/api/v1/leads", {"name": "Ada", "custom": {"room_type": "3.20"}}, content_type=JSON
    ).json()
    refused = client.patch(
        f"/api/v1/leads/{made['id']}", {"custom": {"room_type": []}}, content_type=JSON
    )
    document = json.loads(client.get("/api/v1/openapi.json").content)

    assert made["custom"] == {"room_type": "3.2"}
    assert refused.json()["error"]["fields"].keys() == {"custom.room_type"}
    custom = document["components"]["schemas"]["Lead"]["properties"]["custom"]
    assert custom["properties"].keys() == {"room_type"}


def test_they_cost_a_list_no_statement(client, admin, django_assert_num_queries):
    client.force_login(admin)
    add(admin)
    with_custom(admin, room_type="x")
    client.get("/api/v1/leads")

    with django_assert_num_queries(3):  # who asks, rows, tags
        client.get("/api/v1/leads")
