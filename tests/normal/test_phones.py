"""Phone numbers: one key however they are written, and the form of one's own country."""

import csv
import random

import phonenumbers
import pytest
from django.core.exceptions import ValidationError

from doorstep.kit.normal.phones import check_phone, phone_key, shown_phone
from doorstep.kit.normal.plans import plain_key
from tests.shared_data import DATA, needs_data

EXAMPLES = DATA / "i18n-names-phones-addresses" / "phone_examples.csv"
FORMS = ("national", "international", "e164", "rfc3966")


def examples():
    with EXAMPLES.open() as file:
        return list(csv.DictReader(file))


def by_the_library(text, region):
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    "text",
    ["+49 30 5550123", "030/5550123", "(030) 555-0123", "0049 30 5550123", "+49 (0)30 5550123"],
)
def test_one_number_has_one_key_however_it_is_written(text):
    assert phone_key(text, "DE") == "+49305550123"


def test_without_a_country_a_number_is_its_digits():
    assert phone_key("030 555 0123") == "0305550123"
    assert phone_key("ext. 12") == "12"


def test_it_is_shown_as_people_at_home_write_it():
    assert shown_phone("+49305550123", region="DE") == "030 5550123"
    assert shown_phone("+49305550123", region="FR") == "+49 30 5550123"
    assert shown_phone("12", "ext. 12", "DE") == "ext. 12"


@pytest.mark.parametrize(
    "text", ["", "1", "+44 1", "555-0123 ext. 4", "٠٣٠ ٥٥٥٠١٢٣", "1-800-FLOWERS"]
)
def test_what_looks_like_a_number_is_taken(text):
    check_phone(text)


@pytest.mark.parametrize("text", ["call me", "-", "12 34 abc", "a@x.test"])
def test_what_does_not_is_refused(text):
    with pytest.raises(ValidationError):
        check_phone(text)


@needs_data
def test_every_example_of_every_country_has_its_key_in_every_form():
    wrong = [
        (row["region"], row[form])
        for row in examples()
        for form in FORMS
        if row["valid"] == "1"
        and phone_key(row[form], row["region"] if form == "national" else "") != row["e164"]
    ]

    assert wrong == []


@needs_data
def test_every_example_is_shown_in_its_national_form():
    assert [
        row
        for row in examples()
        if row["valid"] == "1"
        and shown_phone(row["e164"], region=row["region"]) != row["national"]
    ] == []


@needs_data
def test_the_fast_way_never_says_anything_else_than_the_library():
    chance = random.Random(7)
    regions = sorted(phonenumbers.SUPPORTED_REGIONS)
    answered = 0
    for row in examples():
        for _ in range(6):
            text = mutated(chance, chance.choice([row[form] for form in FORMS[:3]]))
            region = chance.choice([row["region"], chance.choice(regions), ""])
            if (key := plain_key(text, region)) is not None:
                answered += 1
                assert key == by_the_library(text, region), (text, region)
    assert answered > 500


def mutated(chance, text):
    letters = list(text)
    for _ in range(chance.randint(0, 3)):
        place = chance.randrange(len(letters))
        letters[place : place + chance.randint(0, 1)] = chance.choice("0123456789 -()/.")
    return "".join(letters)
