"""How what overlaps is laid out: every quarter is shared, and nothing covers anything else."""

from hypothesis import given
from hypothesis import strategies as st

from doorstep.activity.calendar.layout import LANES, side_by_side


def test_what_does_not_meet_has_all_the_width():
    assert [p.lanes for p in side_by_side([(36, 40), (40, 44)])] == [1, 1]


def test_two_that_meet_stand_side_by_side():
    assert [(p.lane, p.lanes) for p in side_by_side([(36, 44), (40, 48)])] == [(0, 2), (1, 2)]


def test_a_third_takes_the_place_that_is_free_again():
    found = side_by_side([(36, 60), (36, 40), (44, 48)])

    assert [(p.lane, p.lanes) for p in found] == [(0, 2), (1, 2), (1, 2)]


def test_more_than_four_share_the_last_lane():
    found = side_by_side([(36, 40)] * 6)

    assert [p.lane for p in found] == [0, 1, 2, 3, 3, 3]
    assert {p.lanes for p in found} == {LANES}


def test_the_order_given_is_the_order_answered():
    assert [p.start for p in side_by_side([(50, 52), (10, 12), (30, 34)])] == [50, 10, 30]


SPANS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(2, 12)).map(lambda each: (each[0], sum(each))),
    max_size=12,
)


@given(SPANS)
def test_no_two_in_one_lane_meet_unless_there_is_no_lane_left(spans):
    places = side_by_side(spans)

    for one, first in enumerate(spans):
        for other, second in enumerate(spans[:one]):
            meet = first[0] < second[1] and second[0] < first[1]
            same = places[one].lane == places[other].lane
            if meet:
                assert places[one].lanes == places[other].lanes
                assert not same or places[one].lane == LANES - 1
    assert len(places) == len(spans)
