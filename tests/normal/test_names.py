"""Names of people, taken apart and put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.normal.names import PersonName, join_name, split_name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mia", ("", "Mia", "", "")),
        ("Mia Roth", ("", "Mia", "", "Roth")),
        ("Mia Jo Ann Roth", ("", "Mia", "Jo Ann", "Roth")),
        ("Dr. Mia Roth", ("Dr.", "Mia", "", "Roth")),
        ("Prof. Dr. Mia Roth", ("Prof. Dr.", "Mia", "", "Roth")),
        ("  Mia \t Roth ", ("", "Mia", "", "Roth")),
        ("Dr.", ("", "Dr.", "", "")),
        ("Herr Roth", ("Herr", "Roth", "", "")),
    ],
)
def test_a_name_is_taken_apart(text, parts):
    assert split_name(text) == PersonName(*parts)


def test_salutation_first_and_last_are_read_in_that_order():
    assert join_name(PersonName("Dr.", "Mia", "", "Roth")) == "Dr. Mia Roth"


@given(st.text().filter(str.strip))
def test_nothing_is_lost_between_parts_and_whole(text):
    assert join_name(split_name(text)) == " ".join(text.split())
