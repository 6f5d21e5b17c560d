"""Groups of three and more on the page of duplicates, and leads who are known as contacts."""

import re

import pytest

from doorstep.dedupe.actions import tell_apart
from doorstep.dedupe.looking import look_at
from doorstep.dedupe.models import Apart
from doorstep.dedupe.queue import known_as, waiting
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Contact, ContactLink, Lead
from doorstep.parties.testing import make_contact, make_customer, make_lead

QUEUE = "/duplicates/"
NUMBER = "+49 30 111222"


@pytest.fixture
def chain(alice):
    """The first is like the second, and the second like the third, which is not like the first."""
    said = [
        {"name": "Ada Lovelace", "organisation": "Oak", "mobile": "+49 171 111333"},
        {"name": "Byron", "organisation": "Oak", "mobile": "+49 171 111333", "phone": NUMBER},
        {"name": "Countess", "phone": NUMBER},
    ]
    leads = [make_lead(owner=alice, **each) for each in said]
    look_at(Lead, [each.pk for each in leads])
    return leads


def test_a_chain_is_one_group_at_its_likeliest_two(as_alice, alice, chain):
    (two,) = waiting(alice).items

    assert (two.one, two.other, two.more) == (chain[0], chain[1], (chain[2],))
    text = as_alice.get(QUEUE).text
    assert "1 more like them" in text
    assert "Compare 3" in text
    assert all(f"ids={each.pk}" in text for each in chain)


def test_a_group_is_shown_once_though_its_pairs_are_on_several_pages(alice):
    leads = [make_lead(owner=alice, name="Ada Lovelace", organisation="Oak") for _ in range(8)]
    look_at(Lead, [each.pk for each in leads])

    first = waiting(alice)
    second = waiting(alice, first.next)

    assert len(first.items) == 1
    assert {first.items[0].one, first.items[0].other, *first.items[0].more} == set(leads)
    assert second.items == []


def test_a_group_ends_at_what_one_may_not_see(alice, carol, chain):
    lead = make_lead(owner=carol, name="Countess", phone=NUMBER)
    look_at(Lead, [lead.pk])

    (two,) = waiting(alice).items

    assert two.more == (chain[2],)
    assert waiting(carol).items == []


def test_a_group_becomes_one_with_a_choice_from_all_of_it(as_alice, alice, chain):
    a, b, c = chain
    page = as_alice.get(f"/duplicates/lead/merge/?ids={a.pk}&ids={b.pk}&ids={c.pk}")
    assert page.text.count("Leave out") == 3 * 2  # said, and for those who hear it with the name
    sent = {"ids": [each.pk for each in chain], "keep": a.pk}
    sent |= {"take-name": c.pk, "take-phone": b.pk}
    sent |= {f"seen-{each.pk}": each.version for each in chain}

    as_alice.post("/duplicates/lead/merge/", sent)

    (kept,) = Lead.objects.all()
    assert (kept.pk, kept.name, kept.mobile, kept.phone) == (a.pk, "Countess", a.mobile, b.phone)
    undo(Event.objects.latest("pk"), by=alice)
    assert Lead.objects.count() == 3


def test_one_of_a_group_is_left_out(as_alice, chain):
    a, b, c = chain
    page = as_alice.get(f"/duplicates/lead/merge/?ids={a.pk}&ids={b.pk}&ids={c.pk}").text

    links = re.findall(r'href="(/duplicates/lead/merge/[^"]*)" aria-label="Leave out', page)
    two = as_alice.get(links[2].replace("&amp;", "&")).text

    assert f'name="ids" value="{c.pk}"' not in two
    assert f'name="ids" value="{a.pk}"' in two


def test_a_group_is_told_apart_in_one_step(as_alice, alice, chain):
    as_alice.post("/duplicates/lead/apart/", {"ids": [each.pk for each in chain], "next": QUEUE})

    assert waiting(alice).items == []
    assert Apart.objects.count() == 3
    undo(Event.objects.latest("pk"), by=alice)
    assert len(waiting(alice).items) == 1


@pytest.fixture
def known(alice):
    """A lead with the e-mail of a contact of a customer."""
    oak = make_customer(name="Oak", owner=alice)
    ada = make_contact(owner=alice, name="A. Byron", email="a@x.test", phone=NUMBER, customer=oak)
    lead = make_lead(owner=alice, name="Ada Lovelace", email="a@x.test")
    look_at(Contact, [ada.pk])
    look_at(Lead, [lead.pk])
    return lead, ada, oak


def url_of(lead, contact, *, apart=False):
    return f"/leads/{lead.pk}/known-as/{contact.pk}/{'apart/' if apart else ''}"


def test_a_known_lead_is_in_the_queue_and_beside_both(as_alice, known):
    lead, ada, _oak = known

    for page in (QUEUE, f"/leads/{lead.pk}/panels/duplicates/"):
        assert url_of(lead, ada) in as_alice.get(page).text
    assert "Already known as" in as_alice.get(f"/leads/{lead.pk}/panels/duplicates/").text
    assert lead.name in as_alice.get(f"/contacts/{ada.pk}/panels/duplicates/").text
    (told,) = as_alice.get(f"/api/v1/leads/{lead.pk}/duplicates").json()["known_as"]
    assert (told["record"], told["reasons"]) == (f"contact:{ada.pk}", ["Same e-mail"])


def test_it_is_linked_to_the_contact(as_alice, alice, known):
    lead, ada, _oak = known

    answer = as_alice.post(url_of(lead, ada), {"way": "link"})

    assert answer.url == lead.get_absolute_url()
    assert ContactLink.objects.filter(contact=ada, lead=lead).exists()
    assert known_as(lead, alice) == waiting(alice).items == []


def test_or_it_is_converted_into_their_customer(as_alice, alice, known):
    lead, ada, oak = known

    answer = as_alice.post(url_of(lead, ada), {"way": str(oak.pk)})
    assert answer.url == f"/leads/{lead.pk}/convert/?into={oak.pk}"
    assert "Oak" in as_alice.get(answer.url).text

    convert_lead(lead, by=alice, into=oak)
    assert known_as(lead, alice) == []


def test_or_it_is_never_the_same(as_alice, alice, known):
    lead, ada, _oak = known
    twin = make_lead(owner=alice, name="Ada Lovelace", pk=ada.pk + 1000)

    as_alice.post(url_of(lead, ada, apart=True), {"next": QUEUE})

    assert waiting(alice).items == known_as(lead, alice) == []
    tell_apart(lead, by=alice, other=twin)
    undo(Event.objects.filter(name="lead.told_apart").earliest("pk"), by=alice)
    assert len(known_as(lead, alice)) == 1


@pytest.mark.parametrize("way", ["", "merge", "999"])
def test_it_goes_to_no_other_customer(as_alice, alice, known, way):
    make_customer(name="Ash", owner=alice, pk=999)

    assert as_alice.post(url_of(*known[:2]), {"way": way}).status_code == 422


def test_who_sees_but_one_of_them_is_told_nothing(client, alice, carol, known):
    lead, ada, _oak = known
    hers = make_lead(owner=carol, name="Ada", phone=NUMBER)
    look_at(Lead, [hers.pk])
    client.force_login(carol)

    assert known_as(hers, carol) == []
    assert client.get(url_of(hers, ada)).status_code == 404
    assert client.get(url_of(lead, ada)).status_code == 404
