"""How numbers, amounts and days are written for whoever reads the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.languages import get_official_languages

from doorstep.kit.normal.currencies import places_of

USUAL = "en"
WORLD = "en_001"  # English with the day before the month


@dataclass(frozen=True)
class Wording:
    """A language and the country it is read in: "de" in "AT" writes 1 234,50."""

    language: str = USUAL
    country: str = ""

    @cached_property
    def locale(self) -> Locale:
        """The language as it is written in the country, if it is a language of that country."""
        language = self.language.replace("-", "_").partition("_")[0] or USUAL
        world = WORLD if language == USUAL else language
        is_theirs = language in get_official_languages(self.country, de_facto=True)
        for name in (f"{language}_{self.country}" if is_theirs else "", world, WORLD):
            try:
                found = Locale.parse(name) if name else None
            except (UnknownLocaleError, ValueError):
                continue
            if found:
                return found
        return Locale.parse(WORLD)

    def day(self, day: date | None) -> str:
        return dates.format_date(day, "medium", locale=self.locale) if day else ""

    def number(self, number: Decimal, *, least: int = 0, most: int = 4) -> str:
        """With as many digits as it has, ``least`` and ``most`` after the point."""
        pattern = f"#,##0.{'0' * least}{'#' * (most - least)}"
        written: str = numbers.format_decimal(number, pattern, locale=self.locale)
        return written.replace("-", "\u2212")

    def percent(self, number: Decimal) -> str:
        return f"{self.number(number)}\u00a0%"

    def amount(self, amount: Decimal, currency: str) -> str:
        """Without its currency: 1,234.50."""
        places = places_of(currency)
        return self.number(amount, least=places, most=places)

    def rate(self, rate: Decimal, currency: str) -> str:
        """A price of one, which may have more digits than an amount."""
        return self.number(rate, least=places_of(currency), most=4)

    def money(self, amount: Decimal, currency: str) -> str:
        """With its currency, as 1.234,50 € or €1,234.50."""
        written: str = numbers.format_currency(amount, currency, locale=self.locale)
        return written
