"""Who wants no letters that go to many, who cannot be reached, and how that is said."""

import pytest
from django.test import Client

from doorstep.mail.actions import note_bounce, opt_out
from doorstep.mail.addressees import is_closed_to_many
from doorstep.mail.models import AddressStanding
from doorstep.mail.opting import address_in, token_for, way_out
from doorstep.mail.testing import make_mailbox
from doorstep.parties.testing import make_contact, make_lead
from doorstep.users.models import User
from doorstep.users.testing import grant

NADIA = "nadia@quill.example"
Why = AddressStanding.Why


@pytest.fixture
def stranger(db):
    return Client(enforce_csrf_checks=True)


def test_the_link_leads_to_a_page_without_sign_in_that_does_nothing_by_itself(stranger):
    page = stranger.get(f"/out/{token_for(NADIA)}/")

    assert page.status_code == 200
    assert NADIA in page.content.decode()
    assert not AddressStanding.objects.exists()


def test_looking_at_it_without_reading_does_nothing_either(stranger):
    assert stranger.head(f"/out/{token_for(NADIA)}/").status_code == 200
    assert not AddressStanding.objects.exists()


def test_one_press_of_a_mail_program_is_enough(stranger):
    answer = stranger.post(f"/out/{token_for(NADIA)}/", {"List-Unsubscribe": "One-Click"})

    standing = AddressStanding.objects.get()
    assert answer.status_code == 200
    assert (standing.address, standing.opted_out_why) == (NADIA, Why.LINK)


def test_a_second_press_changes_nothing(stranger):
    for _time in range(2):
        stranger.post(f"/out/{token_for(NADIA)}/")

    assert AddressStanding.objects.get().version == 1


def test_a_mistake_can_be_put_right(stranger):
    stranger.post(f"/out/{token_for(NADIA)}/")

    stranger.post(f"/out/{token_for(NADIA)}/", {"do": "in"})

    assert AddressStanding.objects.get().opted_out_at is None


@pytest.mark.parametrize("token", ["x", "abc~def", token_for.__name__])
def test_a_made_up_link_is_not_found(stranger, token):
    assert stranger.post(f"/out/{token}/").status_code == 404


def test_a_link_for_one_is_none_for_another():
    mine = token_for(NADIA)
    held, signature = mine.rsplit("~", 1)
    other = token_for("piet@quill.example").rsplit("~", 1)[0]

    assert address_in(mine) == NADIA
    assert address_in(f"{other}~{signature}") == ""
    assert address_in(f"{held}~x") == ""


def test_the_link_is_an_address_of_ours():
    assert way_out(NADIA).startswith("http")
    assert f"/out/{token_for(NADIA)}/" in way_out(NADIA)


def test_the_people_who_have_the_address_say_so_too(alice):
    lead = make_lead(owner=alice, email=NADIA)
    contact = make_contact(owner=alice, email="Nadia@Quill.example")

    opt_out(AddressStanding, by=User.system(), address=NADIA)

    lead.refresh_from_db()
    contact.refresh_from_db()
    assert lead.unsubscribed
    assert contact.unsubscribed


@pytest.mark.parametrize("verb", [opt_out, note_bounce])
def test_an_address_is_closed_to_many(db, verb):
    verb(AddressStanding, by=User.system(), address=NADIA)

    assert is_closed_to_many("NADIA@quill.example")


def test_a_lead_that_somebody_ticked_is_closed_to_many(alice):
    make_lead(owner=alice, email=NADIA, unsubscribed=True)

    assert is_closed_to_many(NADIA)


def test_others_are_not_closed(db):
    assert not is_closed_to_many(NADIA)


def test_a_colleague_notes_what_they_were_told(as_rep, rep_lead):
    as_rep.post(f"/standing/lead/{rep_lead.pk}/", {"address": NADIA, "do": "out"})

    assert AddressStanding.objects.get().opted_out_why == Why.BY_HAND


def test_only_addresses_of_the_record_can_be_noted(as_rep, rep_lead):
    answer = as_rep.post(
        f"/standing/lead/{rep_lead.pk}/", {"address": "other@quill.example", "do": "out"}
    )

    assert answer.status_code == 404


def test_it_is_shown_on_the_person(as_rep, rep_lead):
    note_bounce(AddressStanding, by=User.system(), address=NADIA, says="550 no such user")

    panels = as_rep.get(f"/leads/{rep_lead.pk}/panels/").content.decode()

    assert "550 no such user" in panels


@pytest.fixture
def rep_lead(bob, sales_manager):
    grant(sales_manager, AddressStanding, edit="ALL")
    make_mailbox()
    return make_lead(owner=bob, email=NADIA, name="Nadia")


@pytest.fixture
def as_rep(client, bob):
    client.force_login(bob)
    return client
