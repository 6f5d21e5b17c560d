"""Numbering plans, for the numbers that are plain: what the library finds by long ways, fast.

It answers only where nothing can be doubted, and says None otherwise; then the library is asked.
Measured against it over every example number there is, and over mutations of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

PLAIN = re.compile(r"\+?[\d\s()./\-]{6,24}", re.ASCII)
ZERO_IN_BRACKETS = re.compile(r"\(\s*0")
NOT_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True)
class Plan:
    """How a country numbers its phones, as far as plain numbers need it."""

    code: str
    abroad: re.Pattern[str] | None
    prefix: str
    parsing: re.Pattern[str] | None
    general: re.Pattern[str]
    lengths: frozenset[int]

    def holds(self, number: str) -> bool:
        """A number without any prefix, of a length and shape there is."""
        return (
            number[0] != "0"
            and len(number) in self.lengths
            and not (self.parsing and self.parsing.match(number))
            and bool(self.general.fullmatch(number))
        )


def plain_key(text: str, region: str) -> str | None:
    """E.164 of a plain number; None where only the library can tell."""
    if not PLAIN.fullmatch(text) or ZERO_IN_BRACKETS.search(text):
        return None
    digits = NOT_DIGITS.sub("", text)
    if not digits:
        return None
    if text[0] == "+":
        return _from_abroad(digits)
    plan = _plan(region)
    if plan is None or (plan.abroad and plan.abroad.match(digits)):
        return None
    if plan.prefix and digits.startswith(plan.prefix):
        digits = digits[len(plan.prefix) :]
    return f"+{plan.code}{digits}" if digits and plan.holds(digits) else None


def _from_abroad(digits: str) -> str | None:
    for length in (1, 2, 3) if digits[0] != "0" else ():
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length] or 0))
        if regions:
            plan, number = _plan(regions[0]), digits[length:]
            return f"+{digits}" if plan and number and plan.holds(number) else None
    return None


@lru_cache(maxsize=300)
def _plan(region: str) -> Plan | None:
    """Of a country that has its code to itself, or comes first in it."""
    found: Any = PhoneMetadata.metadata_for_region(region, None) if region else None
    if found is None or COUNTRY_CODE_TO_REGION_CODE[found.country_code][0] != region:
        return None
    prefix = found.national_prefix or ""
    is_simple = found.national_prefix_for_parsing == found.national_prefix
    if not is_simple or found.national_prefix_transform_rule or prefix not in ("", "0"):
        prefix = ""
    return Plan(
        code=str(found.country_code),
        abroad=_pattern(found.international_prefix),
        prefix=prefix,
        parsing=_pattern(found.national_prefix_for_parsing),
        general=re.compile(found.general_desc.national_number_pattern),
        lengths=frozenset(found.general_desc.possible_length),
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None
