"""E-mail addresses: what is one, and which two are the same."""

import re

import pytest
from django.core.exceptions import ValidationError

from doorstep.kit.normal.emails import check_email, email_key, local_part, normal_email
from tests.shared_data import DATA, needs_data

FLANKER = DATA / "i18n-names-phones-addresses" / "email-addresses-flanker"
# Addresses that the collection calls valid and we refuse: nobody's customer is reached there.
HOST_WITHOUT_DOT = {"postbox@com", "first.last@com", "a@b"}
HOST_OF_NUMBERS = {"first.last@example.123", "foobar@192.168.0.1"}
WITH_A_COMMENT = {"(this is a comment) test@example.com", "test@example.com (this is a comment)"}


def addresses(name):
    for line in (FLANKER / name).read_text().splitlines():
        line = re.sub(r"\s{3,}#.*", "", line).strip()
        if line and line != "#" and not line.startswith("# "):
            yield line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana@x.test", " ANA@X.test "),
        ("ana@x.test", "Ana Roth <ana@X.TEST>"),
        ("ana@x.test", "mailto:ana@x.test"),
        ("jörg@müller.example", "jörg@xn--mller-kva.example"),
        ("fred@x.test", '"fred"@x.test'),
        ("cafe\u0301@x.test", "caf\u00e9@x.test"),
    ],
)
def test_two_spellings_of_one_address_share_a_key(one, other):
    assert email_key(one) == email_key(other) != ""


@pytest.mark.parametrize("other", ["ana.roth@x.test", "ana+news@x.test", "ana@y.test"])
def test_what_may_be_another_mailbox_has_another_key(other):
    assert email_key("anaroth@x.test") != email_key(other)


@pytest.mark.parametrize(
    "text",
    ["", "ana", "ana@", "@x.test", "ana@x", "a b@x.test", "a@x..test", "a@x.test\0", "a@-x.de"],
)
def test_what_is_no_address_has_no_key(text):
    assert email_key(text) == ""


@pytest.mark.parametrize("text", ["a" * 65 + "@x.test", "a@" + "b" * 60 + ".x" * 100 + ".test"])
def test_an_address_has_its_limits(text):
    with pytest.raises(ValidationError):
        check_email(text)


def test_it_is_shown_as_it_was_typed_but_for_its_host():
    assert normal_email("  Ana.Roth@Example.ORG ") == "Ana.Roth@example.org"
    assert local_part("Lina@x.test") == "Lina"


@needs_data
def test_every_address_that_is_none_is_refused():
    assert [each for each in addresses("mailbox_invalid.txt") if email_key(each)] == []
    parts = addresses("abridged_localpart_invalid.txt")
    assert [each for each in parts if email_key(f"{each}@x.test")] == []


@needs_data
def test_every_address_of_the_internet_is_taken():
    refused = {each for each in addresses("mailbox_valid.txt") if not email_key(each)}

    assert refused == HOST_WITHOUT_DOT | HOST_OF_NUMBERS | WITH_A_COMMENT
    parts = addresses("abridged_localpart_valid.txt")
    assert [each for each in parts if not email_key(f"{each}@x.test")] == []
