"""Which taxes a customer bears, and why."""

from datetime import date

import pytest

from doorstep.catalog.models import TaxCategory
from doorstep.catalog.testing import make_item, make_tax_rule, make_tax_template
from doorstep.parties.terms import tax_category_of
from doorstep.parties.testing import make_address, make_customer, set_policy
from doorstep.pricing.taxes import taxes_for

DAY = date(2026, 5, 1)
CATEGORIES = ("Domestic", "Union, with tax number", "Elsewhere")


@pytest.fixture
def categories(db):
    return [TaxCategory.objects.get(name=name) for name in CATEGORIES]


@pytest.fixture
def buyer(categories):
    own, of_billing, of_shipping = categories
    return {
        "customer": make_customer(name="Oak", tax_category=own),
        "billing": make_address(country="NO", tax_category=of_billing),
        "shipping": make_address(country="DE", title="Shed", tax_category=of_shipping),
    }


@pytest.mark.parametrize(("goes_by", "place"), [("BILLING", 1), ("SHIPPING", 2)])
def test_the_category_is_that_of_the_address_the_house_goes_by(buyer, categories, goes_by, place):
    set_policy(tax_category_from=goes_by)

    assert tax_category_of(**buyer) == categories[place]


def test_without_addresses_it_is_that_of_the_customer(buyer, categories):
    assert tax_category_of(buyer["customer"]) == categories[0]
    assert tax_category_of(None) is None


def test_taxes_are_those_of_the_place_of_delivery(buyer):
    vat = make_tax_template("Germany")
    make_tax_rule("Germany", country="DE", template=vat)
    make_tax_rule("Norway", country="NO")

    found = taxes_for(day=DAY, **buyer)

    assert (found.template, [tax.rate for tax in found.taxes]) == (vat, [20])
    assert "“Germany”" in found.why


def test_an_item_with_a_tax_of_its_own_bears_that(buyer):
    make_tax_rule("Germany", country="DE", template=make_tax_template("Germany"))
    books = make_tax_template("Books")
    item = make_item(tax_template=books)

    found = taxes_for(day=DAY, item=item, **buyer)

    assert found.template == books
    assert "a tax of its own" in found.why


def test_what_holds_for_the_category_comes_before_the_item(buyer, categories):
    make_tax_rule("Export", tax_category=categories[1])
    item = make_item(tax_template=make_tax_template("Books"))

    found = taxes_for(day=DAY, item=item, **buyer)

    assert (found.template, found.taxes) == (None, ())
    assert "“Export”" in found.why


def test_without_a_rule_nothing_is_due_and_it_says_so(buyer):
    assert taxes_for(day=DAY, **buyer).why == "No tax rule speaks of this buyer."
