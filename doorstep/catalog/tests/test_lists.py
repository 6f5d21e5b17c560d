"""The lists of the catalogue: what they hold, and what no change may bring about."""

from decimal import Decimal as D

import pytest

from doorstep.catalog.models import (
    ItemGroup,
    PaymentTerms,
    PriceList,
    TaxTemplate,
    UnitOfMeasure,
)
from doorstep.catalog.refusals import PartsNot100, TaxesWrong
from doorstep.catalog.taxing import Basis
from doorstep.catalog.testing import make_tax_template, make_terms, unit
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Invalid
from doorstep.records.actions import create, delete, update
from doorstep.users.models import User
from doorstep.users.testing import grant

VAT = {"name": "VAT", "rate": D(25)}
HOME = "/settings/lists/"


@pytest.fixture
def chief(db):
    return User.system()


def said(template):
    return [(line.name, line.rate) for line in template.lines.all()]


def test_a_template_is_made_with_its_taxes(chief):
    template = create(TaxTemplate, by=chief, name="Norway", lines=[VAT, VAT | {"rate": D(15)}])

    assert said(template) == [("VAT", D(25)), ("VAT", D(15))]


def test_taxes_are_replaced_and_come_back_by_undo(chief):
    template = make_tax_template("Norway", VAT)

    update(template, by=chief, lines=[VAT | {"name": "MVA"}])
    undo(Event.objects.get(), by=chief)

    assert said(template) == [("VAT", D(25))]


def test_taxes_that_are_not_spoken_of_stay(chief):
    template = make_tax_template("Norway", VAT)

    update(template, by=chief, name="Norge")

    assert said(template) == [("VAT", D(25))]


@pytest.mark.parametrize(
    "line",
    [
        VAT | {"basis": Basis.PREVIOUS_AMOUNT, "previous": 1},
        VAT | {"basis": Basis.ACTUAL, "is_included": True},
    ],
)
def test_taxes_that_cannot_be_reckoned_are_refused(chief, line):
    with pytest.raises((TaxesWrong, Invalid)):
        create(TaxTemplate, by=chief, name="Odd", lines=[line])

    assert not TaxTemplate.objects.exists()


def test_parts_of_payment_terms_make_a_hundred(chief):
    with pytest.raises(PartsNot100) as refused:
        create(PaymentTerms, by=chief, name="Odd", instalments=[{"percent": D(30)}])

    assert set(refused.value.fields) == {"instalments"}


def test_no_two_parts_are_due_on_one_day(chief):
    with pytest.raises(Invalid):
        create(PaymentTerms, by=chief, name="Odd", instalments=[{"percent": D(50)}] * 2)


def test_a_deleted_template_comes_back_with_its_taxes(chief):
    template = make_tax_template("Norway", VAT)

    delete(template, by=chief)
    undo(Event.objects.get(), by=chief)

    assert said(TaxTemplate.objects.get(name="Norway")) == [("VAT", D(25))]


def test_a_group_does_not_stand_under_itself(chief):
    lamps = create(ItemGroup, by=chief, name="Lamps")
    pendants = create(ItemGroup, by=chief, name="Pendants", parent=lamps)

    with pytest.raises(Conflict, match="under itself"):
        update(lamps, by=chief, parent=pendants)


def test_a_unit_is_a_multiple_of_a_plain_one(chief):
    with pytest.raises(Invalid, match="no multiple"):
        create(UnitOfMeasure, by=chief, name="Gross", factor=D(12), base=unit("Dozen"))


def test_a_factor_needs_a_unit(chief):
    with pytest.raises(Invalid):
        create(UnitOfMeasure, by=chief, name="Gross", factor=D(144))


def test_a_price_list_is_for_something_and_in_a_currency_there_is(chief):
    with pytest.raises(Invalid, match="correct"):
        create(PriceList, by=chief, name="Odd", is_selling=False)
    with pytest.raises(Invalid) as refused:
        create(PriceList, by=chief, name="Odd", currency="XQX")

    assert set(refused.value.fields) == {"currency"}
    assert create(PriceList, by=chief, name="Trade", currency="€").currency == "EUR"


def test_a_price_list_without_a_currency_is_in_that_of_the_company(db):
    assert PriceList(name="Any").money == "EUR"


@pytest.fixture
def as_keeper(as_alice, sales_rep):
    for model in (TaxTemplate, PaymentTerms):
        grant(sales_rep, model, edit="ALL", create="ALL")
    return as_alice


def test_the_page_of_a_template_asks_for_its_taxes(as_keeper):
    template = make_tax_template("Norway", VAT)

    page = as_keeper.get(f"{HOME}tax-templates/{template.pk}/").content.decode()

    assert 'name="lines-0-rate"' in page
    assert 'name="lines-3-rate"' in page


def sent(prefix, *rows, initial=0):
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def test_a_template_is_made_on_its_page(as_keeper):
    line = {"name": "MVA", "basis": "NET", "rate": "25"}

    answer = as_keeper.post(
        f"{HOME}tax-templates/new/", {"name": "Norway", **sent("lines", line, {"basis": "NET"})}
    )

    assert answer.status_code == 302
    assert said(TaxTemplate.objects.get()) == [("MVA", D(25))]


def test_a_part_is_taken_out_on_its_page(as_keeper):
    terms = make_terms("Thirds", {"percent": 30, "count": 0}, {"percent": 70, "count": 30})
    rows = [
        {"percent": "30", "count": "0", "due": "DAYS", "discount": "0", "discount_days": "0"},
        {"percent": "100", "count": "30", "due": "DAYS", "discount": "0", "discount_days": "0"},
    ]
    rows[0]["DELETE"] = "on"

    as_keeper.post(
        f"{HOME}payment-terms/{terms.pk}/",
        {"name": "Late", **sent("instalments", *rows, initial=2)},
    )

    assert [(each.percent, each.count) for each in terms.instalments.all()] == [(D(100), 30)]


def test_what_is_wrong_with_a_row_stands_beside_it(as_keeper):
    answer = as_keeper.post(
        f"{HOME}tax-templates/new/",
        {"name": "Norway", **sent("lines", {"name": "MVA", "basis": "NET", "rate": "much"})},
    )

    assert answer.status_code == 422
    assert "Enter a number" in answer.content.decode()


def test_what_no_change_may_bring_about_is_said_on_the_page(as_keeper):
    rows = [{"percent": "30", "count": "9", "due": "DAYS", "discount": "0", "discount_days": "0"}]

    answer = as_keeper.post(
        f"{HOME}payment-terms/new/", {"name": "Odd", **sent("instalments", *rows)}
    )

    assert answer.status_code == 422
    assert "add up to 100" in answer.content.decode()
