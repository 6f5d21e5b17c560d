"""The fixed words of templates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.errors import Invalid
from doorstep.mail.writing.placeholders import check_places, fill, places_in

KNOWN = {"first_name": "Nadia", "organisation": "Studio Quill", "city": ""}


def test_a_place_holds_what_is_known():
    filled = fill("Hello {first_name} of {organisation}", KNOWN)

    assert filled.text == "Hello Nadia of Studio Quill"
    assert filled.missing == ()


def test_where_nothing_is_known_the_other_word_stands():
    assert fill("Hello {city|there},", KNOWN).text == "Hello there,"


def test_where_there_is_no_other_word_the_gap_closes_and_is_told():
    filled = fill("Hello {city}, hello {city} again", KNOWN)

    assert filled.text == "Hello, hello again"
    assert filled.missing == ("city",)


def test_an_unknown_place_is_refused_and_those_that_exist_are_named():
    with pytest.raises(Invalid) as refused:
        check_places("Hello {nickname}", KNOWN, "body")

    assert "{nickname}" in refused.value.message
    assert "{city}, {first_name}, {organisation}" in refused.value.message
    assert "body" in refused.value.fields


@pytest.mark.parametrize(
    "text", ["{{7*7}}", "{first_name.__class__}", "{% if x %}{y}", "${7*7}", "{ config }"]
)
def test_what_looks_like_an_expression_is_an_unknown_place(text):
    with pytest.raises(Invalid):
        check_places(text, KNOWN, "body")


def test_what_a_value_holds_is_never_read_as_a_place():
    assert fill("{first_name}", {"first_name": "{organisation}"}).text == "{organisation}"


def test_a_value_cannot_bring_another_line():
    assert fill("{first_name}", {"first_name": "a\r\nBcc: b"}).text == "a Bcc: b"


@given(st.text(max_size=200))
def test_a_text_that_is_accepted_leaves_no_place_open(text):
    try:
        check_places(text, KNOWN, "body")
    except Invalid:
        return

    assert all(name in KNOWN for name in places_in(text))
    assert "\x00" not in fill(text, KNOWN).text
