"""The shop as a visitor sees it."""

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.portal.models import ShopSlug
from doorstep.portal.testing import make_shop_item, make_shop_page, open_shop
from doorstep.pricing.testing import make_price

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp():
    open_shop()
    shown = make_shop_item("Pendant Alder", slug="alder", summary="Spun brass")
    make_price("212.50", item=shown.item)
    return shown


def test_a_visitor_sees_what_is_for_sale_with_its_price(client, lamp):
    page = client.get("/shop/")

    assert page.status_code == 200
    assert b"Pendant Alder" in page.content
    assert "€212.50" in page.content.decode()


def test_an_item_has_a_page_of_its_own(client, lamp):
    page = client.get("/shop/alder/").content.decode()

    assert "Pendant Alder" in page
    assert "€212.50" in page
    assert "Spun brass" in page


@pytest.mark.parametrize(
    "change", [{"is_published": False}, {"item__disabled": True}, {"item__is_sales_item": False}]
)
def test_what_is_not_published_or_not_sold_is_not_there(client, lamp, change):
    (name, value), of = *change.items(), lamp
    if name.startswith("item__"):
        name, of = name.removeprefix("item__"), lamp.item
    setattr(of, name, value)
    with unrecorded():
        of.save()

    assert client.get("/shop/alder/").status_code == 404
    assert b"Alder" not in client.get("/shop/").content


def test_a_former_address_sends_on(client, lamp):
    with unrecorded():
        ShopSlug.objects.create(shop_item=lamp, slug="old-alder")

    answer = client.get("/shop/old-alder/")

    assert (answer.status_code, answer["Location"]) == (301, "/shop/alder/")


def test_guests_see_no_price_where_the_house_hides_them(client, lamp):
    open_shop(shows_prices=False)

    pages = client.get("/shop/").content + client.get("/shop/alder/").content

    assert b"212" not in pages


@pytest.mark.parametrize(
    "path", ["/shop/", "/shop/alder/", "/shop/none/", "/shop/%00/", "/cart/x"]
)
def test_a_closed_shop_says_so_in_its_own_frame(client, lamp, path):
    open_shop(is_open=False)

    page = client.get(path)

    assert page.status_code == 404
    assert b"The shop is closed" in page.content


def test_a_text_stands_in_the_frame_and_at_the_foot(client):
    make_shop_page("terms", title="Terms of sale", text="We deliver.")

    page = client.get("/shop/pages/terms/")

    assert page.status_code == 200
    assert b"We deliver." in page.content
    assert b'href="/shop/pages/terms/"' in page.content


def test_what_a_keeper_writes_is_text_and_never_markup(client, lamp):
    evil = "<script>alert(1)</script>"
    with unrecorded():
        lamp.title, lamp.summary, lamp.text = evil, evil, evil
        lamp.save()

    pages = client.get("/shop/").content + client.get("/shop/alder/").content

    assert b"<script>alert" not in pages
