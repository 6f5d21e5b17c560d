"""Currencies by their ISO code of three letters, as countries are by theirs of two."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "EURO": "EUR"}


def currency_code(text: str) -> str:
    """ "EUR" for "eur" or "€"; what nobody knows comes back as it is, in capitals."""
    code = (text or "").strip().upper()
    return SIGNS.get(code, code)


def check_currency(text: str) -> None:
    """A validator for fields that hold a code."""
    if text and text not in _codes():
        raise ValidationError(_("There is no such currency."), code="invalid_currency")


def places_of(code: str) -> int:
    """How many digits stand behind the point of an amount: 2 of euros, none of yen."""
    return get_currency_precision(code) if code in _codes() else 2


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))
