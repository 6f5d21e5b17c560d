"""What search engines and price comparisons read of the shop."""

import csv
import json
from xml.etree import ElementTree

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.portal.models import ShopItem
from doorstep.portal.testing import make_shop_item, make_shop_page, make_web_user, open_shop
from doorstep.portal.writing import blocks
from doorstep.pricing.testing import make_price

pytestmark = pytest.mark.django_db
GOOGLE = "{http://base.google.com/ns/1.0}"
EVIL = '</script><b>"&\x01 alder'


@pytest.fixture
def lamp():
    open_shop()
    shown = make_shop_item("Pendant Alder", slug="alder", summary="Spun brass", in_stock=0)
    make_price("212.50", item=shown.item)
    return shown


def read(client, path):
    answer = client.get(path)
    return b"".join(answer.streaming_content).decode()


def product(client):
    page = client.get("/shop/alder/").content.decode()
    return json.loads(page.partition('application/ld+json">')[2].partition("</script>")[0])


def test_a_page_tells_its_facts(client, lamp):
    told = product(client)

    assert told["name"] == "Pendant Alder"
    assert told["offers"]["price"] == "212.50"
    assert told["offers"]["availability"].endswith("/OutOfStock")


def test_no_title_ends_the_element_that_tells_it(client, lamp):
    with unrecorded():
        lamp.title = EVIL
        lamp.save()

    assert product(client)["name"] == lamp.title


def test_hidden_prices_are_in_nothing_that_guests_can_read(client, lamp):
    open_shop(shows_prices=False)

    assert "offers" not in product(client)
    assert client.get("/shop/feed.xml").status_code == 404
    assert client.get("/shop/feed.csv").status_code == 404
    assert "212" not in read(client, "/sitemap.xml")


def test_a_web_user_sees_prices_that_guests_do_not(client, lamp):
    open_shop(shows_prices=False)
    client.force_login(make_web_user())

    assert "€212.50" in client.get("/shop/alder/").content.decode()


def test_both_feeds_hold_what_has_a_price(client, lamp):
    make_shop_item("Asked for")
    with unrecorded():
        lamp.title = f"={EVIL}"
        lamp.save()

    items = list(ElementTree.fromstring(read(client, "/shop/feed.xml")).iter("item"))
    rows = list(csv.DictReader(read(client, "/shop/feed.csv").splitlines()))

    assert [each.find(f"{GOOGLE}price").text for each in items] == ["212.50 EUR"]
    assert [row["link"] for row in rows] == ["http://testserver/shop/alder/"]
    assert rows[0]["title"].startswith("'=")


def test_the_sitemap_holds_what_is_published(client, lamp):
    make_shop_item("Hidden", slug="hidden", is_published=False)
    make_shop_page("terms")

    told = [each.text for each in ElementTree.fromstring(read(client, "/sitemap.xml")).iter()]

    assert "http://testserver/shop/alder/" in told
    assert "http://testserver/shop/pages/terms/" in told
    assert "http://testserver/shop/hidden/" not in told


def test_robots_may_read_the_shop_and_nothing_else(client, lamp):
    told = client.get("/robots.txt").content.decode()

    assert "Allow: /shop/" in told
    assert "Disallow: /\n" in told


def test_a_closed_shop_is_for_no_robot(client, lamp):
    open_shop(is_open=False)

    assert "Allow" not in client.get("/robots.txt").content.decode()
    assert client.get("/sitemap.xml").status_code == 404


def test_a_text_is_paragraphs_headings_lists_and_links():
    found = blocks("Read https://example.org/a, please.\n\n## Delivery\n- One\n- Two")

    assert [each.kind for each in found] == ["p", "h2", "ul"]
    assert [piece.url for piece in found[0].lines[0]] == ["", "https://example.org/a", ""]
    assert len(found[2].lines) == 2


def test_a_feed_reads_each_item_once_however_many_there_are(client, lamp, monkeypatch):
    monkeypatch.setattr("doorstep.portal.telling.AT_ONCE", 2)
    read_rows = []
    from_db = ShopItem.from_db.__func__
    monkeypatch.setattr(
        ShopItem,
        "from_db",
        classmethod(lambda cls, *row: read_rows.append(1) or from_db(cls, *row)),
    )
    for number in range(5):
        make_price("10", item=make_shop_item(f"Lamp {number}").item)

    rows = list(csv.DictReader(read(client, "/shop/feed.csv").splitlines()))

    assert (len(rows), len(read_rows)) == (6, 6)
