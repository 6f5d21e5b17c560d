"""Finding something in the shop: by words, groups, prices, a page at a time."""

from decimal import Decimal

import pytest

from doorstep.catalog.models import ItemGroup
from doorstep.catalog.testing import make_item, make_price_list
from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.portal.testing import make_shop_item, make_web_user, open_shop
from doorstep.pricing.testing import make_price
from doorstep.search.rebuilding import rebuild
from doorstep.search.spelling import relearn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    open_shop()


def shown(title, rate=None, group=None, **fields):
    made = make_shop_item(title, item=make_item(name=title, group=group), **fields)
    if rate is not None:
        make_price(rate, item=made.item)
    return made


def titles(client, query=""):
    page = client.get(f"/shop/{query}")
    assert page.status_code == 200
    return [
        part.split("</a>")[0].split(">")[-1]
        for part in page.content.decode().split('class="prod__a"')[1:]
    ]


def test_words_are_found_with_other_accents_forms_and_a_slip(client):
    shown("Måne pendant")
    shown("Desk lamp Skriv")
    rebuild()
    relearn()

    for asked in ("mane", "MÅNE", "pendants", "pendnat", "Måne pend"):
        assert titles(client, f"?q={asked}") == ["Måne pendant"], asked
    assert titles(client, "?q=bicycle") == []


def test_what_is_not_published_is_never_found(client):
    shown("Måne pendant", is_published=False)
    rebuild()

    assert titles(client, "?q=mane") == []


def test_a_group_holds_what_lies_below_it_and_says_how_much(client):
    with unrecorded():
        lamps = ItemGroup.objects.create(name="Lamps")
        desk = ItemGroup.objects.create(name="Desk", parent=lamps)
    shown("Skriv", group=desk)
    shown("Cable")

    assert titles(client, f"?group={lamps.pk}") == ["Skriv"]
    assert "Lamps 1" in client.get("/shop/").content.decode()


def test_prices_sort_and_narrow_as_they_are_shown(client):
    shown("Cheap", "10")
    shown("Dear", "100")
    shown("Asked for")

    assert titles(client, "?sort=cheapest") == ["Cheap", "Dear", "Asked for"]
    assert titles(client, "?sort=dearest") == ["Dear", "Cheap", "Asked for"]
    assert titles(client, "?from=50") == ["Dear"]
    assert titles(client, "?to=50") == ["Cheap"]


def test_a_customer_sorts_by_prices_of_their_own(client):
    trade = make_price_list("Trade")
    customer = make_customer(price_list=trade)
    petra = make_web_user()
    with unrecorded():
        customer.portal_users.create(user=petra)
    one, other = shown("One", "10"), shown("Other", "20")
    make_price("15", item=one.item, price_list=trade)
    make_price("30", item=other.item, price_list=trade)
    make_price(None, item=other.item, price_list=trade, customer=customer, discount=Decimal(60))
    client.force_login(petra)

    page = client.get("/shop/").content.decode()

    assert "€12.00" in page
    assert "€20.00" not in page
    assert titles(client, "?sort=cheapest") == ["Other", "One"]
    assert titles(client, "?to=13") == ["Other"]


@pytest.mark.parametrize("sort", ["", "newest", "name", "cheapest", "dearest"])
def test_pages_follow_each_other_without_a_gap(client, monkeypatch, sort):
    monkeypatch.setattr("doorstep.portal.listing.A_PAGE", 2)
    for number in range(5):
        shown(f"Lamp {number}", "10" if number % 2 else None)

    found, query = [], f"?sort={sort}"
    while query:
        page = client.get(f"/shop/{query}").content.decode()
        found += titles(client, query)
        more = page.partition('rel="next" href="')[2].partition('"')[0]
        query = more.replace("&amp;", "&")

    assert sorted(found) == [f"Lamp {number}" for number in range(5)]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("?after=x", 422), ("?from=ten", 422), ("?to=-1", 422), ("?from=NaN", 422)),
        *(("?group=999", 404), ("?group=x", 404), ("?group=9999999999999999999", 404)),
        *(("?q=%00", 200), ("?sort=password", 200), ("?from=1e99", 422), ("?stock=x", 200)),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client, query, status):
    shown("Lamp", "10")

    assert client.get(f"/shop/{query}").status_code == status


def test_where_prices_are_hidden_nobody_narrows_by_them(client):
    open_shop(shows_prices=False)
    shown("Cheap", "10")
    shown("Dear", "100")

    assert sorted(titles(client, "?from=50&sort=cheapest")) == ["Cheap", "Dear"]


def test_a_page_asks_little_of_the_database_however_much_it_shows(
    client, django_assert_max_num_queries
):
    for number in range(20):
        shown(f"Lamp {number}", "10")

    with django_assert_max_num_queries(12):
        client.get("/shop/")
