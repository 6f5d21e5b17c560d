"""The second step: a code from an app, recovery codes, and roles that ask for one."""

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache

from doorstep.kit.noting import unrecorded
from doorstep.office.actions import make_token
from doorstep.users.models import ApiToken, Role
from doorstep.users.testing import make_user
from tests.users.test_sign_in import PASSWORD, is_in, sign_in


@pytest.fixture
def dora(db):
    cache.clear()
    return make_user("dora@example.org", PASSWORD, name="Dora")


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(client):
    client.post("/login/again/", {"password": PASSWORD})


def switch_on(client):
    """Set up the app; its secret."""
    confirm(client)
    page = client.get("/settings/security/app/").content.decode()
    secret = re.search(r'<code class="mono">(\w+)</code>', page)[1]
    client.post("/settings/security/app/", {"code": code_of(secret)})
    return secret


def test_after_the_password_comes_the_code(client, dora):
    sign_in(client)
    secret = switch_on(client)
    client.post("/logout/")

    assert sign_in(client).url == "/login/code/"
    assert not is_in(client)
    with time_machine.travel(60 + __import__("time").time()):  # a code works once
        client.post("/login/code/", {"code": code_of(secret)})
        assert is_in(client)


def test_a_wrong_code_lets_nobody_in(client, dora):
    sign_in(client)
    switch_on(client)
    client.post("/logout/")
    sign_in(client)

    page = client.post("/login/code/", {"code": "000000"})

    assert b"not right" in page.content
    assert not is_in(client)


def test_guessing_codes_has_to_wait(client, dora):
    sign_in(client)
    switch_on(client)
    client.post("/logout/")
    sign_in(client)

    answers = [client.post("/login/code/", {"code": "000000"}).content for _ in range(8)]

    assert b"Too many" in answers[-1]


def test_a_recovery_code_works_once(client, dora):
    sign_in(client)
    switch_on(client)
    page = client.get("/settings/security/codes/").content.decode()
    code = re.search(r'<li class="mono">(\d+)</li>', page)[1]

    for expected in (True, False):
        client.post("/logout/")
        sign_in(client)
        client.post("/login/code/", {"code": code})
        assert is_in(client) is expected


def test_changing_it_asks_for_the_password_once_more(client, dora):
    sign_in(client)

    assert client.get("/settings/security/app/").url.startswith("/login/again/")


def test_the_secret_lies_enciphered(client, dora):
    sign_in(client)
    secret = switch_on(client)

    assert secret not in str(list(Authenticator.objects.values("data")))


@pytest.fixture
def strict(dora):
    """dora's role asks for a second step."""
    role = Role.objects.get(name="Administrator")
    with unrecorded():
        role.needs_second_step = True
        role.save()
        dora.memberships.create(role=role)
    return dora


def test_a_role_may_ask_for_it_before_anything_else(client, strict):
    sign_in(client)

    assert client.get("/leads/").url == "/settings/security/"
    assert client.get("/api/v1/leads").json()["error"]["code"] == "second_step_missing"

    switch_on(client)
    assert client.get("/leads/").status_code == 200


def test_a_token_goes_on_working_where_the_role_asks_for_it(client, strict):
    text = make_token(ApiToken, by=strict, name="Shop").text

    headers = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/leads", headers=headers).status_code == 200


def test_who_must_have_it_cannot_switch_off_the_last(client, strict):
    sign_in(client)
    switch_on(client)

    page = client.post("/settings/security/app/off/")

    assert b"add another first" in page.content
    assert Authenticator.objects.filter(type="totp").exists()
