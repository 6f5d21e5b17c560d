"""What a contact is: its name, its e-mails and numbers, and whom it speaks for."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.actions import (
    create_contact,
    delete_contact,
    link_contact,
    unlink_contact,
    update_contact,
    welcome_user,
)
from doorstep.parties.models import Contact, ContactEmail, ContactLink, Customer
from doorstep.parties.queries import contacts_of, default_contact
from doorstep.parties.testing import make_contact, make_customer, make_lead, make_supplier
from doorstep.users.testing import make_role, make_user


def email(text, is_primary=False):
    return {"email": text, "is_primary": is_primary}


def phone(number, kind="phone", is_primary=False):
    return {"number": number, "kind": kind, "is_primary": is_primary}


def test_only_one_email_is_primary(alice):
    both = [email("a@x.test", True), email("b@x.test", True)]

    with pytest.raises(Invalid, match="Only one e-mail can be primary") as refused:
        create_contact(Contact, by=alice, name="Kim", emails=both)

    assert (refused.value.code, set(refused.value.fields)) == ("multiple_primary", {"emails"})
    contact = make_contact(owner=alice)
    with pytest.raises(Invalid, match="Only one e-mail"):
        update_contact(contact, by=alice, emails=both)


@pytest.mark.parametrize("kind", ["phone", "mobile"])
def test_only_one_number_of_a_kind_is_primary(alice, kind):
    both = [phone("+44 1", kind, True), phone("+44 2", kind, True)]

    with pytest.raises(Invalid, match=f"Only one {kind} can be primary"):
        create_contact(Contact, by=alice, name="Kim", phones=both)


def test_a_phone_and_a_mobile_can_both_be_primary(alice):
    both = [phone("+44 1", "phone", True), phone("+44 2", "mobile", True)]

    contact = create_contact(Contact, by=alice, name="Kim", phones=both)

    assert (contact.phone, contact.mobile) == ("+44 1", "+44 2")


def test_a_lone_email_is_primary_but_a_lone_number_is_anybodys(alice):
    contact = create_contact(
        Contact, by=alice, name="Kim", emails=[email("k@x.test")], phones=[phone("+44 1")]
    )

    contact.refresh_from_db()
    assert (contact.email, contact.phone) == ("k@x.test", "")
    assert contact.emails.get().is_primary


def test_without_a_primary_email_the_contact_shows_none(alice):
    contact = create_contact(
        Contact, by=alice, name="Kim", emails=[email("a@x.test"), email("b@x.test")]
    )

    assert contact.email == ""


def test_the_same_email_twice_is_one(alice):
    create_contact(Contact, by=alice, name="Kim", emails=[email("K@x.test"), email("k@X.test")])

    assert ContactEmail.objects.get().is_primary


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ({"emails": [email("a@x.test"), email("no")]}, "emails.1.email"),
        ({"phones": [phone("+44 1"), phone("call me")]}, "phones.1.number"),
        ({"phones": [phone("+44 1", "fax")]}, "phones.0.kind"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_place(alice, rows, field):
    with pytest.raises(Invalid) as refused:
        create_contact(Contact, by=alice, name="Kim", **rows)

    assert set(refused.value.fields) == {field}
    assert not Contact.objects.exists()


def test_a_contact_without_a_person_is_called_like_its_organisation(alice):
    contact = create_contact(Contact, by=alice, organisation="Oak Ltd")

    assert contact.name == "Oak Ltd"


@pytest.mark.parametrize("values", [{}, {"name": " "}, {"email": "k@x.test"}])
def test_a_contact_needs_a_name_or_an_organisation(alice, values):
    with pytest.raises(Invalid) as refused:
        create_contact(Contact, by=alice, **values)

    assert refused.value.code == "name_required"


def test_an_edit_does_not_take_the_last_name_away(alice):
    contact = make_contact(owner=alice)

    with pytest.raises(Invalid):
        update_contact(contact, by=alice, name="")


def test_a_code_says_whom_a_contact_belongs_to_and_is_numbered_when_taken(alice):
    oak = make_customer(owner=alice, name="Oak")

    codes = [
        create_contact(Contact, by=alice, first_name="Kim", links=[{"record": oak}]).code
        for _ in range(3)
    ]

    assert codes == ["Kim-Oak", "Kim-Oak-1", "Kim-Oak-2"]


def test_names_of_any_length_have_a_code(alice):
    oak = make_customer(owner=alice, name="O" * 480)
    names = {"first_name": "K" * 140, "middle_name": "J" * 140, "last_name": "L" * 140}

    codes = {
        create_contact(Contact, by=alice, links=[{"record": oak}], **names).code for _ in range(2)
    }

    assert len(codes) == 2


def test_one_contact_is_shown_on_every_party_it_speaks_for(as_alice, alice):
    contact = make_contact(owner=alice, name="Kim Shared")
    parties = [each(owner=alice) for each in (make_lead, make_customer, make_supplier)]
    for party in parties:
        link_contact(contact, by=alice, record=party)

    assert [list(contacts_of(party)) for party in parties] == [[contact]] * 3
    for party in parties[:2]:
        assert "Kim Shared" in as_alice.get(f"{party.get_absolute_url()}panels/").text


def test_the_same_link_twice_is_one_with_the_marks_of_both(alice):
    oak = make_customer(owner=alice)
    links = [{"record": oak, "is_primary": True}, {"record": oak, "role": "Buyer"}]

    contact = create_contact(Contact, by=alice, name="Kim", links=links)
    link_contact(contact, by=alice, record=oak)

    link = ContactLink.objects.get()
    assert (link.role, link.is_primary) == ("Buyer", True)


def test_a_role_is_a_contacts_at_one_party_only(alice):
    oak, elm = make_customer(owner=alice), make_customer(owner=alice, name="Elm")
    contact = make_contact(owner=alice)

    link_contact(contact, by=alice, record=oak, role="Head of purchasing")
    link_contact(contact, by=alice, record=elm, role="Advisor")

    roles = dict(ContactLink.objects.values_list("customer__name", "role"))
    assert roles == {"Babbage & Sons": "Head of purchasing", "Elm": "Advisor"}


def test_the_default_contact_is_the_main_one_else_the_oldest(alice):
    oak = make_customer(owner=alice)
    first, second = (make_contact(owner=alice, customer=oak) for _ in range(2))
    assert default_contact(oak) == first

    link_contact(second, by=alice, record=oak, is_primary=True)
    assert default_contact(oak) == second
    assert Customer.objects.get().primary_contact == second


def test_there_is_one_main_contact(alice):
    oak = make_customer(owner=alice)
    first, second = (make_contact(owner=alice, customer=oak) for _ in range(2))
    link_contact(first, by=alice, record=oak, is_primary=True)

    link_contact(second, by=alice, record=oak, is_primary=True)

    assert ContactLink.objects.get(is_primary=True).contact == second


def test_the_customer_shows_the_new_number_of_its_main_contact_at_once(as_alice, alice):
    oak = make_customer(owner=alice)
    contact = make_contact(owner=alice, customer=oak, mobile="+44 1")
    link_contact(contact, by=alice, record=oak, is_primary=True)

    update_contact(contact, by=alice, mobile="+44 2")

    assert as_alice.get(f"/api/v1/customers/{oak.pk}").json()["mobile"] == "+44 2"


def test_a_main_contact_can_be_deleted_and_comes_back_as_such(alice):
    oak = make_customer(owner=alice)
    contact = make_contact(owner=alice, customer=oak)
    link_contact(contact, by=alice, record=oak, is_primary=True)

    delete_contact(contact, by=alice)
    assert Customer.objects.get().primary_contact is None

    undo(Event.objects.latest("pk"), by=alice)
    assert Customer.objects.get().primary_contact == contact


def test_a_contact_that_is_unlinked_is_no_main_contact_any_more(alice):
    oak = make_customer(owner=alice)
    contact = make_contact(owner=alice, customer=oak)
    link_contact(contact, by=alice, record=oak, is_primary=True)

    unlink_contact(contact, by=alice, record=oak)

    assert Customer.objects.get().primary_contact is None
    with pytest.raises(Invalid, match="is not linked to"):
        unlink_contact(contact, by=alice, record=oak)


def test_the_contact_of_another_team_is_left_alone(alice, carol):
    theirs = make_contact(owner=carol)

    with pytest.raises(Forbidden):
        update_contact(theirs, by=alice, name="Kim")
    with pytest.raises(Forbidden):
        link_contact(theirs, by=alice, record=make_customer(owner=alice))
    with pytest.raises(Forbidden):
        delete_contact(theirs, by=alice)


def test_links_one_was_not_shown_stay_when_the_others_are_replaced(alice, carol):
    contact = make_contact(owner=alice, customer=make_customer(owner=carol))
    mine = make_lead(owner=alice)

    update_contact(contact, by=alice, links=[{"record": mine}])
    update_contact(contact, by=alice, links=[])

    assert ContactLink.objects.get().customer.owner == carol


def test_a_new_user_is_tied_to_the_contact_with_their_email_or_to_a_new_one(alice):
    chief = make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])
    known = make_contact(owner=alice, email="Petra@x.test")
    petra, eva = make_user("petra@x.test"), make_user("eva@x.test")

    assert welcome_user(Contact, by=chief, user=petra) == known
    made = welcome_user(Contact, by=chief, user=eva)

    assert (made.email, made.user, Contact.objects.count()) == ("eva@x.test", eva, 2)
    assert welcome_user(Contact, by=chief, user=eva) == made
