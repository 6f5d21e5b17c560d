"""Writing and answering in a browser, and that everyone can."""

from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils.timezone import now

from doorstep.kit.noting import unrecorded
from doorstep.mail.actions import note_bounce
from doorstep.mail.models import AddressStanding, Mailbox, Message
from doorstep.mail.opting import token_for
from doorstep.mail.sending.outbox import send_message
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.marketing.actions import enrol
from doorstep.marketing.testing import make_mail_sequence
from doorstep.users.models import User
from tests.browser.test_accessibility import SIZES, findings
from tests.mail_server import free_port

pytestmark = pytest.mark.browser


@pytest.fixture
def lead(company, administrator):
    return company[2]  # it is open


@pytest.fixture
def mailbox(lead):
    return make_mailbox(imap_host="", smtp_host="127.0.0.1", smtp_security=Mailbox.Security.NONE)


@pytest.fixture
def asked(lead, mailbox):
    """What the lead has written."""
    return make_message(
        mailbox=mailbox,
        from_name=lead.name,
        from_address=lead.email,
        subject="Lamps for the shop",
        text="How much are forty?",
        records=[lead],
    )


@pytest.fixture
def server(mailbox):
    class Taking:
        got = []

        async def handle_DATA(self, server, session, envelope):
            self.got.append(envelope.content)
            return "250 taken"

    listening = Controller(Taking(), hostname="127.0.0.1", port=free_port())
    listening.start()
    with unrecorded():
        Mailbox.objects.filter(pk=mailbox.pk).update(smtp_port=listening.port)
    yield listening.handler
    listening.stop()


def test_answering_a_letter_moves_its_lead(open_page, lead, asked, server):
    page = open_page(f"/conversations/{asked.thread_id}/")
    page.fill("#answer textarea", "Forty are 12,000 euros.")
    page.click("#answer button:has-text('Send')")
    page.wait_for_selector(".toast:has-text('Sending in ten seconds')")

    message = Message.objects.get(direction="OUT")
    with unrecorded():
        Message.objects.filter(pk=message.pk).update(send_at=now() - timedelta(seconds=1))
    send_message.call(message.pk)
    page.goto(f"/leads/{lead.pk}/")

    page.wait_for_selector(".rec__title >> text=Replied")
    assert b"> How much are forty?" in server.got[0]


def test_a_letter_is_taken_back_from_the_toast(open_page, lead, mailbox):
    page = open_page(f"/messages/write/lead/{lead.pk}/")
    page.fill("input[name=subject]", "Lamps")
    page.fill("textarea[name=text]", "Hello")
    page.click("dialog button:has-text('Send')")
    page.click(".toast button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")

    assert Message.objects.get().state == Message.State.DRAFT


def test_axe_finds_nothing_serious_where_one_writes(open_page, lead, asked, mailbox, alice):
    sequence = make_mail_sequence((0, 5), owner=alice)
    enrol(sequence, by=alice, record=lead)
    note_bounce(AddressStanding, by=User.system(), address=lead.email, says="550 no such user")
    paths = (
        f"/messages/write/lead/{lead.pk}/",
        f"/messages/bring/lead/{lead.pk}/",
        f"/standing/lead/{lead.pk}/",
        f"/conversations/{asked.thread_id}/",
        f"/mail-sequences/{sequence.pk}/",
        f"/mail-sequences/{sequence.pk}/letters/",
        f"/mail-sequences/enrol/lead/{lead.pk}/",
        "/settings/signature/",
        f"/out/{token_for(lead.email)}/",
    )
    page = open_page(bypass_csp=True, reduced_motion="reduce")

    found = {}
    for path in paths:
        page.goto(path)
        page.wait_for_function("!document.querySelector('.htmx-request')")
        page.wait_for_load_state("networkidle")
        found[path] = findings(page, SIZES)

    assert {path: each for path, each in found.items() if each} == {}
