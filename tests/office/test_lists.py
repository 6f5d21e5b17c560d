"""The pages of the lists an administrator edits: who may, what they refuse, what history says."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.office.lists import LISTS
from doorstep.parties.models import (
    Campaign,
    LeadSource,
    LeadStatus,
)
from doorstep.parties.testing import (
    make_address,
    make_contact,
    make_customer,
    make_lead,
    make_supplier,
)
from doorstep.records.types import MASTERS
from doorstep.users.testing import grant, make_territory

HOME = "/settings/lists/"
SOURCES, STATUSES = f"{HOME}lead-sources/", f"{HOME}lead-statuses/"
EVERY = pytest.mark.parametrize("plural", sorted(LISTS))
IN_PLACE = {"HX-Request": "true", "HX-Target": "list"}


def status(code):
    return LeadStatus.objects.get(code=code)


def source(name):
    return LeadSource.objects.get(name=name)


def test_every_list_has_a_page():
    assert {page.model for page in LISTS.values()} == set(MASTERS)


@EVERY
def test_an_administrator_opens_every_list_and_its_dialogs(as_ada, plural):
    page = LISTS[plural]

    shown = as_ada.get(f"{HOME}{plural}/")

    assert page.title in shown.content.decode()
    assert as_ada.get(f"{HOME}{plural}/new/").status_code == 200
    for row in page.model.objects.all()[:1]:
        assert as_ada.get(f"{HOME}{plural}/{row.pk}/").status_code == 200
        assert as_ada.get(f"{HOME}{plural}/{row.pk}/remove/").status_code == 200


@EVERY
def test_who_may_not_edit_a_list_does_not_open_it(as_alice, plural):
    row = LISTS[plural].model.objects.first()
    pages = ["", "new/", "uses/"] + ([f"{row.pk}/", f"{row.pk}/remove/"] if row else [])

    assert [as_alice.get(f"{HOME}{plural}/{each}").status_code for each in pages] == [403] * len(
        pages
    )
    assert as_alice.post(f"{HOME}{plural}/new/", {"name": "X"}).status_code == 403


def test_there_is_no_page_of_an_unknown_list(as_ada):
    assert as_ada.get(f"{HOME}leads/").status_code == 404
    assert as_ada.get(f"{SOURCES}999999/").status_code == 404


def test_who_may_edit_a_list_finds_it_in_the_settings(as_alice, alice, sales_rep):
    grant(sales_rep, LeadSource, edit="ALL")

    page = as_alice.get(SOURCES).content.decode()

    assert f'href="{SOURCES}"' in page
    assert f'href="{STATUSES}"' not in page
    assert f"{SOURCES}new/" not in page


def test_a_row_is_added_behind_the_others(as_ada, ada):
    as_ada.post(f"{SOURCES}new/", {"name": " A fair ", "description": "In Milan"})

    assert LeadSource.objects.last().name == "A fair"
    assert Event.objects.get().name == "lead_source.created"


def test_two_rows_of_one_name_are_refused_whatever_the_case(as_ada):
    page = as_ada.post(f"{SOURCES}new/", {"name": "WEBSITE"})

    assert page.status_code == 422
    assert "There is one of this name already." in page.content.decode()


def test_a_campaign_has_a_cost_and_days(as_ada):
    sent = {"name": "Spring", "cost": "1200.50", "starts_on": "2026-03-01", "ends_on": ""}

    as_ada.post(f"{HOME}campaigns/new/", sent)

    assert str(Campaign.objects.get().cost) == "1200.50"
    assert "cost 1200.50" in as_ada.get(f"{HOME}campaigns/").content.decode()


def test_a_campaign_that_ends_before_it_starts_is_refused(as_ada):
    sent = {"name": "Spring", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}

    page = as_ada.post(f"{HOME}campaigns/new/", sent)

    assert page.status_code == 422
    assert "A campaign ends after it has started." in page.content.decode()


def test_the_order_is_kept_and_can_be_undone(as_ada, ada):
    before = list(LeadSource.objects.values_list("pk", flat=True))

    as_ada.post(f"{SOURCES}order/", {"ids": before[::-1]})

    assert list(LeadSource.objects.values_list("pk", flat=True)) == before[::-1]
    undo(Event.objects.get(name="lead_source.reordered"), by=ada)
    assert list(LeadSource.objects.values_list("pk", flat=True)) == before


def test_a_tree_has_no_order_of_its_own(as_ada):
    assert as_ada.post(f"{HOME}customer-groups/order/", {"ids": [1]}).status_code == 404
    assert as_ada.post(f"{HOME}territories/order/", {"ids": [1]}).status_code == 404


def test_a_status_is_recoloured_and_changes_its_kind_in_its_row(as_ada):
    replied = status("REPLIED")

    page = as_ada.post(f"{STATUSES}{replied.pk}/set/", {"tone": "rose"}, headers=IN_PLACE)
    as_ada.post(f"{STATUSES}{replied.pk}/set/", {"kind": "OPEN"}, headers=IN_PLACE)

    assert "<html" not in page.content.decode()
    assert "“Replied” is changed." in page.content.decode()
    assert (status("REPLIED").tone, status("REPLIED").kind) == ("rose", "OPEN")


@pytest.mark.parametrize("sent", [{"kind": "LOST"}, {"disabled": "yes"}])
def test_a_reserved_status_stays_what_it_is(as_ada, sent):
    converted = status("CONVERTED")

    page = as_ada.post(f"{STATUSES}{converted.pk}/set/", sent, headers=IN_PLACE)

    assert "can be renamed and recoloured, not removed" in page.content.decode()
    assert (status("CONVERTED").kind, status("CONVERTED").disabled) == ("WON", False)


def test_a_reserved_status_is_renamed(as_ada):
    converted = status("CONVERTED")

    as_ada.post(
        f"{STATUSES}{converted.pk}/", {"name": "Customer", "tone": "green", "glyph": "st-done"}
    )

    assert status("CONVERTED").name == "Customer"


def test_a_reserved_status_is_not_removed(as_ada):
    page = as_ada.post(f"{STATUSES}{status('OPEN').pk}/remove/", {"into": status("REPLIED").pk})

    assert page.status_code == 422
    assert status("OPEN")


@pytest.mark.parametrize("field", ["kind", "tone"])
def test_an_unknown_choice_is_refused(as_ada, field):
    replied = status("REPLIED")

    as_ada.post(f"{STATUSES}{replied.pk}/set/", {field: "<script>"}, headers=IN_PLACE)

    assert getattr(status("REPLIED"), field) == getattr(replied, field)


def test_a_disabled_row_is_offered_no_longer_and_offered_again(as_ada, ada):
    fair = source("Trade show")

    page = as_ada.post(f"{SOURCES}{fair.pk}/set/", {"disabled": "yes"}, headers=IN_PLACE)

    assert "is offered no longer" in page.content.decode()
    assert fair not in LeadSource.objects.offered()
    as_ada.post(f"{SOURCES}{fair.pk}/set/", {"disabled": "no"}, headers=IN_PLACE)
    assert fair in LeadSource.objects.offered()


@pytest.mark.parametrize("plural", ["territories", "customer-groups"])
def test_the_root_of_a_tree_stays(as_ada, plural):
    model = LISTS[plural].model
    root = model.objects.get(parent=None)

    page = as_ada.post(f"{HOME}{plural}/{root.pk}/remove/")

    assert "holds all others" in page.content.decode()
    assert model.objects.filter(pk=root.pk).exists()


def test_a_tree_is_shown_from_its_root_down(as_ada):
    outer = make_territory(name="North")
    make_territory(name="Aachen", parent=outer)
    make_territory(name="Alps")

    page = as_ada.get(f"{HOME}territories/").content.decode()

    names = [page.index(f">{name}</a>") for name in ("Alps", "North", "Aachen")]
    assert names == sorted(names)
    assert "branch__in--2" in page


def test_how_much_has_each_row_is_said_with_a_way_there(as_ada, alice):
    fair = source("Trade show")
    make_lead(owner=alice, source=fair)

    page = as_ada.get(f"{SOURCES}uses/").content.decode()

    assert f'<a href="/leads/?source={fair.pk}">1 lead</a>' in page
    assert as_ada.get(f"/leads/?source={fair.pk}").status_code == 200


def test_of_many_kinds_of_use_the_first_three_are_said(as_ada, alice):
    place = make_territory(name="Oslo")
    for make in (make_address, make_supplier, make_contact, make_customer, make_lead):
        make(owner=alice, territory=place)

    page = as_ada.get(f"{HOME}territories/uses/").content.decode()

    told = page.partition(f'id="uses-{place.pk}"')[2].partition("</span>")[0]
    assert re.sub(r"<[^>]*>", "", told).endswith("1 lead, 1 contact, 1 customer")


@pytest.mark.parametrize("plural", ["lead-sources", "lead-statuses", "territories"])
def test_a_page_takes_as_many_queries_however_long_its_list(as_ada, plural):
    page = LISTS[plural]

    def queries():
        with CaptureQueriesContext(connection) as found:
            as_ada.get(f"{HOME}{plural}/")
            as_ada.get(f"{HOME}{plural}/uses/")
        return len(found)

    queries()
    few = queries()
    root = {"parent": page.model.objects.filter(parent=None).first()} if page.is_tree else {}
    with unrecorded():
        for number in range(30):
            page.model.objects.create(name=f"One more {number}", **root)

    assert queries() == few


def test_a_long_list_is_searched(as_ada):
    with unrecorded():
        for number in range(30):
            LeadSource.objects.create(name=f"Fair {number}")

    page = as_ada.get(f"{SOURCES}?q=fair 29").content.decode()

    assert "Fair 29" in page
    assert "Fair 28" not in page
    assert "data-row" not in page, "an order of some says nothing of the others"


@pytest.mark.parametrize("text", ["\0", "'; --", "<script>alert(1)</script>", "%", "x" * 5000])
def test_any_search_is_answered(as_ada, text):
    page = as_ada.get(SOURCES, {"q": text})

    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
