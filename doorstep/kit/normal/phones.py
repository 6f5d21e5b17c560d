"""Phone numbers: E.164 to match by, the form of their country to show.

What was typed is kept beside both. A number no plan knows still has a key: its digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

from doorstep.kit.normal.plans import plain_key

LONGEST = 40
TYPED = re.compile(
    r"(tel:)?[\s+]*[\d\s().\-–/*#,;·]*\d[\d\s().\-–/*#,;·]*((ext|extn|x|app|dw)[.:\s]*\d{1,7})?",
    re.IGNORECASE,
)
INTERNATIONAL = re.compile(r"(?:\+|00)([\d\s().\-–/]+)")
DIGITS = re.compile(r"\D+")


@lru_cache(maxsize=8192)
def phone_key(text: str, region: str = "") -> str:
    """ "+493055501234" where a plan knows the number, else its bare digits."""
    text = _ascii(text)
    if not text:
        return ""
    if plain := plain_key(text, region):
        return plain
    number = _parsed(text, region)
    if number is None:
        return DIGITS.sub("", text)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown_phone(key: str, typed: str = "", region: str = "") -> str:
    """As people of ``region`` write it: their own numbers in national form, others with "+"."""
    if not key.startswith("+"):
        return typed or key
    number = _parsed(key, "")
    if number is None:
        return typed or key
    at_home = bool(region) and number.country_code == phonenumbers.country_code_for_region(region)
    form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form)


def check_phone(text: str) -> None:
    """A validator for fields: it must look like a number; whether one answers is not known."""
    if text and not (TYPED.fullmatch(_ascii(text)) or _is_spelt(_ascii(text))):
        raise ValidationError(_("This is not a phone number."), code="invalid_phone")


def _is_spelt(text: str) -> bool:
    """A number in letters, as Americans print them: 1-800-FLOWERS."""
    number = _parsed(text, "US")
    return number is not None and phonenumbers.is_valid_number(number)


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The number, where it can exist: one of a possible length for its country."""
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def _ascii(text: str | None) -> str:
    """Trimmed, with the digits of any script as our own and odd spaces as spaces."""
    text = (text or "").strip()
    if text.isascii():
        return text
    return "".join(
        str(int(each)) if each.isdecimal() else " " if each.isspace() else each for each in text
    )
