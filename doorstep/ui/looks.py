"""How values look: the filters of our templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from doorstep.kit.fields import CountryField
from doorstep.kit.folding import spans
from doorstep.kit.images import encode
from doorstep.kit.naming import name_of
from doorstep.kit.normal.countries import country_name
from doorstep.kit.normal.currencies import places_of

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}  # others are written with their code
TONES = ("sand", "green", "red", "blue", "violet", "rose", "door")


def tone(name: str) -> str:
    """The colour a name keeps on every page."""
    return TONES[crc32(name.encode()) % len(TONES)]


def initials(name: str) -> str:
    words = [word for word in name.replace("Dr. ", "").split() if word[0].isalnum()] or ["?"]
    return words[0][0] + (words[-1][0] if len(words) > 1 else "")


def money(amount: Decimal | None) -> str:
    """Whole amounts without decimals, others with two."""
    if amount is None:
        return "—"
    places = 0 if amount == amount.to_integral_value() else 2
    return number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)


def in_full(amount: Decimal | str | None, currency: str = "") -> str:
    """With all its decimals, as on paper: "12,480.00"; after its currency if one is given."""
    if amount is None:
        return "—"
    amount = Decimal(amount)  # amounts of taxes are kept as text
    places = places_of(currency) if currency else 2
    text = number_format(abs(amount), decimal_pos=places, use_l10n=True, force_grouping=True)
    sign = "−" if amount < 0 else ""
    return f"{sign}{SIGNS.get(currency, f'{currency} ')}{text}" if currency else f"{sign}{text}"


def quantity(amount: Decimal | int | None) -> str:
    """ "12", "1.5": as many decimals as it has."""
    if amount is None:
        return "—"
    places = max(-int(Decimal(amount).normalize().as_tuple().exponent), 0)
    return number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)


def plain(amount: Decimal) -> str:
    """A number for a field: "4", "1.5", never "4.000" nor "1E+1"."""
    return f"{Decimal(amount).normalize():f}"


def rate(amount: Decimal) -> str:
    """A price of one: two decimals, or all four where it has more than two."""
    places = 2 if amount == amount.quantize(Decimal("0.01")) else 4
    return number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)


def short_date(moment: datetime | date | None) -> str:
    """ "11 Nov" within half a year, otherwise with the year."""
    if moment is None:
        return ""
    local = localtime(moment).date() if isinstance(moment, datetime) else moment
    near = abs(local - localdate()) < timedelta(days=182)
    return date_format(local, "j M" if near else "j M Y")


def day(moment: datetime | date) -> str:
    """ "Wed 25 Nov" within half a year, otherwise with the year."""
    local = localtime(moment).date() if isinstance(moment, datetime) else moment
    near = abs(local - localdate()) < timedelta(days=182)
    return _spoken(local, "D j M" if near else "j M Y")


def short_day(moment: date) -> str:
    """ "Tue"."""
    return _spoken(moment, "D")


def whole_day(moment: datetime) -> str:
    """ "Today, 24 November" and "Yesterday, …", then "Friday, 20 November"."""
    local = localtime(moment).date()
    days = (localdate() - local).days
    spoken = {0: _("Today"), 1: _("Yesterday")}.get(days) or _spoken(local, "l")
    near = abs(days) < 182
    return f"{spoken}, {_spoken(local, 'j F' if near else 'j F Y')}"


def weekday(moment: date) -> str:
    """ "Tuesday 24 November"."""
    return _spoken(moment, "l j F")


def clock(moment: datetime) -> str:
    return _o_clock(localtime(moment))


def exactly(moment: datetime) -> str:
    local = localtime(moment)
    return f"{_spoken(local.date(), 'j F Y')}, {_o_clock(local)}"


def _o_clock(local: datetime) -> str:
    return f"{local.hour:02}:{local.minute:02}"


def _spoken(day: date, form: str) -> str:
    return _in_language(get_language(), date(day.year, day.month, day.day), form)


@lru_cache(maxsize=4096)
def _in_language(_language: str, day: date, form: str) -> str:
    return date_format(day, form)


def ago(moment: datetime) -> str:
    """ "2 h ago" within a day, then the day."""
    minutes = int((now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return _("%d min ago") % minutes
    return _("%d h ago") % (minutes // 60) if minutes < 24 * 60 else day(moment)


def due(moment: datetime | None) -> tuple[str, str]:
    """What a date asks of us, and in words: ("late", "2 days late")."""
    if moment is None:
        return "none", _("Not planned")
    days = (localtime(moment).date() - localtime(now()).date()).days
    if days < 0:
        return "late", ngettext("%d day late", "%d days late", -days) % -days
    return ("today", _("Today %s") % clock(moment)) if days == 0 else ("later", day(moment))


def shown(record: models.Model, name: str) -> str:
    """A field's value as people read it."""
    field: Any = record._meta.get_field(name)
    value = getattr(record, name)
    if value in (None, ""):
        return ""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, CountryField):
        return country(value)
    if isinstance(value, datetime):
        return f"{day(value)}, {clock(value)}"
    if isinstance(value, date):
        return day(value)
    return money(value) if isinstance(value, Decimal) else str(value)


def country(code: str) -> str:
    """A country in the language of the reader."""
    return country_name(code, get_language() or "")


def held(record: models.Model, name: str) -> str:
    """What the row holds, as text, to see whether it is still what a person saw."""
    value = encode(getattr(record, record._meta.get_field(name).attname))
    return "" if value is None else str(value)


def held_by(record: Any, name: str) -> Any:
    """What a field holds whose name is a value of the template."""
    return getattr(record, name)


def reached(record: Any, path: str, raw: bool = False) -> Any:
    """What stands at the end of ``customer__group``: as people read it, or as it is."""
    *way, name = path.split("__")
    for each in way:
        record = getattr(record, each, None)
    if record is None or raw:
        return getattr(record, name, None)
    value = getattr(record, name, None)
    fields = {field.name for field in record._meta.concrete_fields}
    is_row = isinstance(value, models.Model)
    return value if is_row or name not in fields else shown(record, name)


def marked(text: str, words: str) -> Markup:
    """The words that were looked for stand out in what was found."""
    text, parts, done = str(text), [], 0
    for start, end in spans(text, words):
        if start >= done:  # one letter may stand for two
            parts += [escape(text[done:start]), Markup("<mark>%s</mark>") % text[start:end]]
            done = end
    return Markup().join([*parts, escape(text[done:])])


def with_mentions(text: str, names: Collection[str]) -> Markup:
    """A text in which ``@Ines`` stands out, where she was meant."""
    whole = [name for each in names for name in (each, each.partition(" ")[0])]
    if not whole:
        return escape(text)
    said = "|".join(re.escape(name) for name in whole)
    parts = re.split(rf"(@(?:{said}))(?!\w)", text, flags=re.IGNORECASE)
    return Markup().join(
        Markup('<span class="mention">%s</span>') % part if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def label_of(model: type[models.Model], name: str, value: Any) -> str:
    return str(_choices(model, name).get(value, value))


def labels_of(model: type[models.Model], name: str) -> dict[Any, str]:
    """All choices of a field in the language of the reader."""
    return {value: str(label) for value, label in _choices(model, name).items()}


@lru_cache(maxsize=64)
def _choices(model: type[models.Model], name: str) -> dict[Any, Any]:
    field: Any = model._meta.get_field(name)
    return dict(field.flatchoices)


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        *(tone, initials, money, day, whole_day, weekday, short_day, clock, exactly, ago, due),
        *(in_full, quantity, plain, rate, short_date, held_by),
        *(held, reached),
        *(marked, name_of, with_mentions),
        *(shown, country, label_of, localtime),
    )
}
