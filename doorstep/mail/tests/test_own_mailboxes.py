"""Mailboxes connected by their owner: theirs alone, until they share them."""

import pytest

from doorstep.kit.errors import Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import (
    change_mailbox,
    change_own_mailbox,
    connect_mailbox,
    connect_own_mailbox,
)
from doorstep.mail.models import Mailbox, Message, SeenMessage
from doorstep.mail.testing import make_mailbox, make_provider, receive
from doorstep.parties.testing import make_lead
from doorstep.records.searching import search
from doorstep.users.models import Role
from doorstep.users.testing import make_user
from tests.mail_server import IS_THERE, PASSWORD, WHY_NOT

ALICE = "alice@hollin.example"


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[Role.objects.get(name="Administrator")])


@pytest.fixture
def mine(alice):
    return make_mailbox(address=ALICE, kind="PERSONAL", owner=alice, shares="OWNER")


@pytest.fixture
def provider(db):
    return make_provider(auth="PASSWORD")


@pytest.mark.skipif(not IS_THERE, reason=WHY_NOT)
def test_one_connects_ones_own_mailbox_where_a_provider_is_open(client, alice, mail_server):
    where = {"imap_host": "127.0.0.1", "imap_port": mail_server.port, "imap_security": "NONE"}
    provider = make_provider(auth="PASSWORD", smtp_host="", **where)
    client.force_login(alice)
    typed = {"address": ALICE, "password": PASSWORD, "reads": "INBOX", "shares": "OWNER"}
    forged = {"imap_host": "evil.example", "kind": "SHARED", "user_name": "bob", "owner": "1"}

    page = client.get("/settings/own-mailboxes/", {"provider": provider.pk}).content.decode()
    client.post(f"/settings/own-mailboxes/?provider={provider.pk}", typed | forged)

    assert "Who reads it" in page
    box = Mailbox.objects.get()
    assert (box.kind, box.owner, box.imap_host, box.user_name) == (
        "PERSONAL",
        alice,
        "127.0.0.1",
        ALICE,
    )
    assert box.secret_of() == PASSWORD
    assert ALICE in client.get("/settings/own-mailboxes/").content.decode()


def test_where_no_provider_is_open_nobody_connects_anything(client, alice, provider):
    with unrecorded():
        provider.is_open = False
        provider.save()
    with pytest.raises(Forbidden):
        connect_own_mailbox(Mailbox, by=alice, provider=provider, address=ALICE)
    client.force_login(alice)

    assert "No provider is open" in client.get("/settings/own-mailboxes/").content.decode()


def test_a_mailbox_is_private_until_its_owner_shares_it(alice, bob, chief, provider):
    lead = make_lead(owner=alice, email="ada@example.org")
    box = connect_own_mailbox(Mailbox, by=alice, provider=provider, address=ALICE)
    receive(mailbox=box, subject="Pendants for the reading room")

    def readers():
        people = [user for user in (alice, bob, chief) if Message.objects.visible_to(user)]
        found = [user for user in (alice, bob, chief) if search(user, "reading room")]
        assert people == found
        return people

    assert Message.objects.about(lead).count() == 1
    assert readers() == [alice]

    change_own_mailbox(box, by=alice, shares="RECORDS")

    assert readers() == [alice, bob, chief]


def test_what_is_private_stands_on_no_page_of_the_record(client, alice, bob, mine):
    lead = make_lead(owner=alice, email="ada@example.org")
    receive(mailbox=mine, subject="Strictly between us")
    client.force_login(bob)

    for page in (f"/leads/{lead.pk}/", "/conversations/?show=all", "/ledger/?days=0"):
        assert "Strictly between us" not in client.get(page).content.decode()


@pytest.mark.parametrize("values", [{"kind": "SHARED"}, {"shares": "RECORDS"}, {"owner": None}])
def test_no_administrator_opens_what_its_owner_keeps_private(alice, chief, mine, values):
    if "owner" in values:
        values = {"owner": chief}
    with pytest.raises(Forbidden, match="has to share it first"):
        change_mailbox(mine, by=chief, **values)

    with unrecorded():
        alice.is_active = False
        alice.save()
    mine.refresh_from_db()
    change_mailbox(mine, by=chief, shares="RECORDS")


def test_nobody_changes_the_mailbox_of_another(client, alice, bob, mine):
    client.force_login(bob)

    assert client.get(f"/settings/own-mailboxes/{mine.pk}/").status_code == 404
    assert client.post(f"/settings/mailboxes/{mine.pk}/switch/").status_code == 404
    with pytest.raises(Forbidden):
        change_own_mailbox(mine, by=bob, shares="RECORDS")


def test_a_letter_that_a_shared_mailbox_holds_as_well_is_read_there(alice, chief, mine):
    receive(mailbox=mine)
    assert not Message.objects.visible_to(chief).exists()

    receive(mailbox=make_mailbox(), number=1)

    assert Message.objects.visible_to(chief).exists()
    assert SeenMessage.objects.count() == 2


def test_a_private_mailbox_makes_no_leads(alice, mine, provider):
    with pytest.raises(Invalid):
        change_own_mailbox(mine, by=alice, makes_leads=True)


def test_an_address_that_is_connected_is_not_connected_again(alice, chief, provider):
    connect_mailbox(Mailbox, by=chief, address=ALICE)

    with pytest.raises(Invalid):
        connect_own_mailbox(Mailbox, by=alice, provider=provider, address=ALICE)
