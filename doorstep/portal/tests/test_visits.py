"""Which link brought somebody is kept only if they do not mind, and names the campaign."""

import re

import pytest
from django.core.cache import cache

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Campaign, Lead
from doorstep.portal.models import Cart
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import PASSWORD, link_in_last_letter, sell
from doorstep.portal.visits import COOKIE

pytestmark = pytest.mark.django_db
ASKS = "May we remember which link brought you here?"
EVA = {"name": "Eva Moss", "email": "eva@x.test", "password": PASSWORD}


@pytest.fixture(autouse=True)
def fair(db):
    cache.clear()
    open_shop()
    with unrecorded():
        return Campaign.objects.create(name="Spring fair")


def answered(client, **answer):
    page = client.get("/shop/?utm_campaign=Spring+fair&utm_source=flyer")
    came = re.search(r'name="came" value="([^"]+)"', page.text)[1]
    return client.post("/cart/visit/", {"came": came} | answer)


def signed_up(client):
    client.post("/signup/", EVA)
    client.post(link_in_last_letter())
    return Lead.objects.get()


def test_nothing_is_kept_before_they_say_yes(client, fair):
    page = client.get("/shop/?utm_campaign=Spring+fair")

    assert ASKS in page.text
    assert COOKIE not in page.cookies
    assert signed_up(client).campaign is None


def test_with_a_yes_their_lead_is_of_that_campaign(client, fair):
    answered(client, yes="1")

    lead = signed_up(client)

    assert lead.campaign == fair
    assert lead.portal_account.visit["utm_source"] == "flyer"


def test_with_a_no_it_is_not_and_they_are_not_asked_again(client):
    answered(client, no="1")

    assert ASKS not in client.get("/shop/?utm_campaign=Spring+fair").text
    assert signed_up(client).campaign is None


def test_a_guest_who_orders_is_of_the_campaign_too(client, fair):
    answered(client, yes="1")
    client.post("/cart/add/", {"item": sell().item.pk, "quantity": 1})
    place = {"line1": "Storgata 41", "city": "Trondheim", "country": "NO"}
    said = {"round": Cart.objects.get().round, "name": "Gil", "email": "gil@x.test"}

    client.post("/checkout/", said | place)

    assert Lead.objects.get().campaign == fair


@pytest.mark.parametrize("sealed", ["", "yes", "e30:1:x", "no", "\0", "x" * 5_000])
def test_what_we_did_not_seal_is_not_believed(client, sealed):
    client.post("/cart/visit/", {"came": sealed, "yes": "1"})

    assert client.cookies[COOKIE].value == "no"


def test_without_a_campaign_nobody_is_asked(client):
    assert ASKS not in client.get("/shop/?q=lamp").text


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "\\evil"])
def test_the_answer_leads_nowhere_else(client, place):
    answer = client.post("/cart/visit/", {"no": "1", "next": place})

    assert answer["Location"] == "/shop/"
