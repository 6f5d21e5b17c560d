"""The board, the forecast and the dialogs of opportunities."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.timezone import localdate, now

from doorstep.catalog.testing import make_exchange_rate
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_customer, make_lead, set_policy
from doorstep.pipeline.forecasting import Forecast
from doorstep.pipeline.models import LostReason, Opportunity
from doorstep.pipeline.testing import make_opportunity, stage

BOARD = "/opportunities/board/"
HTMX = {"HX-Request": "true"}


def quiet(deal, days):
    """As if nothing had happened for so long."""
    moment = now() - timedelta(days=days)
    QuerySet(Opportunity).filter(pk=deal.pk).update(updated_at=moment)
    return deal


def test_a_lane_says_what_it_comes_to_and_what_that_is_worth(as_alice, alice):
    make_opportunity(owner=alice, amount=Decimal(1000), probability=40)
    make_opportunity(owner=alice, amount=Decimal(500), probability=80)

    text = as_alice.get(BOARD).text

    assert "weighted €800" in text  # acceptance 113
    assert "€1,500" in text


def test_the_board_holds_what_is_open_and_what_was_won_this_month(as_alice, alice):
    last_month = localdate().replace(day=1) - timedelta(days=1)
    make_opportunity(owner=alice, title="Spring refit")
    make_opportunity(owner=alice, title="Terrace", stage="Won")
    make_opportunity(owner=alice, title="Long ago", stage="Won", closed_on=last_month)
    make_opportunity(owner=alice, title="Gone", stage="Lost")

    text = as_alice.get(BOARD).text

    assert [name in text for name in ("Spring refit", "Terrace", "Long ago", "Gone")] == [
        *(True, True, False, False)
    ]
    assert "Gone" in as_alice.get(f"{BOARD}?status=LOST").text


def test_a_card_in_another_currency_shows_it_and_marks_its_lane(as_alice, alice):
    make_exchange_rate(
        currency="NOK", to_currency="EUR", rate=Decimal("0.1"), valid_from=date(2020, 1, 1)
    )
    make_opportunity(owner=alice, currency="NOK", amount=Decimal(5000))

    text = as_alice.get(BOARD).text

    assert "NOK 5,000" in text
    assert "<b>€500</b>" in text
    assert ">mixed</abbr>" in text


def test_what_rots_says_so_on_its_card_and_can_be_listed(as_alice, alice):
    quiet(make_opportunity(owner=alice, title="Forgotten"), 21)
    quiet(make_opportunity(owner=alice, title="Fresh"), 7)

    text = as_alice.get(BOARD).text
    listed = as_alice.get("/opportunities/?rotting=yes").text

    assert text.count("days quiet") == 1
    assert ("Forgotten" in listed, "Fresh" in listed) == (True, False)


def test_a_card_dropped_where_things_are_lost_asks_why(as_alice, alice):
    deal, lost = make_opportunity(owner=alice), stage("Lost")

    asked = as_alice.post(f"/opportunities/{deal.pk}/move/", {"to": lost.name}, headers=HTMX)
    assert asked["HX-Retarget"] == "#dialog"
    reason = LostReason.objects.first()
    as_alice.post(f"/opportunities/{deal.pk}/lose/", {"lost_reasons": [reason.pk]})

    deal.refresh_from_db()
    assert (deal.status, deal.lost_for.get().reason) == ("LOST", reason)


def test_a_card_that_was_dragged_goes_back_by_undo(as_alice, alice):
    deal = make_opportunity(owner=alice)

    moved = as_alice.post(f"/opportunities/{deal.pk}/move/", {"to": "Proposal", "query": ""})
    assert moved.url.startswith(BOARD)
    undo(Event.objects.get(), by=alice)

    deal.refresh_from_db()
    assert (deal.stage.name, deal.probability, deal.stage_changes.count()) == ("Qualify", 20, 1)


def test_the_forecast_is_by_month_owner_and_stage_in_our_currency(alice, bob):
    make_exchange_rate(
        currency="USD", to_currency="EUR", rate=Decimal("0.5"), valid_from=date(2020, 1, 1)
    )
    today = localdate()
    deals = {"amount": Decimal(1000), "expected_close": today}
    make_opportunity(owner=alice, currency="USD", **deals)
    make_opportunity(owner=None, stage="Negotiation", **deals)
    make_opportunity(owner=alice, amount=Decimal(50), currency="CHF")

    found = Forecast(Opportunity.objects.all())

    month = {line.key: line.amounts for line in found.by_month()}[today.replace(day=1)]
    assert (month.count, month.amount, month.weighted) == (2, 1500, 900)  # acceptance 232
    assert (found.whole.foreign, found.whole.unrated) == (2, 1)
    owners = {line.key: line.amounts.amount for line in found.by_owner()}
    assert owners == {alice: 500, None: 1000}  # acceptance 233
    assert [line.key.name for line in found.by_stage()] == ["Qualify", "Negotiation"]


def test_a_number_of_the_forecast_leads_to_its_list(as_alice, alice):
    set_policy(monthly_goal=Decimal(5000))
    make_opportunity(owner=alice, title="Some day")
    make_opportunity(owner=alice, title="This month", expected_close=localdate())

    text = as_alice.get("/opportunities/forecast/").text
    there = re.search(r'href="([^"]+expected_close\.empty=yes[^"]*)"', text)[1]
    listed = as_alice.get(there.replace("&amp;", "&")).text

    assert "short of its goal" in text
    assert ("Some day" in listed, "This month" in listed) == (True, False)


def test_the_forecast_and_the_board_take_few_queries(
    as_alice, alice, django_assert_max_num_queries
):
    for number in range(30):
        make_opportunity(
            owner=alice, title=f"Deal {number}", stage=("Qualify", "Needs")[number % 2]
        )

    with django_assert_max_num_queries(24):
        as_alice.get(BOARD)
    with django_assert_max_num_queries(20):
        as_alice.get("/opportunities/forecast/")


def test_items_are_edited_as_lines_and_make_the_amount(as_alice, alice):
    deal = make_opportunity(owner=alice)
    lines = {
        **{"line0-description": "Pendant", "line0-quantity": "3", "line0-rate": "200"},
        **{"line1-description": "", "line1-quantity": "1", "line1-rate": ""},
    }

    as_alice.post(f"/opportunities/{deal.pk}/items/", lines)

    deal.refresh_from_db()
    assert (deal.amount, deal.items.count()) == (600, 1)


def test_the_page_of_a_converted_lead_makes_opportunities_for_its_customer(as_alice, alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)

    asked = as_alice.get(f"/leads/{lead.pk}/opportunity/").text
    as_alice.post(f"/leads/{lead.pk}/opportunity/", {"title": "More lamps", "currency": "EUR"})

    assert "it is theirs" in asked
    assert Opportunity.objects.get().customer == customer


def test_its_page_shows_its_stages_and_the_panels_of_its_party_show_it(as_alice, alice):
    customer = make_customer(owner=alice)
    deal = make_opportunity(owner=alice, customer=customer, title="Lobby chandelier")

    assert "Lobby chandelier" in as_alice.get(f"/opportunities/{deal.pk}/").text
    assert "Qualify" in as_alice.get(f"/opportunities/{deal.pk}/stages/").text
    assert "Lobby chandelier" in as_alice.get(f"/customers/{customer.pk}/panels/").text


def test_the_api_makes_loses_and_reopens(as_alice, alice):
    lead = make_lead(owner=alice)
    said = {"title": "Lamps", "items": [{"description": "Lamp", "quantity": "2", "rate": "4.5"}]}
    made = as_alice.post(
        f"/api/v1/leads/{lead.pk}/opportunity", said, content_type="application/json"
    )
    assert (made.status_code, made.json()["party"], made.json()["amount"]) == (
        *(201, f"lead:{lead.pk}"),
        "9.00",
    )
    url = f"/api/v1/opportunities/{made.json()['id']}"

    unknown = as_alice.post(
        f"{url}/lose", {"lost_reasons": ["Bad luck"]}, content_type="application/json"
    )
    assert unknown.status_code == 422  # acceptance 111
    lost = as_alice.post(
        f"{url}/lose", {"lost_reasons": ["Price"]}, content_type="application/json"
    )
    assert (lost.json()["status"], lost.json()["lost_reasons"]) == ("LOST", ["Price"])
    assert as_alice.post(f"{url}/reopen").json()["stage"] == "Qualify"
    assert [each["stage"] for each in as_alice.get(f"{url}/stages").json()["items"]] == [
        *("Qualify", "Lost", "Qualify")
    ]
