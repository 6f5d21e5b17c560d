"""A list as a board: lanes in their order, sums, more cards, moving with and without a pointer."""

from __future__ import annotations

import pytest

from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_lead
from doorstep.records.query import ListQuery
from doorstep.ui.board import options

HTMX = {"HX-Request": "true"}


@pytest.fixture
def lanes(alice):
    """Open and the next one."""
    found = {each.label: each for each in options(LEADS, alice)}
    return found["Open"], found["Replied"]


def in_lane(lane, user):
    """The names of the leads that stand in a lane."""
    query = ListQuery(filters={"status": [lane.value]})
    return {row["name"] for row in LEADS.page(user, query, fields=("name",)).items}


def test_the_lanes_are_the_statuses_in_their_order(as_alice, alice, lanes):
    text = as_alice.get("/leads/board/").text

    places = [text.index(f'data-value="{each.value}"') for each in options(LEADS, alice)]
    assert places == sorted(places)


def test_a_lane_adds_up_all_its_cards_and_shows_the_first(as_alice, alice):
    for number in range(25):
        make_lead(owner=alice, name=f"Lead {number}", organisation="", value=100)

    text = as_alice.get("/leads/board/").text

    assert "€2,500" in text
    assert text.count("<article") == 20
    more = text.partition('col__more" href="')[2].partition('"')[0]
    rest = as_alice.get(more.replace("&amp;", "&"), headers=HTMX).text
    assert rest.count("<article") == 5


def test_a_board_is_narrowed_like_its_list(as_alice, alice):
    make_lead(owner=alice, name="Ada", organisation="", value=7)
    make_lead(owner=alice, name="Bea", organisation="", value=9)

    text = as_alice.get("/leads/board/?value.max=7").text

    assert "Ada" in text
    assert "Bea" not in text
    assert 'aria-label="Filter: Value ≤ 7"' in text


def test_a_card_moves_as_its_own_action_and_back(as_alice, alice, lanes):
    lead = make_lead(owner=alice, name="Ada")
    opened, replied = lanes

    answer = as_alice.post(f"/leads/{lead.pk}/move/", {"to": replied.value, "query": "owner=me"})

    assert answer.url == "/leads/board/?owner=me"
    assert (in_lane(opened, alice), in_lane(replied, alice)) == (set(), {"Ada"})
    as_alice.post(f"/events/{Event.objects.get().pk}/undo/", {"next": "/leads/board/"})
    assert in_lane(opened, alice) == {"Ada"}


def test_without_dragging_the_lanes_are_a_menu(as_alice, alice, lanes):
    lead = make_lead(owner=alice)

    text = as_alice.get(f"/leads/{lead.pk}/move/").text

    assert f'name="to" value="{lanes[1].value}"' in text


def test_a_card_out_of_reach_cannot_be_moved(as_alice, carol, lanes):
    lead = make_lead(owner=carol)

    assert as_alice.post(f"/leads/{lead.pk}/move/", {"to": lanes[1].value}).status_code == 404


def test_there_is_no_way_to_a_lane_that_is_not_there(as_alice, alice):
    lead = make_lead(owner=alice)

    assert as_alice.post(f"/leads/{lead.pk}/move/", {"to": "nowhere"}).status_code == 404
    assert Lead.objects.get() == lead


def test_who_drags_a_card_that_somebody_moved_meanwhile_chooses_again(as_alice, alice, lanes):
    lead = make_lead(owner=alice, name="Ada")
    opened, replied, interested = *lanes, options(LEADS, alice)[2]
    move = f"/leads/{lead.pk}/move/"
    as_alice.post(move, {"to": replied.value, "was": opened.value})

    answer = as_alice.post(move, {"to": interested.value, "was": opened.value}, headers=HTMX)

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#dialog"
    assert "Meanwhile it was moved to “Replied”" in answer.text
    assert f'name="was" value="{replied.value}"' in answer.text
    assert in_lane(replied, alice) == {"Ada"}
    again = as_alice.post(move, {"to": interested.value, "was": replied.value})
    assert again.status_code == 302
    assert in_lane(interested, alice) == {"Ada"}
