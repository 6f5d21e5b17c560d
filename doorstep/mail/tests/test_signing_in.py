"""Mailboxes whose owner signs in at the provider: a real authorisation server, and Dovecot."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils.timezone import now

from doorstep.history.models import Change, Event
from doorstep.kit.noting import unrecorded
from doorstep.mail.fetching.syncing import read_mailbox
from doorstep.mail.models import Mailbox, Message
from doorstep.mail.testing import raw_message
from doorstep.users.models import Role
from doorstep.users.testing import make_user
from tests.mail_server import IS_THERE, WHY_NOT, MailServer

ADA = "ada@example.org"
on_a_server = pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)


@pytest.fixture(scope="module")
def token_server(consent_server):
    server = MailServer(tokens_of=consent_server.url)
    yield server
    server.stop()


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[Role.objects.get(name="Administrator")])


def _lies_on(server, box):
    with unrecorded():
        Mailbox.objects.filter(pk=box.pk).update(imap_port=server.port)


def went_there(client, box):
    return client.get(f"/settings/mailboxes/{box.pk}/sign-in/").headers["Location"]


def came_back(client, answer):
    return client.get("/settings/mailboxes/signed-in/", answer, follow=True)


@on_a_server
def test_who_agrees_at_the_provider_has_their_mailbox_read(
    client, chief, box_there, there, token_server
):
    _lies_on(token_server, box_there)
    token_server.put(ADA, raw_message(sender="bo@example.org"))
    client.force_login(chief)

    page = came_back(client, there.agree(went_there(client, box_there)))

    box = Mailbox.objects.get()
    assert "You are signed in" in page.content.decode()
    assert not box.needs_sign_in
    assert there.tokens[box.secret_of()] == ADA
    read_mailbox(box)
    assert Message.objects.get().from_address == "bo@example.org"
    told = [*Change.objects.values_list("before", flat=True), *Event.objects.values()]
    assert box.secret_of() not in str(told)
    assert Event.objects.filter(name="mailbox.signed_in").exists()


@on_a_server
def test_who_signs_in_as_somebody_else_is_told_and_nothing_is_kept(
    client, chief, box_there, there, token_server
):
    _lies_on(token_server, box_there)
    client.force_login(chief)

    page = came_back(client, there.agree(went_there(client, box_there), who="eve@example.org"))

    assert "Did you sign in as somebody else?" in page.content.decode()
    assert Mailbox.objects.get().needs_sign_in


def test_one_is_sent_there_with_a_challenge_and_a_state_that_is_ones_own(client, chief, box_there):
    client.force_login(chief)

    said = parse_qs(urlsplit(went_there(client, box_there)).query)
    again = parse_qs(urlsplit(went_there(client, box_there)).query)

    assert said["code_challenge_method"] == ["S256"]
    assert said["redirect_uri"] == ["http://testserver/settings/mailboxes/signed-in/"]
    assert said["state"] != again["state"]
    assert "a-client-secret" not in str(said)


@pytest.mark.parametrize("change", ["state", "again", "other", "late"])
def test_an_answer_counts_once_in_time_and_in_the_browser_that_was_sent(
    client, chief, box_there, there, change, time_machine
):
    time_machine.move_to(now())
    client.force_login(chief)
    answer = there.agree(went_there(client, box_there))
    if change == "state":
        answer["state"] = "x" * 64
    elif change == "again":
        came_back(client, answer)
    elif change == "other":
        client.force_login(
            make_user("eve@example.org", roles=[Role.objects.get(name="Administrator")])
        )
    else:
        time_machine.shift(601)
    asked = len(there.asked)

    page = came_back(client, answer)

    assert "egin to sign in again" in page.content.decode()
    assert len(there.asked) == asked
    assert Mailbox.objects.get().needs_sign_in


def test_who_does_not_agree_is_told_so(client, chief, box_there):
    client.force_login(chief)
    state = parse_qs(urlsplit(went_there(client, box_there)).query)["state"][0]

    page = came_back(client, {"state": state, "error": "access_denied"})

    assert "gave no consent: access_denied" in page.content.decode()


def test_nobody_signs_in_to_the_mailbox_of_another(client, alice, box_there):
    client.force_login(alice)

    assert client.get(f"/settings/mailboxes/{box_there.pk}/sign-in/").status_code == 404
