"""Letters sent by programs."""

import pytest

from doorstep.mail.models import Message
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.parties.testing import make_lead

State = Message.State
LETTER = {"to": ["Nadia <nadia@quill.example>"], "subject": "Lamps", "text": "Hello"}


@pytest.fixture
def sales(db):
    return make_mailbox()


@pytest.fixture
def post(as_alice):
    def posted(where, body=None, **headers):
        options = {"content_type": "application/json", "headers": headers}
        return as_alice.post(f"/api/v1/messages{where}", body or {}, **options)

    return posted


def test_a_letter_is_sent(post, alice, sales):
    lead = make_lead(owner=alice)

    answer = post("/send", LETTER | {"records": [f"lead:{lead.pk}"]})

    assert answer.status_code == 201
    assert answer.json()["records"] == [f"lead:{lead.pk}"]
    assert Message.objects.get().state == State.QUEUED


def test_the_same_key_sends_one_letter(post, sales):
    answers = [post("/send", LETTER, **{"Idempotency-Key": "k"}) for _time in range(2)]

    assert Message.objects.count() == 1
    assert answers[0].json() == answers[1].json()
    assert answers[1]["Idempotent-Replay"] == "true"


def test_a_draft_is_kept_then_sent_then_stopped(post, sales):
    number = post("/send", LETTER | {"draft": True}).json()["id"]
    assert Message.objects.get().state == State.DRAFT

    post(f"/{number}/send")
    assert Message.objects.get().state == State.QUEUED

    post(f"/{number}/stop")
    assert Message.objects.get().state == State.DRAFT


def test_an_answer_needs_no_more_than_its_text(post, alice, sales):
    asked = make_message(mailbox=sales, owner=alice, subject="Lamps")

    post("/send", {"answers": asked.pk, "text": "Yes."})

    message = Message.objects.get(state=State.QUEUED)
    assert (message.subject, message.thread_id) == ("Re: Lamps", asked.thread_id)
    assert message.recipients.get().address == "ada@example.org"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to": ["nobody"]}, "to"),
        ({"mailbox": "boss@hollin.example"}, "mailbox"),
        ({"records": ["lead:999"]}, "records"),
    ],
)
def test_what_is_wrong_is_named(post, sales, change, field):
    answer = post("/send", LETTER | change)

    assert answer.status_code == 422
    assert field in answer.json()["error"]["fields"]


def test_too_many_letters_are_told_to_wait(post, sales, settings):
    settings.MAIL_RATE = 1
    post("/send", LETTER)

    answer = post("/send", LETTER)

    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "too_many")
