"""What one prefers is in the first frame."""

import re

from doorstep.kit.noting import unrecorded
from doorstep.users.models import Membership, Role


def html_tag(response):
    return re.search("<html.*?>", response.content.decode()).group()


def test_the_server_paints_the_theme_density_and_shortcuts_one_chose(as_alice):
    chosen = {"theme": "dark", "density": "compact", "shortcuts": "off", "next": "/leads/"}
    assert as_alice.post("/preferences/", chosen).url == "/leads/"

    tag = html_tag(as_alice.get("/leads/"))

    assert 'data-theme="dark"' in tag
    assert 'data-density="compact"' in tag
    assert 'data-shortcuts="off"' in tag


def test_a_preference_that_is_no_choice_changes_nothing(as_alice):
    as_alice.post("/preferences/", {"theme": '"><script>'})

    assert "data-" not in html_tag(as_alice.get("/leads/"))


def test_preferences_lead_back_to_our_own_pages_only(as_alice):
    assert as_alice.post("/preferences/", {"next": "https://elsewhere.example/"}).url == "/"


def test_the_shortcuts_are_a_dialog_and_a_page(as_alice):
    assert "<html" in as_alice.get("/shortcuts/").content.decode()
    assert (
        "<html" not in as_alice.get("/shortcuts/", headers={"HX-Request": "true"}).content.decode()
    )


def test_only_those_who_build_see_the_components(as_alice, alice):
    assert as_alice.get("/components/").status_code == 404
    with unrecorded():
        Membership.objects.create(user=alice, role=Role.objects.get(is_administrator=True))

    assert "every part, every state" in as_alice.get("/components/").content.decode()
