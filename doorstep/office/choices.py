"""What can be chosen where the world has lists of its own: countries, currencies, time zones."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_currency_name
from django.conf import settings
from django.utils.translation import get_language, gettext

Choices = list[tuple[str, str]]
USUAL_CURRENCIES = (
    *("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "ISK"),
    *("TRY", "UAH", "CAD", "AUD", "NZD", "JPY", "CNY", "HKD", "SGD", "KRW", "TWD", "INR", "PKR"),
    *("BDT", "LKR", "NPR", "IDR", "MYR", "PHP", "THB", "VND", "AED", "SAR", "QAR", "KWD", "ILS"),
    *("EGP", "MAD", "TND", "NGN", "GHS", "KES", "TZS", "UGX", "ZAR", "BRL", "MXN", "ARS", "CLP"),
    *("COP", "PEN", "UYU"),
)


def countries() -> Choices:
    return _countries(_locale())


def currencies() -> Choices:
    return [(code, f"{code} · {get_currency_name(code, locale=_locale())}") for code in _CODES]


def time_zones() -> Choices:
    return [(name, name.replace("_", " ")) for name in _zones()]


def languages() -> Choices:
    return [(code, gettext(str(name))) for code, name in settings.LANGUAGES]


def weekdays() -> Choices:
    """Numbered from Monday, 1, as the ISO does."""
    names = get_day_names("wide", locale=_locale())
    return [(str(number + 1), names[number]) for number in range(7)]


def months() -> Choices:
    names = get_month_names("wide", locale=_locale())
    return [(str(number), names[number]) for number in range(1, 13)]


@lru_cache(maxsize=8)
def _countries(locale: str) -> Choices:
    names = Locale.parse(locale).territories
    known = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    left_out = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return sorted((pair for pair in known if pair[0] not in left_out), key=lambda pair: pair[1])


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    """Of the places of the world, not the names of offsets."""
    return ["UTC", *sorted(name for name in available_timezones() if _is_a_place(name))]


def _is_a_place(name: str) -> bool:
    return "/" in name and name.partition("/")[0] not in ("Etc", "SystemV", "US", "posix", "right")


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")


_CODES = sorted(USUAL_CURRENCIES)
