"""The frame of a page is kept; what it shows is as it is now, and of whom it belongs to."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Customer
from doorstep.parties.testing import make_lead
from doorstep.records.models import Company, PinnedView, SavedView
from doorstep.users.models import User
from doorstep.users.testing import grant


@pytest.fixture
def as_carol(carol):
    client = Client()
    client.force_login(carol)
    return client


def sidebar(client, path="/leads/?sort=name"):
    return re.search(r'<aside class="side".*?</aside>', client.get(path).text, re.DOTALL)[0]


def save_view(client, name, query="q=oak", **more):
    client.post("/leads/views/save/", {"name": name, "query": query, **more})
    return SavedView.objects.get(name=name)


def pin(client, view):
    return client.post(f"/leads/views/{view.pk}/", {"do": "pin"})


def test_a_place_goes_with_the_grant_that_leads_there(as_alice, sales_rep):
    assert 'href="/customers/"' in sidebar(as_alice)

    grant(sales_rep, Customer, view="NONE")

    assert 'href="/customers/"' not in sidebar(as_alice)


def test_it_shows_each_their_own_name(as_alice, as_carol):
    assert "Alice" in sidebar(as_alice)
    assert "Carol" in sidebar(as_carol)
    assert "Alice" not in sidebar(as_carol)


def test_a_new_name_is_shown_at_once(as_alice, alice):
    sidebar(as_alice)
    with unrecorded():
        User.objects.filter(pk=alice.pk).update(name="Alice Oak")

    assert "Alice Oak" in sidebar(as_alice)


def test_the_company_is_shown_as_it_is_called_now(as_alice):
    sidebar(as_alice)
    with unrecorded():
        Company(name="Hollin <b>Lighting</b>").save()

    assert "Hollin &lt;b&gt;Lighting&lt;/b&gt;" in sidebar(as_alice)


def test_the_place_one_is_at_is_marked_and_no_other(as_alice):
    current = r'href="([^"]*)" aria-current="page"'

    assert re.findall(current, sidebar(as_alice)) == ["/leads/"]
    assert re.findall(current, sidebar(as_alice, "/contacts/?sort=name")) == ["/contacts/"]
    assert re.findall(current, sidebar(as_alice, "/settings/display/")) == ["/settings/"]


def test_the_palette_knows_which_record_is_open(as_alice, alice):
    one, two = (make_lead(owner=alice) for _ in range(2))

    for lead in (one, two):
        assert f'data-on="lead:{lead.pk}"' in as_alice.get(f"/leads/{lead.pk}/").text
    assert 'data-on=""' in as_alice.get("/leads/?sort=name").text


def test_its_forms_carry_the_token_of_the_request(alice):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    strict.get("/leads/?sort=name")
    text = strict.get("/leads/?sort=name").text
    token = re.search(
        r'action="/logout/"><input type="hidden" name="csrfmiddle\w+" value="(.+?)"', text
    )

    answer = strict.post("/logout/", {"csrfmiddlewaretoken": token[1]})

    assert answer.status_code == 302


def test_a_view_is_pinned_and_taken_off_again(as_alice):
    view = save_view(as_alice, "Oaks <3")

    pin(as_alice, view)
    assert "Oaks &lt;3" in sidebar(as_alice)
    assert 'href="/leads/?q=oak"' in sidebar(as_alice)
    pin(as_alice, view)

    assert "Oaks" not in sidebar(as_alice)
    assert not PinnedView.objects.exists()


def test_a_pinned_view_is_ones_own_choice(as_alice, as_carol):
    pin(as_alice, save_view(as_alice, "Oaks"))

    assert "Oaks" not in sidebar(as_carol)


def test_a_shared_view_can_be_pinned_until_it_is_shared_no_longer(as_alice, carol):
    view = SavedView.objects.create(
        user=carol, record_type="parties.lead", name="Hers", query_string="q=x", is_shared=True
    )
    pin(as_alice, view)
    assert "Hers" in sidebar(as_alice)

    SavedView.objects.update(is_shared=False)

    assert "Hers" not in sidebar(as_alice)


def test_nobody_pins_a_view_they_cannot_see(as_alice, carol):
    view = SavedView.objects.create(user=carol, record_type="parties.lead", name="Hers")

    assert pin(as_alice, view).status_code == 404
    assert not PinnedView.objects.exists()


def test_a_pinned_view_follows_its_name_and_its_list(as_alice):
    view = save_view(as_alice, "Oaks")
    pin(as_alice, view)
    sidebar(as_alice)

    as_alice.post(f"/leads/views/{view.pk}/", {"do": "rename", "name": "Elms"})
    save_view(as_alice, "Elms", "q=elm")

    assert "Oaks" not in sidebar(as_alice)
    assert 'href="/leads/?q=elm"' in sidebar(as_alice)


def test_a_pinned_view_that_is_open_is_marked(as_alice):
    pin(as_alice, save_view(as_alice, "Oaks", "q=oak%20%26%20elm&status=Open"))
    marked = 'href="/leads/?status=Open&amp;q=oak+%26+elm" aria-current="page"'

    assert marked in sidebar(as_alice, "/leads/?status=Open&q=oak+%26+elm")
    assert marked not in sidebar(as_alice)


def test_pinned_views_of_a_list_one_may_no_longer_see_are_gone(as_alice, sales_rep):
    as_alice.post("/customers/views/save/", {"name": "Big ones", "query": "q=big"})
    pin_url = f"/customers/views/{SavedView.objects.get().pk}/"
    as_alice.post(pin_url, {"do": "pin"})
    assert "Big ones" in sidebar(as_alice)

    grant(sales_rep, Customer, view="NONE")

    assert "Big ones" not in sidebar(as_alice)


def test_the_dialog_of_views_brings_the_pinned_ones_along(as_alice):
    view = save_view(as_alice, "Oaks")

    part = as_alice.post(
        f"/leads/views/{view.pk}/", {"do": "pin"}, headers={"HX-Request": "true"}, follow=True
    ).text

    assert 'id="pinned" hx-swap-oob="true"' in part
    assert 'name="do" value="pin" aria-pressed="true"' in part


def test_a_pinned_view_is_counted(as_alice, alice):
    make_lead(owner=alice, name="Oak Ltd")
    view = save_view(as_alice, "Oaks")
    pin(as_alice, view)

    assert as_alice.get("/counts/").json()[f"view-{view.pk}"] == "1"


def test_a_page_that_was_framed_before_asks_for_nothing_more(
    as_alice, alice, django_assert_max_num_queries
):
    pin(as_alice, save_view(as_alice, "Oaks"))
    sidebar(as_alice)

    with django_assert_max_num_queries(8):
        sidebar(as_alice)
