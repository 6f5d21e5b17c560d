"""Columns for what people type: checked by the same rules that normalise it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from doorstep.kit.normal.countries import check_country
from doorstep.kit.normal.currencies import check_currency
from doorstep.kit.normal.emails import LONGEST as LONGEST_EMAIL
from doorstep.kit.normal.emails import check_email
from doorstep.kit.normal.phones import LONGEST as LONGEST_PHONE
from doorstep.kit.normal.phones import check_phone

if TYPE_CHECKING:
    _Text = models.CharField[Any, Any]
else:
    _Text = models.CharField


class _Typed(_Text):
    """Text with one rule and one length; migrations see a plain column."""

    rule: Any = None
    length = 200
    input_type = "text"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": self.length} | options)

    @property
    def validators(self) -> list[Any]:
        return [*super().validators, type(self).rule]

    def formfield(self, **options: Any) -> Any:
        widget = forms.TextInput()
        widget.input_type = self.input_type
        return super().formfield(**{"widget": widget} | options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class EmailField(_Typed):
    rule = staticmethod(check_email)
    length = LONGEST_EMAIL
    input_type = "email"


class PhoneField(_Typed):
    rule = staticmethod(check_phone)
    length = LONGEST_PHONE
    input_type = "tel"


class CountryField(_Typed):
    """A country by its ISO code."""

    rule = staticmethod(check_country)
    length = 2


class CurrencyField(_Typed):
    """A currency by its ISO code."""

    rule = staticmethod(check_currency)
    length = 3


class WebsiteField(_Typed):
    rule = staticmethod(lambda text: None)
    length = 250
    input_type = "url"


def key_field(name: Any, length: int = LONGEST_EMAIL) -> models.CharField[Any, Any]:
    """A normal form beside what was typed; null, not empty, so that indexes hold only the rest."""
    return models.CharField(name, max_length=length, null=True, blank=True, editable=False)
