"""Countries and websites."""

import pytest

from doorstep.kit.normal.countries import countries, country_code, country_name
from doorstep.kit.normal.websites import normal_website, site_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((each, "DE") for each in ("de", "DE", "DEU", "Germany", " deutschland ", "Allemagne")),
        *((each, "GB") for each in ("UK", "United Kingdom", "england")),
        *((each, "US") for each in ("USA", "United States", "U.S.")),
        *((each, "") for each in ("", "Atlantis", "ZZ", "EU")),
    ],
)
def test_a_country_is_known_by_code_and_by_name(text, code):
    assert country_code(text) == code


def test_a_country_is_named_in_the_language_of_the_reader():
    assert (country_name("DE", "en"), country_name("DE", "fr")) == ("Germany", "Allemagne")
    assert country_name("??") == "??"
    assert ("AX", "Åland Islands") in countries("en")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Example.org", "https://example.org"),
        ("http://Example.org/", "http://example.org"),
        ("https://x.test/a?b=c#d", "https://x.test/a?b=c#d"),
        ("", ""),
        ("https://[broken", "https://[broken"),
    ],
)
def test_a_website_is_stored_with_its_scheme(text, shown):
    assert normal_website(text) == shown


def test_two_spellings_of_a_site_are_the_same():
    assert site_of("www.example.org/shop") == site_of("HTTPS://Example.org") == "example.org"
