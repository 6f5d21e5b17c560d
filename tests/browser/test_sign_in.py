"""Passkeys in a real browser, with an authenticator that is made of air."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from doorstep.users.testing import make_user

pytestmark = pytest.mark.browser
PASSWORD = "a quiet evening"


@pytest.fixture
def page(browser, live_server, transactional_db):
    cache.clear()
    make_user("dora@example.org", PASSWORD, name="Dora")
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(8000)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities = ("hasResidentKey", "hasUserVerification", "isUserVerified")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": options | dict.fromkeys(abilities, True)},
    )
    yield page
    context.close()


def sign_in(page):
    page.goto("/login/")
    page.fill("#id_login", "dora@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('Sign in')")


def sign_out(page):
    page.goto("/logout/")
    page.click("button:has-text('Sign out')")
    page.wait_for_url("**/login/")


def add_passkey(page):
    page.goto("/settings/security/passkeys/new/")
    page.fill("input[name=password]", PASSWORD)
    page.click("button:has-text('Go on')")
    page.fill("#in-name", "Laptop")
    page.click("button:has-text('Add this device')")
    page.wait_for_selector("h2:has-text('Recovery codes')")


def test_a_passkey_is_added_and_then_opens_the_door_alone(page):
    sign_in(page)
    page.wait_for_selector(".side")
    add_passkey(page)
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Laptop"
    sign_out(page)

    page.goto("/login/?next=/settings/security/")
    page.click("button:has-text('Use a passkey')")

    page.wait_for_selector("h2:has-text('Sign-in and security')")
    assert page.inner_text(".mini__t >> nth=0") == "Laptop"


def test_a_passkey_is_the_second_step_after_a_password(page):
    sign_in(page)
    page.wait_for_selector(".side")
    add_passkey(page)
    sign_out(page)

    sign_in(page)
    page.wait_for_selector("h1:has-text('Second step')")
    page.click("button:has-text('Use a passkey')")

    page.wait_for_selector(".side")


def test_who_has_no_passkey_is_told(page):
    page.goto("/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.click("button:has-text('Use a passkey')")

    page.wait_for_selector("text=That did not work")


def test_a_password_can_be_looked_at(page):
    page.goto("/login/")
    page.fill("#id_password", PASSWORD)
    page.click("button[aria-label='Show password']")

    assert page.get_attribute("#id_password", "type") == "text"
