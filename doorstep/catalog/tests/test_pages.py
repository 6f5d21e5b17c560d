"""The pages of the catalogue."""

import pytest

from doorstep.catalog.testing import make_exchange_rate, make_item

PAGES = pytest.mark.parametrize(
    ("prefix", "make", "says"),
    [("items", make_item, "Pendant Alder"), ("exchange-rates", make_exchange_rate, "GBP")],
)


@PAGES
def test_list_record_and_form_are_there(as_alice, alice, prefix, make, says):
    record = make(owner=alice)

    assert says in as_alice.get(f"/{prefix}/").content.decode()
    assert says in as_alice.get(f"/{prefix}/{record.pk}/").content.decode()
    assert as_alice.get(f"/{prefix}/new/").status_code == 200


def test_an_item_is_made_on_its_page(as_alice, alice):
    answer = as_alice.post("/items/new/", {"code": "L-9", "name": "Lantern"})

    assert answer.status_code == 302
    assert "Lantern" in as_alice.get(answer["Location"]).content.decode()


def test_a_fact_of_an_item_is_changed_in_its_place(as_alice, alice):
    item = make_item(owner=alice)

    as_alice.post(f"/items/{item.pk}/facts/name/", {"name": "Lantern", "was": item.name})

    item.refresh_from_db()
    assert item.name == "Lantern"
