"""A number is found however it is written."""

import pytest

from doorstep.kit.folding import phone_digits
from doorstep.parties.testing import make_contact
from doorstep.records.searching import search


@pytest.mark.parametrize("stored", ["+493012345678", "+49 (30) 123-456 78", "+49 30 / 12345678"])
@pytest.mark.parametrize(
    "asked",
    [
        *("+493012345678", "+49 30 12345678", "0049 30 123 456 78", "030 12345678"),
        *("(030) 123-45678", "+49 (0)30 12345678", "12345678", "030/123.456.78", "3012345"),
    ],
)
def test_a_number_is_found_however_it_is_written(alice, stored, asked):
    make_contact(owner=alice, name="Ada", phone=stored)

    assert [hit.title for hit in search(alice, asked)] == ["Ada"]


def test_a_name_and_a_number_narrow_together(alice):
    make_contact(owner=alice, name="Ada", phone="+49 30 123456")
    make_contact(owner=alice, name="Charles", phone="+49 30 123456")

    assert [hit.title for hit in search(alice, "030 123456 ada")] == ["Ada"]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+49 (0)30 1234", "49301234"),
        ("030 1234 ext. 5", "0301234"),
        ("tel:+1-555-0100", "15550100"),
        ("٠٣٠١٢٣٤", "0301234"),
        ("SO-2024-00012", ""),
        ("1234", ""),
        ("12345 Berlin", ""),
    ],
)
def test_what_is_written_like_a_number_has_digits(text, digits):
    assert phone_digits(text) == digits
