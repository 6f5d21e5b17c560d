"""Somebody leaves: who gets their records, in one event and with one undo."""

import pytest

from doorstep.activity.actions import add_note
from doorstep.activity.models import Note
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Invalid
from doorstep.office.actions import hand_over, suspend_user
from doorstep.parties.models import Customer, Lead
from doorstep.parties.testing import make_customer, make_lead
from doorstep.users.models import User
from doorstep.users.testing import grant

USERS = "/settings/users/"


def test_the_dialog_says_what_is_theirs_and_asks_who_gets_it(as_ada, alice, bob):
    make_lead(owner=alice)
    make_lead(lead_owner=alice)
    make_customer(owner=alice)

    page = as_ada.get(f"{USERS}{alice.pk}/suspend/").content.decode()

    assert "Theirs: 2 leads, 1 customer." in page
    assert ">Bob</option>" in page
    assert ">Alice</option>" not in page


def test_a_successor_gets_the_records_but_not_the_words(as_ada, ada, alice, bob):
    lead, customer = make_lead(lead_owner=alice, owner=alice), make_customer(owner=alice)
    add_note(lead, by=alice, text="Called.")

    as_ada.post(f"{USERS}{alice.pk}/suspend/", {"successor": bob.pk})

    assert not User.objects.get(pk=alice.pk).is_active
    lead = Lead.objects.get(pk=lead.pk)
    assert (lead.lead_owner, lead.owner) == (bob, bob)
    assert Customer.objects.get(pk=customer.pk).owner == bob
    assert Note.objects.get().owner == alice


def test_one_undo_takes_both_back(as_ada, ada, alice, bob):
    lead = make_lead(lead_owner=alice)
    as_ada.post(f"{USERS}{alice.pk}/suspend/", {"successor": bob.pk})

    undo(Event.objects.get(name="user.suspended"), by=ada)

    assert User.objects.get(pk=alice.pk).is_active
    assert Lead.objects.get(pk=lead.pk).lead_owner == alice


def test_the_history_of_a_lead_says_who_got_it(as_ada, alice, bob):
    lead = make_lead(lead_owner=alice)

    as_ada.post(f"{USERS}{alice.pk}/suspend/", {"successor": bob.pk})

    page = as_ada.get(f"/leads/{lead.pk}/").content.decode()
    assert "handed over what was theirs" in page


def test_without_a_successor_everything_stays_theirs(as_ada, alice):
    lead = make_lead(lead_owner=alice)

    as_ada.post(f"{USERS}{alice.pk}/suspend/")

    assert Lead.objects.get(pk=lead.pk).lead_owner == alice
    assert [event.name for event in Event.objects.all()] == ["user.suspended"]


def test_nobody_hands_over_to_who_is_out_or_to_themselves(ada, alice, bob):
    suspend_user(bob, by=ada)

    for to in (bob, alice):
        with pytest.raises(Invalid, match="somebody else who may sign in"):
            hand_over(alice, by=ada, to=User.objects.get(pk=to.pk))


def test_what_one_may_not_edit_is_left_alone(client, bob, carol, alice, sales_manager):
    grant(sales_manager, User, edit="ALL", view="ALL")
    theirs = make_lead(lead_owner=carol)

    hand_over(carol, by=User.objects.get(pk=bob.pk), to=alice)

    assert Lead.objects.get(pk=theirs.pk).lead_owner == carol


def test_who_may_not_edit_users_suspends_nobody(as_alice, bob):
    assert as_alice.get(f"{USERS}{bob.pk}/suspend/").status_code == 403
    assert as_alice.post(f"{USERS}{bob.pk}/suspend/").status_code == 403
