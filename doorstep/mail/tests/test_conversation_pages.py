"""Conversations as people see and sort them."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.mail.actions import link_thread
from doorstep.mail.models import MessageLink, SeenMessage, Thread
from doorstep.mail.testing import make_mailbox, make_message, receive
from doorstep.parties.models import Lead, LeadStatus
from doorstep.parties.testing import make_lead


def text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def waiting(alice):
    """A message of somebody unknown in alice's own mailbox."""
    box = make_mailbox(kind="PERSONAL", owner=alice, address="alice@hollin.example")
    return receive("Fiorella <post@fiorella.example>", mailbox=box, subject="Lanterns")


def test_the_list_shows_who_wrote_and_opens_the_first(client, alice):
    client.force_login(alice)
    make_message(owner=alice, from_name="Ada Byron", subject="Lamps", text="Forty-two.")

    page = text(client, "/conversations/")

    assert "Ada Byron" in page
    assert "Forty-two." in page


def test_a_conversation_out_of_reach_is_not_found(client, alice, carol):
    client.force_login(carol)
    message = make_message(owner=alice, subject="A secret")

    assert client.get(f"/conversations/{message.thread_id}/").status_code == 404
    assert "A secret" not in text(client, "/conversations/?show=all")


def test_what_was_quoted_is_folded_and_script_is_nowhere(client, alice):
    client.force_login(alice)
    body = "<p>Yes <b>please</b></p><script>alert(1)</script><img src=http://evil.example/x>"
    message = make_message(owner=alice, quoted="> old words", html=body)

    page = text(client, f"/conversations/{message.thread_id}/")

    assert "<summary>What it answers</summary>" in page
    assert "<b>please</b>" in page
    assert "alert(1)" not in page
    assert "evil.example" not in page


def test_linking_it_by_hand_ends_the_waiting_and_can_be_undone(client, alice, waiting):
    client.force_login(alice)
    lead = make_lead(owner=alice)
    thread = waiting.message.thread_id

    client.post(f"/conversations/{thread}/link/", {"record": f"lead:{lead.pk}"})

    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.reason) == ("LINKED", "BY_HAND")
    assert MessageLink.objects.about(lead).count() == 1

    undo(Event.objects.get(name="thread.linked"), by=alice)

    waiting.refresh_from_db()
    assert waiting.outcome == "WAITING"


def test_new_messages_go_where_the_conversation_was_linked(alice, waiting):
    lead = make_lead(owner=alice)
    link_thread(waiting.message.thread, by=alice, record=lead)

    row = receive(
        "post@fiorella.example", In_Reply_To=waiting.message.message_id, mailbox=waiting.mailbox
    )

    assert row.outcome == "LINKED"
    assert MessageLink.objects.about(lead).count() == 2


def test_a_lead_is_made_once_of_the_sender(client, alice, waiting):
    client.force_login(alice)
    url = f"/conversations/{waiting.message.thread_id}/lead/"

    client.post(url)
    client.post(url)

    lead = Lead.objects.get()
    assert (lead.name, lead.email, lead.lead_owner) == (
        "Fiorella",
        "post@fiorella.example",
        alice,
    )
    assert SeenMessage.objects.get().outcome == "LINKED"


def test_linking_mail_of_a_lead_we_replied_to_opens_it(alice, waiting):
    lead = make_lead(owner=alice, status=LeadStatus.objects.get(code="REPLIED"))

    link_thread(waiting.message.thread, by=alice, record=lead)

    assert Lead.objects.get().status.code == "OPEN"


def test_ignored_it_waits_no_more(client, alice, waiting):
    client.force_login(alice)

    client.post(f"/conversations/{waiting.message.thread_id}/ignore/")

    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.reason) == ("IGNORED", "BY_HAND")
    assert "Lanterns" not in text(client, "/conversations/?show=unlinked")


def test_what_is_done_comes_back_when_somebody_writes_again(client, alice, waiting):
    client.force_login(alice)
    thread = waiting.message.thread
    client.post(f"/conversations/{thread.pk}/done/")
    assert "Lanterns" not in text(client, "/conversations/")

    receive(
        "post@fiorella.example", In_Reply_To=waiting.message.message_id, mailbox=waiting.mailbox
    )

    assert Thread.objects.get(pk=thread.pk).status == "OPEN"


def test_snoozed_it_is_out_of_the_list(client, alice, waiting):
    client.force_login(alice)

    client.post(f"/conversations/{waiting.message.thread_id}/tomorrow/")

    assert "Lanterns" not in text(client, "/conversations/")
    assert "Lanterns" in text(client, "/conversations/?show=all")


def test_the_number_of_queries_does_not_grow_with_the_list(
    client, alice, django_assert_max_num_queries
):
    client.force_login(alice)
    for number in range(12):
        make_message(owner=alice, subject=f"Lamps {number}", records=[make_lead(owner=alice)])
    text(client, "/conversations/")

    with django_assert_max_num_queries(40):
        text(client, "/conversations/")
