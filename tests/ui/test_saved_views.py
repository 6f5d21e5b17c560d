"""Views people keep: their own, shared ones, and the one a list opens with."""

from __future__ import annotations

import pytest

from doorstep.parties.testing import make_lead
from doorstep.records.models import DefaultView, SavedView

LEADS = "parties.lead"


def save(client, name, query, **more):
    return client.post("/leads/views/save/", {"name": name, "query": query, **more})


def change(client, view, do, **more):
    return client.post(f"/leads/views/{view.pk}/", {"do": do, **more})


@pytest.fixture
def as_bob(client_of, bob):
    return client_of(bob)


@pytest.fixture
def client_of(db):
    from django.test import Client

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def test_a_list_opens_with_the_view_one_chose(as_alice, alice):
    save(as_alice, "Mine", "owner=me")
    view = SavedView.objects.get()
    change(as_alice, view, "first")

    assert as_alice.get("/leads/").url == "/leads/?owner=me"
    assert as_alice.get("/leads/?sort=-created_at").status_code == 200
    change(as_alice, view, "first")
    assert as_alice.get("/leads/").status_code == 200


def test_a_view_is_renamed_but_not_to_a_name_one_has(as_alice):
    save(as_alice, "One", "owner=me")
    save(as_alice, "Two", "")
    view = SavedView.objects.get(name="One")

    assert change(as_alice, view, "rename", name="Two").status_code == 422
    change(as_alice, view, "rename", name="Three")

    assert set(SavedView.objects.values_list("name", flat=True)) == {"Two", "Three"}


def test_saving_under_a_name_one_has_means_the_new_list(as_alice):
    save(as_alice, "Mine", "owner=me")
    save(as_alice, "Mine", "name=Ada")

    assert SavedView.objects.get().query_string == "name=Ada"


def test_what_cannot_be_asked_cannot_be_kept(as_alice):
    assert save(as_alice, "Odd", "colour=red").status_code == 422
    assert not SavedView.objects.exists()


def test_views_are_put_in_order(as_alice):
    for name in ("One", "Two", "Three"):
        save(as_alice, name, "owner=me")

    change(as_alice, SavedView.objects.get(name="Three"), "up")

    text = as_alice.get("/leads/").text
    assert text.index("One") < text.index("Three") < text.index("Two")


def test_whoever_reaches_further_than_their_own_may_share(as_bob, client_of, carol):
    save(as_bob, "For all", "owner=me", shared="1")
    view = SavedView.objects.get()

    as_carol = client_of(carol)
    assert "For all" in as_carol.get("/leads/").text
    assert change(as_carol, view, "drop").status_code == 403
    assert change(as_carol, view, "rename", name="Hers").status_code == 403
    assert change(as_carol, view, "first").status_code == 302
    assert DefaultView.objects.get().user == carol


def test_others_may_not_share(as_alice):
    assert save(as_alice, "For all", "owner=me", shared="1").status_code == 403
    save(as_alice, "Mine", "owner=me")

    assert change(as_alice, SavedView.objects.get(), "share").status_code == 403
    assert not SavedView.objects.get().is_shared


def test_views_of_others_are_not_there(as_alice, carol):
    view = SavedView.objects.create(user=carol, record_type=LEADS, name="Hers")

    assert change(as_alice, view, "first").status_code == 404
    assert "Hers" not in as_alice.get("/leads/").text


def test_a_view_of_what_is_gone_does_not_break_the_list(as_alice, alice):
    make_lead(owner=alice)
    SavedView.objects.create(
        user=alice, record_type=LEADS, name="Old", query_string="status=Forgotten"
    )

    assert "Old" in as_alice.get("/leads/").text
    assert as_alice.get("/leads/counts/").status_code == 200
