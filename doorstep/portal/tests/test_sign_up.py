"""Signing up: the address is proved first, then somebody is made, claimed or recognised."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import now

from doorstep.history.models import Event
from doorstep.kit.errors import Invalid
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Contact, Customer, Lead, PortalUser
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.portal.actions import open_account
from doorstep.portal.models import PortalAccount, SignUp
from doorstep.portal.refusals import AccountExists, LinkUsed, SignUpClosed, TooMany
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import PASSWORD, ask, sign_up
from doorstep.portal.whom import customer_of
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shop(db):
    open_shop()


def test_somebody_new_becomes_a_user_a_lead_and_a_contact_of_it():
    account = sign_up(organisation="Norrland Bakery")

    lead, user = Lead.objects.get(), account.user
    assert (lead.name, lead.organisation, lead.status.code) == (
        *("Eva Moss", "Norrland Bakery", "OPEN"),
    )
    assert (lead.owner, lead.lead_owner, account.lead) == (user, None, lead)
    assert (user.kind, user.email, user.check_password(PASSWORD)) == (
        *("PORTAL", "eva@x.test", True),
    )
    contact = Contact.objects.get()
    assert (contact.user, contact.email) == (user, "eva@x.test")
    assert contact.links.get().lead == lead
    assert Event.objects.filter(name="portal_account.opened").count() == 1


def test_before_the_link_is_opened_nobody_is_made():
    ask()

    assert (User.objects.filter(kind="PORTAL").count(), Lead.objects.count()) == (0, 0)
    assert "/signup/" in mail.outbox[0].body


def test_a_lead_we_have_is_claimed_and_no_second_one_is_made():
    lead = make_lead(email="Eva@x.test", owner=None)

    account = sign_up()

    assert (Lead.objects.get(), account.lead) == (lead, lead)
    assert Lead.objects.get().owner == account.user
    assert Contact.objects.get().links.get().lead == lead


def test_a_lead_of_a_colleague_stays_theirs(alice):
    make_lead(email="eva@x.test", owner=alice, lead_owner=alice)

    account = sign_up()

    assert account.lead.owner == alice


def test_the_contact_of_a_customer_sees_its_documents_and_no_lead_is_made():
    customer = make_customer()
    contact = make_contact(customer=customer, email="eva@x.test")

    account = sign_up()

    contact.refresh_from_db()
    assert (Lead.objects.count(), account.lead, customer_of(account)) == (0, None, customer)
    assert (Contact.objects.count(), contact.user) == (1, account.user)
    assert PortalUser.objects.get().user == account.user


def test_the_person_of_a_converted_lead_is_its_customers(alice):
    lead = make_lead(email="eva@x.test", owner=alice)
    customer = convert_lead(lead, by=alice)

    account = sign_up()

    assert (customer_of(account), Lead.objects.count(), Customer.objects.count()) == (
        customer,
        1,
        1,
    )
    assert Contact.objects.get().user == account.user


def test_somebody_who_has_an_account_is_told_so_by_letter_alone():
    sign_up()
    known, unknown = ask(), ask("other@x.test")

    assert "already" in mail.outbox[-2].subject
    assert "Confirm" in mail.outbox[-1].subject
    assert (known.used_at, unknown.used_at) == (None, None)
    with pytest.raises(AccountExists):
        open_account(PortalAccount, by=User.system(), sign_up=known)


def test_pressed_twice_at_once_it_is_the_same_account():
    asked = ask()
    first = open_account(PortalAccount, by=User.system(), sign_up=asked)

    assert open_account(PortalAccount, by=User.system(), sign_up=asked) == first


def test_a_link_that_was_used_opens_nothing_later():
    asked = ask()
    open_account(PortalAccount, by=User.system(), sign_up=asked)
    SignUp.objects.update(used_at=now() - timedelta(minutes=5))

    with pytest.raises(LinkUsed):
        open_account(PortalAccount, by=User.system(), sign_up=asked)


def test_a_link_holds_for_some_days():
    asked = ask()
    SignUp.objects.update(created_at=now() - timedelta(days=4))

    with pytest.raises(LinkUsed):
        open_account(PortalAccount, by=User.system(), sign_up=asked)
    assert not Lead.objects.exists()


def test_where_sign_up_is_off_nothing_is_written():
    open_shop(has_sign_up=False)

    with pytest.raises(SignUpClosed):
        ask()
    assert not SignUp.objects.exists()


def test_more_than_are_let_in_an_hour_are_too_many():
    open_shop(sign_ups_an_hour=1)
    ask()

    with pytest.raises(TooMany) as refused:
        ask("other@x.test")
    assert refused.value.status == 429


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"name": "  "}, "name"),
        ({"password": "short"}, "password"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(values, field):
    with pytest.raises(Invalid) as refused:
        ask(**values)
    assert field in refused.value.fields
