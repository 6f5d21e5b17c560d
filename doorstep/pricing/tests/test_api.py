"""Prices over the API, and the questions it answers."""

import pytest

from doorstep.catalog.testing import make_item, make_tax_rule, make_tax_template
from doorstep.parties.testing import make_address, make_customer
from doorstep.pricing.models import ItemPrice
from doorstep.pricing.testing import make_price
from doorstep.users.testing import grant

JSON = "application/json"


@pytest.fixture
def item(alice):
    return make_item(code="L-1", owner=alice, units={"Set": 4})


def ask(client, item, **params):
    return client.get(f"/api/v1/items/{item.pk}/price", params)


def test_a_price_names_its_item_by_code(as_alice, item):
    sent = {"item": "l-1", "price_list": "standard SELLING", "rate": "12.50"}

    made = as_alice.post("/api/v1/item-prices", sent, content_type=JSON).json()

    assert (made["item"], made["rate"], made["unit"]) == ("L-1", "12.5000", "Piece")
    assert ItemPrice.objects.get().item == item


def test_an_item_out_of_reach_is_no_item(as_alice, carol):
    make_item(code="L-2", owner=carol)
    sent = {"item": "L-2", "price_list": "Standard selling", "rate": "1"}

    answer = as_alice.post("/api/v1/item-prices", sent, content_type=JSON)

    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]["item"] == "There is no item “L-2”."


def test_the_price_for_a_customer_and_why(as_alice, alice, item):
    oak = make_customer(name="Oak", owner=alice)
    make_price("12", item=item)
    own = make_price("10", item=item, customer=oak)

    found = ask(as_alice, item, customer=f"customer:{oak.pk}", unit="Set", quantity="2").json()

    assert (found["rate"], found["currency"], found["unit"]) == ("40.0000", "EUR", "Set")
    assert found["price"] == f"item_price:{own.pk}"
    assert "Made for Oak." in found["why"]


def test_a_customer_out_of_reach_has_no_price(as_alice, item, carol):
    theirs = make_customer(owner=carol)

    answer = ask(as_alice, item, customer=f"customer:{theirs.pk}")

    assert answer.status_code == 422
    assert set(answer.json()["error"]["fields"]) == {"customer"}


@pytest.mark.parametrize(
    "params", [{"day": "soon"}, {"quantity": "many"}, {"unit": "Furlong"}, {"colour": "red"}]
)
def test_what_makes_no_sense_is_refused_by_name(as_alice, item, params):
    answer = ask(as_alice, item, **params)

    assert answer.status_code == 422
    assert set(answer.json()["error"]["fields"]) == set(params)


def test_an_item_one_may_not_see_is_not_there(as_alice, carol):
    assert ask(as_alice, make_item(owner=carol)).status_code == 404


def test_the_taxes_of_an_item_and_why(as_alice, alice, item):
    make_tax_rule("Norway", country="NO", template=make_tax_template("MVA"))
    address = make_address(owner=alice, country="NO")

    found = as_alice.get(
        f"/api/v1/items/{item.pk}/taxes", {"billing": f"address:{address.pk}"}
    ).json()

    assert found["template"] == "MVA"
    assert found["taxes"][0]["rate"] == "20.0000"
    assert "Norway" in found["why"]


def test_who_may_not_keep_prices_makes_none(as_alice, sales_rep, item):
    grant(sales_rep, ItemPrice, create="NONE")
    sent = {"item": "L-1", "price_list": "Standard selling", "rate": "1"}

    assert as_alice.post("/api/v1/item-prices", sent, content_type=JSON).status_code == 403


def test_prices_stand_on_the_pages_of_item_and_customer(as_alice, alice, item):
    oak = make_customer(name="Oak", owner=alice)
    price = make_price("10", item=item, customer=oak, owner=alice)

    of_item = as_alice.get(f"/items/{item.pk}/panels/").content.decode()
    of_customer = as_alice.get(f"/customers/{oak.pk}/panels/").content.decode()

    assert "Oak" in of_item
    assert "10.00 EUR" in of_customer
    assert as_alice.get(f"/item-prices/{price.pk}/").status_code == 200
    assert as_alice.get("/item-prices/").status_code == 200
    assert as_alice.get("/item-prices/new/").status_code == 200


def test_the_price_for_somebody_one_may_not_see_is_not_shown(as_alice, alice, carol, item):
    theirs = make_customer(name="Hidden Ltd", owner=carol)
    make_price("10", item=item, customer=theirs, owner=alice)

    assert "Hidden Ltd" not in as_alice.get(f"/items/{item.pk}/panels/").content.decode()
