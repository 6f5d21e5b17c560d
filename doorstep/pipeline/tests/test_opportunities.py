"""What an opportunity is, and what follows from what is said of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.activity.models import TaskLink
from doorstep.activity.testing import make_task
from doorstep.catalog.testing import make_exchange_rate, make_item
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead, delete_lead, move_lead
from doorstep.parties.models import LeadStatus
from doorstep.parties.testing import make_contact, make_customer, make_lead, set_policy
from doorstep.pipeline.actions import (
    close_opportunities,
    close_opportunity,
    create_opportunity,
    delete_opportunity,
    lose_opportunity,
    make_opportunity_of_lead,
    move_stage,
    reopen_opportunity,
    update_opportunity,
    win_opportunity,
)
from doorstep.pipeline.documents import DOCUMENTS
from doorstep.pipeline.models import LostReason, Opportunity, StageChange
from doorstep.pipeline.testing import make_opportunity, stage
from doorstep.pricing.testing import make_price

LINES = [
    {"description": "Pendant", "quantity": 3, "rate": 200},
    {"description": "Bulb", "quantity": 5, "rate": 40},
]
PRICE = "Price"


def made(by, **values):
    values.setdefault("party", None)
    party = values.pop("party") or make_lead(owner=by)
    return create_opportunity(Opportunity, by=by, party=party, **values)


def test_its_items_make_its_amount(alice):
    deal = made(alice, items=LINES)

    assert deal.amount == 800  # acceptance 105


def test_an_amount_in_another_currency_is_ours_at_the_rate_of_its_day(alice):
    make_exchange_rate(currency="USD", to_currency="EUR", rate=80, valid_from=date(2026, 1, 1))
    make_exchange_rate(currency="USD", to_currency="EUR", rate=90, valid_from=date(2026, 6, 1))

    deal = made(alice, items=LINES, currency="USD", dated_on=date(2026, 3, 1))

    assert (deal.exchange_rate, deal.base_amount) == (80, 64_000)  # acceptance 105


def test_our_own_currency_is_worth_one(alice):
    assert made(alice, amount=5).exchange_rate == 1  # acceptance 106


def test_without_items_the_typed_amount_stays(alice):
    deal = made(alice, amount=Decimal(500))  # acceptance 107

    assert update_opportunity(deal, by=alice, title="Lamps").amount == 500


def test_an_amount_that_contradicts_its_items_is_refused(alice):
    deal = made(alice, items=LINES)

    with pytest.raises(Invalid, match="800"):
        update_opportunity(deal, by=alice, amount=Decimal(3))


def test_half_a_piece_is_refused(alice):
    item = make_item(owner=alice)

    with pytest.raises(Invalid):
        made(alice, items=[{"item": item, "quantity": Decimal("1.5"), "rate": 2}])


def test_what_nobody_said_comes_from_the_lead(alice):
    lead = make_lead(owner=alice, request="Forty pendants", source="Website", value=Decimal(900))
    contact = make_contact(owner=alice, lead=lead)

    deal = make_opportunity_of_lead(lead, by=alice, amount=Decimal(5))

    assert (deal.title, deal.amount, deal.contact) == ("Forty pendants", 5, contact)
    assert (deal.source.name, deal.owner, deal.stage.name) == ("Website", alice, "Qualify")
    assert deal.probability == deal.stage.probability


def test_a_lead_with_an_opportunity_is_one_and_its_tasks_are_about_it(alice):
    lead = make_lead(owner=alice)
    task = make_task(owner=alice)
    with unrecorded():
        TaskLink.to(lead, task=task).save()

    deal = make_opportunity_of_lead(lead, by=alice)  # acceptance 108

    lead.refresh_from_db()
    assert lead.status.code == LeadStatus.Code.OPPORTUNITY
    assert TaskLink.objects.about(deal).get().task == task


def test_a_lead_is_open_again_once_its_last_opportunity_is_gone(alice):
    lead = make_lead(owner=alice)
    deal = make_opportunity_of_lead(lead, by=alice)

    delete_opportunity(deal, by=alice)

    lead.refresh_from_db()
    assert lead.status.code == LeadStatus.Code.OPEN


def test_an_opportunity_of_a_converted_lead_is_its_customers(alice):
    lead = make_lead(owner=alice, organisation="Oak Ltd")
    customer = convert_lead(lead, by=alice)
    lead.refresh_from_db()

    deal = make_opportunity_of_lead(lead, by=alice)  # acceptance 49

    assert (deal.lead, deal.customer) == (None, customer)
    assert "Oak Ltd is the customer" in Event.objects.get(name="opportunity.created").detail


def test_it_is_of_one_party(alice):
    with pytest.raises(Invalid):
        create_opportunity(Opportunity, by=alice)
    with pytest.raises(Invalid):
        create_opportunity(
            Opportunity, by=alice, lead=make_lead(owner=alice), customer=make_customer(owner=alice)
        )


def test_moving_it_takes_the_chances_of_the_stage_and_is_noted(alice):
    deal = made(alice)

    move_stage(deal, by=alice, stage=stage("Proposal"))

    deal.refresh_from_db()
    assert deal.probability == 60
    ways = StageChange._base_manager.filter(opportunity=deal).values_list(
        "before__name", "stage__name"
    )
    assert list(ways) == [(None, "Qualify"), ("Qualify", "Proposal")]


def test_chances_that_somebody_judged_stay_when_it_moves(alice):
    deal = made(alice, probability=33)

    assert move_stage(deal, by=alice, stage=stage("Proposal")).probability == 33


def test_dragged_into_the_last_stage_it_is_won_and_back_it_is_open(alice):
    deal = move_stage(made(alice), by=alice, stage=stage("Won"))
    assert (deal.status, deal.probability, deal.closed_on is None) == ("CONVERTED", 100, False)

    deal = move_stage(deal, by=alice, stage=stage("Needs"))
    assert (deal.status, deal.probability, deal.closed_on) == ("OPEN", 40, None)


def test_losing_it_asks_for_a_reason_if_the_policy_says_so(alice):
    deal = made(alice)

    with pytest.raises(Invalid, match="why"):
        lose_opportunity(deal, by=alice)
    set_policy(lost_reason_required=False)
    assert lose_opportunity(deal, by=alice).status == "LOST"


def test_lost_it_keeps_its_reasons_and_can_go_on(alice):
    deal = move_stage(made(alice), by=alice, stage=stage("Proposal"))
    reason = LostReason.objects.get(name=PRICE)

    lose_opportunity(deal, by=alice, lost_reasons=[reason], lost_text="Half of ours.")
    deal.refresh_from_db()
    assert (deal.status, deal.stage.name, deal.lost_for.get().reason) == ("LOST", "Lost", reason)

    deal = reopen_opportunity(deal, by=alice)
    assert (deal.status, deal.stage.name, deal.lost_for.count()) == ("OPEN", "Proposal", 1)


def test_ten_are_closed_at_once(alice):
    deals = [make_opportunity(owner=alice, title=f"Deal {n}") for n in range(10)]

    close_opportunities(Opportunity, by=alice, ids=[deal.pk for deal in deals])

    assert set(Opportunity.objects.values_list("status", flat=True)) == {
        "CLOSED"
    }  # acceptance 115
    undo(last_event(), by=alice)
    assert set(Opportunity.objects.values_list("status", flat=True)) == {"OPEN"}


def test_closed_counts_more_than_won(alice):
    deal = win_opportunity(made(alice), by=alice)

    assert close_opportunity(deal, by=alice).status == "CLOSED"


def test_a_status_may_be_written_but_not_the_one_that_documents_make(alice):
    assert made(alice, status="LOST").stage.name == "Lost"
    assert made(alice, status="CONVERTED", party=make_customer(owner=alice)).stage.name == "Won"
    with pytest.raises(Invalid, match="quotation"):
        update_opportunity(
            made(alice, party=make_customer(owner=alice)), by=alice, status="QUOTATION"
        )


def test_whoever_may_only_look_cannot_move_it(alice, carol):
    deal = make_opportunity(owner=alice)

    with pytest.raises(Forbidden):
        move_stage(deal, by=carol, stage=stage("Won"))


def test_a_lead_that_is_pursued_cannot_be_moved_back_by_hand(alice):
    lead = make_lead(owner=alice)
    make_opportunity_of_lead(lead, by=alice)
    lead.refresh_from_db()

    with pytest.raises(Conflict, match="opportunity"):
        move_lead(lead, by=alice, status=LeadStatus.objects.get(code="REPLIED"))


def test_converting_a_lead_takes_its_opportunities_along_and_undoing_gives_them_back(alice):
    lead = make_lead(owner=alice)
    deal, lost = (
        make_opportunity(lead=lead, owner=alice),
        make_opportunity(lead=lead, stage="Lost"),
    )

    customer = convert_lead(lead, by=alice)
    deal.refresh_from_db()
    lost.refresh_from_db()
    assert (deal.party, lost.party) == (customer, lead)

    undo(last_event(), by=alice)
    deal.refresh_from_db()
    assert deal.party == lead


def test_a_lead_with_an_opportunity_is_not_deleted(alice):
    deal = make_opportunity(owner=alice, lead=make_lead(owner=alice))

    with pytest.raises(Conflict, match="in use"):
        delete_lead(deal.lead, by=alice)


def test_the_brief_of_a_lead_says_what_is_open_with_it(as_alice, alice):
    deal = make_opportunity(owner=alice, title="Lobby chandelier")

    assert "Lobby chandelier" in as_alice.get(f"/leads/{deal.lead_id}/handover/").text


@given(
    steps=st.lists(
        st.sampled_from(
            ["QUOTED", "ACCEPTED", "ORDERED", "LOST", "WITHDRAWN", "win", "close", "reopen"]
        ),
        max_size=8,
    )
)
def test_its_status_follows_from_what_holds_whatever_came_before(steps):
    """Closed, then won, then quoted, then lost: told from the three things that are kept."""
    deal = Opportunity(stage_id=1, currency="EUR")
    for step in steps:
        if step in DOCUMENTS:
            deal.documents = DOCUMENTS[step]
        else:
            deal.outcome = {"win": "WON", "close": "CLOSED", "reopen": ""}[step]

    papers, said = deal.documents, deal.outcome
    holds = (
        (said == "CLOSED", "CLOSED"),
        (said == "WON" or papers == "ORDERED", "CONVERTED"),
        (papers == "QUOTED", "QUOTATION"),
        (papers == "LOST", "LOST"),
        (True, "OPEN"),
    )
    assert deal.status_now() == next(status for is_so, status in holds if is_so)


def test_an_item_without_a_rate_costs_what_its_price_list_says(alice):
    item, customer = make_item(owner=alice), make_customer(owner=alice)
    make_price(item=item, rate=100)
    make_price(item=item, rate=80, customer=customer)
    asked = [{"item": item, "quantity": Decimal(3)}, {"item": item, "rate": Decimal(0)}]

    theirs = made(alice, party=customer, items=asked)

    assert [line.rate for line in theirs.items.order_by("position")] == [80, 0]
    assert (theirs.amount, made(alice, items=asked).amount) == (240, 300)


def test_a_price_in_another_currency_is_converted(alice):
    item = make_item(owner=alice)
    make_price(item=item, rate=100)
    make_exchange_rate(currency="EUR", to_currency="GBP", rate="0.8", valid_from=date(2020, 1, 1))

    deal = made(alice, items=[{"item": item, "quantity": Decimal(2)}], currency="GBP")

    assert deal.amount == 160
