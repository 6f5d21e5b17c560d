"""Countries by their ISO code of two letters, also where people wrote a name."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OTHERWISE = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "czech republic": "CZ",
    "south korea": "KR",
    "north korea": "KP",
    "russian federation": "RU",
    "republic of ireland": "IE",
    "türkiye": "TR",
    "ivory coast": "CI",
}
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")


def country_code(text: str) -> str:
    """ "DE" for "de", "DEU", "Germany" or "Deutschland"; "" when nobody knows it."""
    text = (text or "").strip()
    if not text:
        return ""
    if len(text) == 2 and text.upper() in _codes():
        return text.upper()
    if len(text) == 3 and (code := _by_three_letters().get(text.upper())):
        return code
    return _by_name().get(text.casefold(), "")


def country_name(code: str, language: str = "") -> str:
    """ "Germany", in the language of the reader; the code itself when it is none."""
    return _names(language or get_language() or "en").get(code, code)


def countries(language: str = "") -> list[tuple[str, str]]:
    """Code and name of all of them, by name: what a form offers."""
    names = _names(language or get_language() or "en")
    return sorted(names.items(), key=lambda pair: pair[1])


def check_country(text: str) -> None:
    """A validator for fields that hold a code."""
    if text and text not in _codes():
        raise ValidationError(_("There is no such country."), code="invalid_country")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(_names("en"))


@lru_cache(maxsize=16)
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language.replace("-", "_"), sep="_").territories
    return {
        str(code): str(name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


@lru_cache(maxsize=1)
def _by_three_letters() -> dict[str, str]:
    return {
        three: meant[0]
        for three, meant in get_global("territory_aliases").items()
        if len(three) == 3 and three.isalpha() and len(meant) == 1 and meant[0] in _codes()
    }


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    found = dict(OTHERWISE)
    for language in reversed(LANGUAGES):
        found |= {name.casefold(): code for code, name in _names(language).items()}
    return found
