"""Programs come in by tokens, in somebody's name, as long as they may."""

from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from doorstep.cli import main
from doorstep.history.models import Change
from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.noting import unrecorded
from doorstep.office.actions import make_token, revoke_token, suspend_user
from doorstep.parties.testing import make_lead
from doorstep.users.models import ApiToken, User
from doorstep.users.tokens import token_of, user_of_token

JSON = "application/json"


def get(client, token, path="/api/v1/leads"):
    return client.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def token(alice):
    return make_token(ApiToken, by=alice, name="Shop").text


def test_a_token_acts_in_the_name_of_whoever_made_it(client, alice, carol, token):
    mine, _theirs = make_lead(owner=alice), make_lead(owner=carol)

    assert [row["id"] for row in get(client, token).json()["items"]] == [mine.pk]


def test_a_token_writes_without_a_csrf_token(alice, token):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {token}"}

    made = client.post("/api/v1/leads", {"name": "Ada"}, content_type=JSON, headers=headers)

    assert made.status_code == 201


def test_a_token_and_its_user_are_one_statement(alice, token):
    user_of_token(token)

    with CaptureQueriesContext(connection) as queries:
        assert user_of_token(token) == alice

    assert len(queries) == 1


@pytest.mark.parametrize("text", ["", "ds_", "ds_" + "x" * 43, "x" * 5000, "ds_\x00" + "x" * 42])
def test_what_is_no_token_is_not_signed_in(client, alice, text):
    answer = get(client, text)

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_signed_in"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_nobody_is_told_to_sign_in(client, db):
    answer = client.get("/api/v1/leads")

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "not_signed_in")


def test_a_wrong_token_is_refused_even_in_a_signed_in_browser(as_alice):
    assert get(as_alice, "ds_" + "x" * 43).status_code == 401


def test_a_revoked_token_is_refused(client, alice, token):
    revoke_token(ApiToken.objects.get(), by=alice)

    assert get(client, token).status_code == 401
    with pytest.raises(Conflict):
        revoke_token(ApiToken.objects.get(), by=alice)


def test_an_expired_token_is_refused(client, alice):
    soon = timezone.now() - timedelta(seconds=1)
    made = make_token(ApiToken, by=alice, name="Shop", expires_at=soon)

    assert get(client, made.text).status_code == 401


def test_the_token_of_a_suspended_user_is_refused_at_once(client, alice, token):
    assert get(client, token).status_code == 200

    suspend_user(alice, by=User.system())

    assert get(client, token).status_code == 401


def test_a_token_that_may_only_read_only_reads(client, alice):
    text = make_token(ApiToken, by=alice, name="Report", scope="READ").text
    headers = {"Authorization": f"Bearer {text}"}

    assert get(client, text).status_code == 200
    refused = client.post("/api/v1/leads", {"name": "Ada"}, content_type=JSON, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")


def test_the_token_itself_is_stored_nowhere(alice, token):
    row = ApiToken.objects.values().get()

    assert token not in str(row)
    assert row["digest"] not in str(list(Change.objects.values()))
    assert token.startswith(row["prefix"])


def test_the_day_of_the_last_use_is_known(alice, token):
    token_of(token)

    assert ApiToken.objects.get().last_used_on == timezone.now().date()


def test_nobody_makes_a_token_for_somebody_else(alice, bob):
    with pytest.raises(Forbidden):
        make_token(ApiToken, by=bob, user=alice, name="Mine now")


def test_nobody_revokes_the_token_of_somebody_else(alice, bob, token):
    with pytest.raises(Forbidden):
        revoke_token(ApiToken.objects.get(), by=bob)


def test_the_command_prints_the_token_alone(alice, client, capsys):
    assert main(["token", "ALICE@example.org", "--name", "Backup"]) == 0

    text = capsys.readouterr().out
    assert text.count("\n") == 1
    assert user_of_token(text.strip()) == alice
    assert ApiToken.objects.get().name == "Backup"


def test_the_command_refuses_who_is_not_there(db, capsys):
    assert main(["token", "nobody@example.org"]) == 1
    assert capsys.readouterr().out == ""


def test_the_command_lets_a_colleague_in(db, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("a quiet evening\n"))
    words = ["user", "add", "Dora@Example.org", "--name", "Dora", "--role", "sales rep"]

    assert main([*words, "--password-stdin"]) == 0

    dora = User.objects.get(email="dora@example.org")
    assert dora.check_password("a quiet evening")
    assert [link.role.name for link in dora.memberships.all()] == ["Sales Rep"]


def test_the_command_refuses_an_unknown_role_and_lists_those_there_are(db, capsys):
    assert main(["user", "add", "d@example.org", "--name", "Dora", "--role", "King"]) == 1
    assert "Sales Manager" in capsys.readouterr().err


def test_the_command_refuses_a_second_user_of_one_address(alice, capsys):
    words = ["user", "add", "Alice@example.org", "--name", "A", "--role", "Read Only"]

    assert main(words) == 1
    assert "email: There is a user with this e-mail." in capsys.readouterr().err


def test_a_suspended_user_has_no_reach(alice):
    with unrecorded():
        User.objects.filter(pk=alice.pk).update(is_active=False)
    alice = User.objects.get(pk=alice.pk)

    assert alice.reach(ApiToken, "keep") == "NONE"
