"""Which taxes apply where, and what a currency was worth when."""

from datetime import date
from decimal import Decimal as D

import pytest

from doorstep.catalog.models import PaymentTerms, TaxCategory
from doorstep.catalog.queries import Place, due_on, rate_on, tax_rule_for, taxes_of
from doorstep.catalog.refusals import NoExchangeRate, TaxRulesConflict
from doorstep.catalog.testing import make_exchange_rate, make_tax_rule, make_tax_template

DAY = date(2026, 5, 1)
OSLO = Place(country="NO", city="Oslo", postal_code="0281")


def rule(place=OSLO, category=None, day=DAY):
    found = tax_rule_for(category, place, day)
    return found and found.name


def test_no_rule_no_tax(db):
    assert rule() is None
    assert taxes_of(None) == []


def test_the_rule_that_says_more_wins(db):
    make_tax_rule("Norway", country="NO")
    make_tax_rule("Oslo", country="NO", city="oslo")
    make_tax_rule("Sweden", country="SE")

    assert rule() == "Oslo"
    assert rule(Place(country="NO", city="Bergen")) == "Norway"


def test_a_category_counts_as_much_as_a_place(db):
    union = TaxCategory.objects.get(name="Union, with tax number")
    make_tax_rule("Germany", country="DE")
    make_tax_rule("Reverse charge", country="DE", tax_category=union)

    assert rule(Place(country="DE")) == "Germany"
    assert rule(Place(country="DE"), union) == "Reverse charge"


def test_a_postcode_holds_for_all_that_begin_with_it(db):
    make_tax_rule("Norway", country="NO")
    make_tax_rule("Svalbard", country="NO", postal_code="917")

    assert rule(Place(country="NO", postal_code="9170")) == "Svalbard"
    assert rule(OSLO) == "Norway"


def test_two_rules_that_say_as_much_are_refused_until_one_has_priority(db):
    make_tax_rule("One", country="NO")
    other = make_tax_rule("Other", country="NO")

    with pytest.raises(TaxRulesConflict, match="“One” and “Other”"):
        rule()
    make_tax_rule("Third", country="NO", priority=5)

    assert rule() == "Third"
    assert other.priority == 0


def test_a_rule_holds_between_its_days(db):
    make_tax_rule("Old", country="NO", valid_until=date(2026, 4, 30))
    make_tax_rule("New", country="NO", valid_from=DAY)

    assert rule() == "New"
    assert rule(day=date(2026, 4, 30)) == "Old"


def test_a_disabled_rule_is_not_asked(db):
    make_tax_rule("Norway", country="NO", disabled=True)

    assert rule() is None


def test_taxes_come_in_their_order(db):
    template = make_tax_template("US", {"name": "State", "rate": 6}, {"name": "City", "rate": 2})

    assert [(tax.name, tax.rate) for tax in taxes_of(template)] == [("State", 6), ("City", 2)]


def test_the_latest_rate_known_that_day_counts(db):
    make_exchange_rate(valid_from=date(2026, 4, 1), rate=D("0.84"))
    make_exchange_rate(valid_from=date(2026, 5, 2), rate=D("0.90"))

    assert rate_on("EUR", "GBP", DAY) == D("0.84")


def test_the_other_way_round_is_the_inverse(db):
    make_exchange_rate(valid_from=DAY, rate=D("0.80"))

    assert rate_on("GBP", "EUR", DAY) == D("1.25")


def test_of_both_ways_on_one_day_the_one_asked_for_counts(db):
    make_exchange_rate(valid_from=DAY, rate=D("0.80"))
    make_exchange_rate(currency="GBP", to_currency="EUR", valid_from=DAY, rate=D("1.24"))

    assert rate_on("GBP", "EUR", DAY) == D("1.24")


def test_a_currency_is_worth_one_of_itself(db):
    assert rate_on("EUR", "EUR", DAY) == 1


def test_without_a_rate_it_is_refused(db):
    make_exchange_rate(valid_from=date(2026, 5, 2))

    with pytest.raises(NoExchangeRate, match="EUR to GBP"):
        rate_on("EUR", "GBP", DAY)


def test_terms_of_a_new_install_say_when_to_pay(db):
    terms = PaymentTerms.objects.get(name="30 days, end of month")

    assert due_on(terms, date(2026, 5, 4)) == date(2026, 6, 30)
    assert due_on(None, DAY) == DAY
