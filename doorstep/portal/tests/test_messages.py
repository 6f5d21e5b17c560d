"""What is written on the site lands with the lead or customer, and is answered there."""

import pytest
from django.core import mail

from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import LeadStatus
from doorstep.parties.testing import make_customer, make_lead
from doorstep.portal.actions import answer_message, write_message
from doorstep.portal.models import PortalMessage
from doorstep.portal.tests.test_own_documents import made_account, ordered
from doorstep.portal.threads import thread_of
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def eva(alice):
    replied = LeadStatus.objects.get(code=LeadStatus.Code.REPLIED)
    lead = make_lead(name="Eva Moss", owner=alice, lead_owner=alice, status=replied)
    return made_account("eva@x.test", lead=lead)


def test_a_message_opens_a_lead_we_had_replied_to(eva):
    write_message(eva, by=eva.user, text="Is it brass?")

    eva.lead.refresh_from_db()
    assert eva.lead.status.code == LeadStatus.Code.OPEN


def test_it_is_told_in_the_timeline_of_the_lead_as_hers(eva, as_alice):
    write_message(eva, by=eva.user, text="Is it <b>brass</b>?")

    told = as_alice.get(f"/api/v1/leads/{eva.lead.pk}/timeline").text
    assert "Is it <b>brass</b>?" in told
    page = as_alice.get(f"/leads/{eva.lead.pk}/").content.decode()
    assert "<b>brass</b>" not in page


def test_whoever_looks_after_the_lead_gets_a_letter(eva, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write_message(eva, by=eva.user, text="Is it brass?")

    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]


def test_the_answer_of_a_colleague_stands_in_the_thread(eva, alice):
    write_message(eva, by=eva.user, text="Is it brass?")
    answer_message(eva.lead, by=alice, text="It is.")

    assert [each.text for each in thread_of(eva)] == ["Is it brass?", "It is."]


def test_who_may_not_edit_the_lead_does_not_answer(eva, carol):
    write_message(eva, by=eva.user, text="Is it brass?")

    with pytest.raises(Forbidden):
        answer_message(eva.lead, by=carol, text="It is.")


def test_nobody_is_answered_who_never_wrote(eva, alice):
    with pytest.raises(Conflict):
        answer_message(eva.lead, by=alice, text="Buy!")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5_001])
def test_nothing_and_too_much_are_refused(eva, text):
    with pytest.raises(Invalid):
        write_message(eva, by=eva.user, text=text)

    assert not PortalMessage.objects.exists()


def test_an_order_of_somebody_else_cannot_be_named(eva):
    theirs = ordered(make_customer(name="Other"), User.system())

    with pytest.raises(Invalid):
        write_message(eva, by=eva.user, text="Where is it?", order=theirs)


def test_another_web_user_does_not_write_for_her(eva):
    other = made_account("mallory@x.test")

    with pytest.raises(Forbidden):
        write_message(eva, by=other.user, text="I am Eva.")


def test_too_many_in_an_hour_are_refused(eva):
    party = eva.lead
    with unrecorded():
        for _number in range(30):
            PortalMessage.to(party, owner=eva.user, text="!").save()

    with pytest.raises(Conflict):
        write_message(eva, by=eva.user, text="One more.")


def test_the_page_takes_a_message_and_shows_it(eva, client):
    client.force_login(eva.user)

    answer = client.post("/my/messages/", {"text": "Is it <i>brass</i>?"}, follow=True)

    assert answer.redirect_chain == [("/my/messages/", 302)]
    assert "Is it &lt;i&gt;brass&lt;/i&gt;?" in answer.content.decode()


@pytest.mark.parametrize("text", ["nul\0", ""])
def test_the_page_says_what_is_wrong_with_a_message(eva, client, text):
    client.force_login(eva.user)

    answer = client.post("/my/messages/", {"text": text})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_colleague_answers_on_the_page_of_the_lead(eva, as_alice):
    write_message(eva, by=eva.user, text="Is it brass?")

    answer = as_alice.post(f"/site-messages/lead/{eva.lead.pk}/", {"text": "It is."})

    assert answer.status_code == 302
    assert PortalMessage.objects.filter(from_us=True, text="It is.").exists()
