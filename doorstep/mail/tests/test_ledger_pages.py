"""The ledger and the settings of mailboxes."""

import pytest

from doorstep.history.models import Change
from doorstep.mail.actions import change_mailbox, connect_mailbox
from doorstep.mail.fetching.again import fetch_again
from doorstep.mail.fetching.known_by_now import link_who_is_known
from doorstep.mail.fetching.syncing import read_mailbox
from doorstep.mail.fetching.trying import try_mailbox
from doorstep.mail.models import Mailbox, Message, MessageLink, SeenMessage
from doorstep.mail.testing import make_mailbox, raw_message, receive
from doorstep.parties.testing import make_lead
from doorstep.users.models import Role
from doorstep.users.testing import make_user
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT

on_a_server = pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[Role.objects.get(name="Administrator")])


@pytest.fixture
def box(db, mail_server, request):
    mailbox = make_mailbox(
        user_name=request.node.name[:60],
        imap_host="127.0.0.1",
        imap_port=mail_server.port,
        imap_security=Mailbox.Security.NONE,
        smtp_host="",
    )
    mailbox.set_secret(PASSWORD)
    mailbox.save()
    return mailbox


def typed(mail_server, **values):
    return {
        "address": "service@hollin.example",
        "imap_host": "127.0.0.1",
        "imap": f"{mail_server.port}:NONE",
        "smtp_host": "",
        "smtp": "587:STARTTLS",
        "user_name": "service",
        "password": PASSWORD,
        "reads": "INBOX_AND_SENT",
        "starts": "",
        "kind": "SHARED",
        "links_known": "on",
        "waits": "on",
    } | values


def test_each_number_opens_its_rows(client, chief):
    client.force_login(chief)
    receive("a@example.org", subject="Waits here")
    receive("b@example.org", subject="From a list", List_Id="<x.y>")

    waiting = client.get("/ledger/?outcome=WAITING").content.decode()

    assert "Waits here" in waiting
    assert "From a list" not in waiting


def test_a_colleagues_mailbox_is_not_in_it(client, alice, bob):
    client.force_login(bob)
    receive("a@example.org", mailbox=make_mailbox(kind="PERSONAL", owner=alice), subject="Mine")

    assert "Mine" not in client.get("/ledger/?days=0").content.decode()


@on_a_server
def test_one_that_failed_is_fetched_again_and_is_one_row_still(box, mail_server, settings):
    settings.UPLOAD_LIMIT = 1_000
    mail_server.put(box.user_name, raw_message(text="x" * 3_000))
    read_mailbox(box)
    assert SeenMessage.objects.get().reason == "TOO_LARGE"
    settings.UPLOAD_LIMIT = 100_000

    fetch_again(SeenMessage.objects.get())

    row = SeenMessage.objects.get()
    assert (row.outcome, row.tries) == ("WAITING", 2)
    assert Message.objects.count() == 1


@on_a_server
def test_one_that_a_rule_ignored_is_taken_in_when_it_is_wanted(box, mail_server):
    mail_server.put(box.user_name, raw_message(List_Id="<news.example.org>"))
    read_mailbox(box)
    assert SeenMessage.objects.get().outcome == "IGNORED"

    fetch_again(SeenMessage.objects.get())

    row = SeenMessage.objects.get()
    assert (row.outcome, row.reason) == ("WAITING", "BY_HAND")


def test_what_waited_is_linked_once_its_sender_is_known(alice):
    row = receive("new@example.org")
    lead = make_lead(owner=alice, email="new@example.org")

    link_who_is_known(row.mailbox)

    row.refresh_from_db()
    assert row.outcome == "LINKED"
    assert MessageLink.objects.about(lead).count() == 1


def test_only_an_administrator_connects_mailboxes(client, alice):
    client.force_login(alice)

    assert client.get("/settings/mailboxes/").status_code == 403
    assert client.get(f"/settings/mailboxes/{make_mailbox().pk}/").status_code == 403


@on_a_server
def test_a_mailbox_that_opens_is_connected_and_its_password_is_in_no_page(
    client, chief, mail_server
):
    client.force_login(chief)

    answer = client.post("/settings/mailboxes/", typed(mail_server) | {"do": "connect"})

    mailbox = Mailbox.objects.get()
    assert answer.status_code == 302
    assert mailbox.secret_of() == PASSWORD
    page = client.get(f"/settings/mailboxes/{mailbox.pk}/").content.decode()
    assert PASSWORD not in page
    assert mailbox.secret not in page


@on_a_server
def test_a_mailbox_that_does_not_open_is_not_kept_and_says_where_it_stopped(
    client, chief, mail_server
):
    client.force_login(chief)

    answer = client.post(
        "/settings/mailboxes/", typed(mail_server, password="wrong") | {"do": "connect"}
    )

    assert not Mailbox.objects.exists()
    assert "User name or password are not right" in answer.content.decode()


@on_a_server
def test_each_step_is_tried_and_the_first_that_fails_says_what_to_do(box):
    assert [step.state for step in try_mailbox(box)] == ["ok"] * 5 + ["bad", "next"]

    box.set_secret("wrong")
    steps = try_mailbox(box)
    assert [step.state for step in steps] == ["ok", "ok", "ok", "bad", "next", "next", "next"]
    assert "app password" in steps[3].helps

    box.imap_port = 1
    assert [step.state for step in try_mailbox(box)][:3] == ["ok", "bad", "next"]

    box.imap_host = "no-such-host.invalid"
    assert try_mailbox(box)[0].state == "bad"


def test_changing_a_mailbox_keeps_the_password_and_no_history_holds_it(client, chief):
    mailbox = connect_mailbox(Mailbox, by=chief, address="a@hollin.example", password="sesame")
    change_mailbox(mailbox, by=chief, name="Sales")

    assert Mailbox.objects.get().secret_of() == "sesame"
    held = [str(each.before) for each in Change.objects.all()]
    assert not [each for each in held if "secret" in each]
