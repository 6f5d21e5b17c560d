"""Custom fields on the page of a record."""

import pytest

from doorstep.parties.testing import make_customer
from tests.records.test_custom_fields import add, admin, with_custom  # noqa: F401

HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_admin(client, admin):  # noqa: F811
    client.force_login(admin)
    return client


def test_the_page_shows_them_by_their_label(as_admin, admin):  # noqa: F811
    add(admin, "Kind of <room>", name="x")
    lead = with_custom(admin, x="<Office>")

    page = as_admin.get(f"/leads/{lead.pk}/").content.decode()

    assert "Kind of &lt;room&gt;" in page
    assert "&lt;Office&gt;" in page


@pytest.mark.parametrize(
    ("options", "typed", "kept"),
    [
        ({"kind": "TEXT"}, "Oak", "Oak"),
        ({"kind": "NUMBER"}, "3.5", "3.5"),
        ({"kind": "DATE"}, "2026-03-31", "2026-03-31"),
        ({"kind": "CHECK"}, "yes", True),
        ({"kind": "CHECK"}, "no", False),
        ({"kind": "CHOICE", "choices": ["Big room"]}, "Big room", "big_room"),
        ({"kind": "TEXT"}, "", None),
    ],
)
def test_one_is_edited_in_place(as_admin, admin, options, typed, kept):  # noqa: F811
    add(admin, "X", **options)
    lead = with_custom(admin)
    at = f"/leads/{lead.pk}/custom/x/"

    assert b'name="value"' in as_admin.get(f"{at}?edit", headers=HTMX).content
    answer = as_admin.post(at, {"value": typed, "was": ""}, headers=HTMX)

    lead.refresh_from_db()
    assert (answer.status_code, lead.custom.get("x")) == (200, kept)


def test_a_link_is_shown_by_the_name_of_its_record(as_admin, admin):  # noqa: F811
    customer = make_customer(owner=admin, name="Alder & Sons")
    add(admin, "X", kind="LINK", links_to="customer")
    lead = with_custom(admin)

    as_admin.post(f"/leads/{lead.pk}/custom/x/", {"value": customer.pk, "was": ""})
    page = as_admin.get(f"/leads/{lead.pk}/").content.decode()

    assert "Alder &amp; Sons</a>" in page


def test_what_is_wrong_is_shown_where_it_was_typed(as_admin, admin):  # noqa: F811
    add(admin, "X", kind="NUMBER")
    lead = with_custom(admin)

    answer = as_admin.post(f"/leads/{lead.pk}/custom/x/", {"value": "much", "was": ""})

    assert answer.status_code == 422
    assert "Write this as a number" in answer.content.decode()


def test_an_edit_of_what_somebody_changed_meanwhile_is_a_conflict(as_admin, admin):  # noqa: F811
    add(admin, "X")
    lead = with_custom(admin, x="now")

    answer = as_admin.post(f"/leads/{lead.pk}/custom/x/", {"value": "mine", "was": "before"})

    assert answer.status_code == 409
    assert "now" in answer.content.decode()


@pytest.mark.parametrize("path", ["custom/nothing/", "custom/x/"])
def test_what_is_no_field_is_not_there(as_admin, admin, path):  # noqa: F811
    lead = with_custom(admin)

    assert as_admin.get(f"/leads/{lead.pk}/{path}").status_code == 404
