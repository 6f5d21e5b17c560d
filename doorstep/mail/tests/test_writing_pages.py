"""Writing, answering, leaving and going on with letters, on their pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from doorstep.mail.actions import create_template, draft_message, keep_signature, note_bounce
from doorstep.mail.models import AddressStanding, MailTemplate, Message, Signature
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.parties.testing import make_lead
from doorstep.records.models import Attachment
from doorstep.users.models import User

State = Message.State


@pytest.fixture
def sales(db):
    return make_mailbox()


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante", email="nadia@quill.example")


def typed(sales, **values):
    known = {
        "mailbox": sales.pk,
        "to": "Nadia Ferrante <nadia@quill.example>",
        "subject": "Pendants",
        "text": "Hello Nadia",
        "do": "send",
    }
    return known | values


def test_a_letter_about_a_lead_begins_with_its_address(as_alice, lead, sales):
    page = as_alice.get(f"/messages/write/lead/{lead.pk}/").content.decode()

    assert "nadia@quill.example" in page


def test_sending_puts_it_on_its_way_and_offers_to_take_it_back(as_alice, lead, sales):
    answer = as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales), follow=True)

    message = Message.objects.get()
    assert message.state == State.QUEUED
    assert [link.about for link in message.links.all()] == [lead]
    assert "Sending in ten seconds." in answer.content.decode()
    assert "Undo" in answer.content.decode()


def test_a_letter_can_be_put_off(as_alice, lead, sales):
    later = (localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")

    as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales, send_at=later))

    assert Message.objects.get().state == State.SCHEDULED


def test_what_is_kept_is_a_draft_with_its_files(as_alice, lead, sales):
    file = SimpleUploadedFile("plan.txt", b"a plan", "text/plain")

    as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales, do="draft", files=file))

    message = Message.objects.get()
    assert message.state == State.DRAFT
    assert [each.name for each in Attachment.objects.about(message)] == ["plan.txt"]


def test_one_goes_on_with_a_draft(as_alice, alice, sales):
    draft = draft_message(Message, by=alice, subject="Pendants", text="Hel", to=())

    as_alice.post(f"/messages/{draft.pk}/draft/", typed(sales))

    draft.refresh_from_db()
    assert (draft.state, draft.text) == (State.QUEUED, "Hello Nadia")


def test_a_draft_of_somebody_else_is_not_found(as_alice, bob, sales):
    draft = draft_message(Message, by=bob, subject="Pendants", text="Hel", to=())

    assert as_alice.get(f"/messages/{draft.pk}/draft/").status_code == 404


def test_a_wrong_address_is_named_and_nothing_is_kept(as_alice, lead, sales):
    answer = as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales, to="nadia at quill"))

    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.content.decode()
    assert not Message.objects.exists()


def test_what_is_refused_later_is_kept_once(as_alice, lead, sales):
    where = f"/messages/write/lead/{lead.pk}/"
    answer = as_alice.post(where, typed(sales, to=""))
    draft = Message.objects.get()

    assert answer.status_code == 422
    as_alice.post(where, typed(sales, draft=draft.pk))

    assert Message.objects.get().state == State.QUEUED


def test_a_lead_out_of_reach_is_not_found(as_alice, carol, sales):
    lead = make_lead(owner=carol)

    assert as_alice.get(f"/messages/write/lead/{lead.pk}/").status_code == 404


def test_a_template_fills_the_letter(as_alice, alice, bob, lead, sales):
    keep_signature(Signature, by=alice, text="Alice, Hollin")
    made = create_template(
        MailTemplate,
        by=User.system(),
        name="First",
        subject="Lamps for {organisation|you}",
        text="Hello {first_name},",
        written_for="PERSON",
    )

    answer = as_alice.post(
        f"/messages/write/lead/{lead.pk}/", typed(sales, template=made.pk, do="template")
    )

    page = answer.content.decode()
    assert "Lamps for Analytical Ltd" in page
    assert "Hello Nadia,\n\nAlice, Hollin" in page
    assert not Message.objects.exists()


def test_an_answer_goes_to_whoever_wrote_and_quotes_them(as_alice, alice, sales):
    asked = make_message(mailbox=sales, owner=alice, subject="Lamps", text="How much?")

    page = as_alice.get(f"/messages/{asked.pk}/answer/?inline=1").content.decode()
    as_alice.post(f"/messages/{asked.pk}/answer/?inline=1", typed(sales, subject="Re: Lamps"))

    message = Message.objects.get(state=State.QUEUED)
    assert "ada@example.org" in page
    assert message.thread_id == asked.thread_id
    assert "> How much?" in message.quoted


def test_one_is_warned_of_an_address_that_bounces(as_alice, alice, lead, sales):
    note_bounce(AddressStanding, by=User.system(), address=lead.email, says="550 no")

    page = as_alice.get(f"/messages/write/lead/{lead.pk}/").content.decode()

    assert "came back" in page


def test_the_page_of_a_record_shows_what_has_not_gone(as_alice, alice, lead, sales):
    draft_message(Message, by=alice, records=[lead], subject="Half a letter", text="")

    panels = as_alice.get(f"/leads/{lead.pk}/panels/").content.decode()

    assert "Half a letter" in panels


def test_a_signature_is_kept(as_alice, alice):
    as_alice.post("/settings/signature/", {"text": "Alice\nHollin"})

    assert Signature.of(alice) == "Alice\nHollin"


def test_a_template_with_an_unknown_place_is_refused_and_told_what_there_is(alice):
    with pytest.raises(Exception, match="first_name"):
        create_template(
            MailTemplate, by=User.system(), name="First", subject="x", text="Hi {nick}"
        )


def test_a_letter_that_waits_is_stopped(as_alice, alice, lead, sales):
    as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales))
    message = Message.objects.get()

    as_alice.post(f"/messages/{message.pk}/stop/")

    message.refresh_from_db()
    assert message.state == State.DRAFT


def test_nothing_typed_becomes_markup_or_a_header(as_alice, lead, sales):
    bad = '"><script>alert(1)</script>\r\nBcc: victim@example.org'

    page = as_alice.post(
        f"/messages/write/lead/{lead.pk}/", typed(sales, subject=bad, do="draft"), follow=True
    ).content.decode()

    message = Message.objects.get()
    assert "<script>alert(1)" not in page
    assert "\n" not in message.subject


def test_the_words_of_a_draft_are_on_no_timeline_but_its_authors(client, alice, bob, lead, sales):
    draft_message(Message, by=alice, records=[lead], subject="Secret", text="Not for Bob", to=())

    def timeline(user):
        client.force_login(user)
        return client.get(f"/leads/{lead.pk}/").content.decode()

    assert "Not for Bob" in timeline(alice)
    assert "Not for Bob" not in timeline(bob)
    assert "Secret" not in timeline(bob)


def test_the_page_of_a_lead_has_a_place_to_write(as_alice, lead, sales):
    page = as_alice.get(f"/leads/{lead.pk}/").content.decode()

    assert "compose-mail_write" in page
    assert f'href="/messages/write/lead/{lead.pk}/"' in page
    assert "mailto:" not in page


def test_in_the_composer_a_sent_letter_leaves_an_empty_one(as_alice, lead, sales):
    asked = {"HX-Request": "true", "HX-Target": "compose-mail_write"}

    answer = as_alice.post(f"/messages/write/lead/{lead.pk}/", typed(sales), headers=asked)

    page = answer.content.decode()
    assert answer["HX-Trigger"] == '{"record-changed": {}}'
    assert 'id="compose-mail_write_subject"' in page
    assert "Hello Nadia" not in page
    assert Message.objects.get().state == State.QUEUED


def test_without_a_mailbox_one_writes_with_a_program_of_ones_own(as_alice, lead):
    page = as_alice.get(f"/messages/write/lead/{lead.pk}/").content.decode()

    assert f"mailto:{lead.email}" in page
    assert "no mailbox you may send from" in page
