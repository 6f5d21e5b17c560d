"""Rules of a mailbox: what it ignores, and what is taken in after all."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.kit.errors import Forbidden, Invalid
from doorstep.mail.actions import add_rule, apply_rule, delete_rule, want_message
from doorstep.mail.fetching.again import fetch_again
from doorstep.mail.fetching.syncing import read_mailbox
from doorstep.mail.models import IgnoreRule, Mailbox, Message, SeenMessage, Thread
from doorstep.mail.testing import make_mailbox, raw_message, receive
from doorstep.parties.testing import make_lead
from doorstep.users.models import Role
from doorstep.users.testing import make_user
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[Role.objects.get(name="Administrator")])


@pytest.fixture
def mine(alice):
    return make_mailbox(address="alice@hollin.example", kind="PERSONAL", owner=alice)


def ruled(by, mailbox, what, value):
    return add_rule(IgnoreRule, by=by, mailbox=mailbox, what=what, value=value)


@pytest.mark.parametrize(
    ("what", "value", "fits", "fits_not"),
    [
        ("SENDER", "News@Fairs.example", {"sender": "news@fairs.example"}, {}),
        (
            "DOMAIN",
            "@fairs.example",
            {"sender": "x@m.fairs.example"},
            {"sender": "a@unfairs.example"},
        ),
        (
            "SUBJECT",
            "Hall  plan",
            {"subject": "Reminder: HALL-PLAN 4"},
            {"subject": "Hall planning"},
        ),
        (
            "LIST",
            "News of fairs <news.fairs.example>",
            {"List_Id": "Fairs <NEWS.fairs.example>"},
            {"List_Id": "<other.example>"},
        ),
    ],
)
def test_what_fits_a_rule_is_ignored_and_the_ledger_names_it(
    alice, mine, what, value, fits, fits_not
):
    rule = ruled(alice, mine, what, value)
    make_lead(owner=alice, email="ada@example.org")

    ignored, kept = receive(mailbox=mine, **fits), receive(mailbox=mine, **fits_not)

    assert (ignored.outcome, ignored.reason, ignored.says) == ("IGNORED", "OWN_RULE", str(rule))
    assert kept.reason != "OWN_RULE"


def test_an_answer_in_a_conversation_of_a_record_is_never_ignored(alice, mine):
    make_lead(owner=alice, email="ada@example.org")
    first = receive(mailbox=mine, subject="Lamps")
    ruled(alice, mine, "DOMAIN", "example.org")

    answer = receive(
        "sam@example.org", mailbox=mine, In_Reply_To=first.message.message_id, subject="Re: Lamps"
    )

    assert answer.outcome == "LINKED"


def test_a_rule_holds_for_its_mailbox_alone(alice, mine):
    ruled(alice, mine, "DOMAIN", "example.org")

    assert receive(mailbox=make_mailbox()).outcome == "WAITING"


@pytest.mark.parametrize(
    ("what", "value"),
    [("SENDER", "fairs"), ("DOMAIN", "com"), ("SUBJECT", "a !"), ("LIST", "two words")],
)
def test_a_rule_that_fits_nothing_or_everything_is_refused(alice, mine, what, value):
    with pytest.raises(Invalid):
        ruled(alice, mine, what, value)


def test_only_its_owner_and_administrators_set_the_rules_of_a_mailbox(alice, bob, chief, mine):
    with pytest.raises(Forbidden):
        ruled(bob, mine, "DOMAIN", "fairs.example")
    with pytest.raises(Forbidden):
        ruled(alice, make_mailbox(), "DOMAIN", "fairs.example")

    delete_rule(ruled(chief, mine, "DOMAIN", "fairs.example"), by=alice)

    assert not IgnoreRule.objects.exists()


def test_a_new_rule_offers_to_put_aside_what_waits_and_fits(client, alice, mine):
    client.force_login(alice)
    waiting, other = receive("a@fairs.example", mailbox=mine), receive(mailbox=mine)
    values = {"what": "DOMAIN", "value": "fairs.example"}

    page = client.post(f"/settings/mailboxes/{mine.pk}/rules/", values, follow=True)

    assert "1 message that waits fits this rule" in page.content.decode()
    rule = IgnoreRule.objects.get()
    client.post(f"/settings/mailboxes/rules/{rule.pk}/apply/")
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.outcome, waiting.says) == ("IGNORED", str(rule))
    assert waiting.message.thread.status == Thread.Status.DONE
    assert other.outcome == "WAITING"


def test_what_was_put_aside_is_taken_in_after_all(client, alice, mine):
    client.force_login(alice)
    row = receive("a@fairs.example", mailbox=mine)
    apply_rule(ruled(alice, mine, "DOMAIN", "fairs.example"), by=alice)

    client.post(f"/ledger/{row.pk}/again/", {"next": "/ledger/"})

    row.refresh_from_db()
    assert (row.outcome, row.reason) == ("WAITING", "BY_HAND")
    assert Thread.objects.get().status == Thread.Status.OPEN


def test_nobody_takes_in_what_came_to_another(client, alice, bob, mine):
    row = receive("a@fairs.example", mailbox=mine)
    apply_rule(ruled(alice, mine, "DOMAIN", "fairs.example"), by=alice)
    row.refresh_from_db()

    with pytest.raises(Forbidden):
        want_message(row, by=bob)


@pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)
def test_what_a_rule_ignored_is_fetched_and_linked_when_it_is_wanted(mail_server, alice, mine):
    mine.user_name, mine.imap_host, mine.imap_port = "rules", "127.0.0.1", mail_server.port
    mine.imap_security = Mailbox.Security.NONE
    mine.set_secret(PASSWORD)
    make_lead(owner=alice, email="ada@example.org")
    ruled(alice, mine, "SENDER", "ada@example.org")
    mail_server.put("rules", raw_message())
    read_mailbox(mine)
    row = SeenMessage.objects.get()
    row.mailbox = mine
    assert (row.outcome, Message.objects.count()) == ("IGNORED", 0)

    fetch_again(row)

    assert SeenMessage.objects.get().outcome == "LINKED"


def test_the_ledger_is_a_file_of_what_the_page_shows_and_no_cell_is_a_formula(client, alice, mine):
    client.force_login(alice)
    lead = make_lead(owner=alice, email="ada@example.org")
    receive(mailbox=mine, subject="=cmd|' /C calc'!A0")
    receive("b@example.org", mailbox=mine, subject="Other")
    receive(
        "c@example.org", mailbox=make_mailbox(kind="PERSONAL", owner=make_user("z@example.org"))
    )

    answer = client.get("/ledger/csv/?outcome=LINKED&days=0")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))

    assert answer["Content-Disposition"].startswith("attachment")
    assert [row["Subject"] for row in rows] == ["'=cmd|' /C calc'!A0"]
    assert rows[0]["Belongs to"] == f"lead:{lead.pk}"
    assert len(list(csv.reader(io.StringIO(_body(client, "?days=0"))))) == 3


def test_a_longer_file_of_the_ledger_costs_no_more_queries(client, alice, mine):
    client.force_login(alice)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            _body(client, "?days=0")
        return len(queries)

    receive("a0@example.org", mailbox=mine)
    first = asked()
    for number in range(1, 6):
        receive(f"a{number}@example.org", mailbox=mine)

    assert asked() <= first


def _body(client, query):
    return b"".join(client.get(f"/ledger/csv/{query}")).decode()
