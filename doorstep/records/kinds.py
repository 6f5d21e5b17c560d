"""Kinds of values: how each is written in public, read with care, and described to programs.

What stands for another row is in ``references``, what stands for several in ``rows``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from doorstep.kit.normal.emails import check_email

if TYPE_CHECKING:
    from doorstep.records.names import Names

Schema = dict[str, Any]
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)")
WHOLE = re.compile(r"[+-]?\d{1,19}")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
LISTED = 60


class Wrong(Exception):
    """A value that its field cannot take, in words. ``fields`` names the places inside it."""

    def __init__(self, message: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message, self.fields = message, dict(fields or {})


@dataclass(frozen=True)
class Kind:
    """The base: ``read`` turns a public value into the model's, ``show`` the other way."""

    name: ClassVar[str] = ""
    nothing: ClassVar[Any] = None
    null: bool = field(default=True, kw_only=True)

    def take(self, value: Any, names: Names) -> Any:
        """``read``, and what null means: empty text where a column holds no null."""
        if value is not None:
            return self.read(value, names)
        if self.null or self.nothing is not None:
            return None if self.null else self.nothing
        raise Wrong(_("This field cannot be empty."))

    def read(self, value: Any, names: Names) -> Any:
        raise NotImplementedError

    @property
    def show(self) -> Callable[[Any], Any] | None:
        """How a stored value is written; None where it stands as it is."""
        return None

    def show_page(self) -> Callable[[Any], Any] | None:
        """``show`` for one page of rows: what is the same in all of them is looked up once."""
        return self.show

    def column(self, path: str) -> str:
        """What is read from the database to show the field at ``path``."""
        return path

    def schema(self) -> Schema:
        """The value as OpenAPI describes it."""
        found = self.describe()
        types = {"type": [found["type"], "null"]} if self.null else {}
        return found | types

    def taken(self) -> Schema:
        """``schema`` of what ``take`` takes."""
        return replace(self, null=True).schema() if self.nothing is not None else self.schema()

    def describe(self) -> Schema:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Kind):
    name = "text"
    nothing = ""
    max_length: int = 0
    format: ClassVar[str] = ""

    def read(self, value: Any, names: Names) -> str:
        if not isinstance(value, str):
            raise Wrong(_("Write this as text."))
        if "\0" in value or (not value.isascii() and _is_torn(value)):
            raise Wrong(_("This holds a character that cannot be stored."))
        if self.max_length and len(value) > self.max_length:
            sizes = {"limit": self.max_length, "length": len(value)}
            raise Wrong(_("At most %(limit)d characters; this has %(length)d.") % sizes)
        return value

    def describe(self) -> Schema:
        limit = {"maxLength": self.max_length} if self.max_length else {}
        return {"type": "string"} | limit | ({"format": self.format} if self.format else {})


@dataclass(frozen=True)
class LongText(Text):
    name = "long text"
    max_length: int = 100_000


@dataclass(frozen=True)
class Phone(Text):
    """Numbers are brought into one form by the record's own ``tidy``."""

    name = "phone"


@dataclass(frozen=True)
class Email(Text):
    name = "e-mail"

    def read(self, value: Any, names: Names) -> str:
        text = super().read(value, names)
        if text.strip():
            try:
                check_email(text)
            except ValidationError as error:
                raise Wrong(_("This is not an e-mail address.")) from error
        return text


@dataclass(frozen=True)
class Url(Text):
    """An address of the web; one without ``https://`` is understood as if it had it."""

    name = "url"

    def read(self, value: Any, names: Names) -> str:
        text = super().read(value, names).strip()
        if not text:
            return text
        url = text if SCHEME.match(text) else f"https://{text}"
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise Wrong(_("This is not an address of the web.")) from error
        return super().read(url, names)


@dataclass(frozen=True)
class Whole(Kind):
    name = "whole number"
    least: int = -(2**31)
    most: int = 2**31 - 1

    def read(self, value: Any, names: Names) -> int:
        if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Wrong(_("Write this as a whole number."))
        if not self.least <= value <= self.most:
            bounds = {"least": self.least, "most": self.most}
            raise Wrong(_("Write a number from %(least)d to %(most)d.") % bounds)
        return value

    def describe(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True)
class Number(Kind):
    """Exact: a decimal as text, "1250.00". A JSON number is taken as it was written."""

    name = "number"
    digits: int = 15
    places: int = 2

    def read(self, value: Any, names: Names) -> Decimal:
        try:
            number = Decimal(str(value)) if _is_numeric(value) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise Wrong(_("Write this as a number, such as 1250.00."))
        if number and number.adjusted() >= self.digits - self.places:
            raise Wrong(_("At most %d digits before the point.") % (self.digits - self.places))
        exact = number.quantize(Decimal(1).scaleb(-self.places)) if number else Decimal(0)
        if exact != number:
            raise Wrong(_("At most %d digits after the point.") % self.places)
        return exact

    @property
    def show(self) -> Callable[[Any], Any]:
        return f"{{:.{self.places}f}}".format

    def describe(self) -> Schema:
        pattern = rf"^-?\d{{1,{self.digits - self.places}}}(\.\d{{0,{self.places}}})?$"
        return {"type": "string", "format": "decimal", "pattern": pattern}


@dataclass(frozen=True)
class Date(Kind):
    name = "date"

    def read(self, value: Any, names: Names) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str) and DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise Wrong(_("Write this as a date, such as 2026-03-31."))

    def describe(self) -> Schema:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Moment(Kind):
    name = "moment"

    def read(self, value: Any, names: Names) -> datetime:
        if isinstance(value, datetime) and value.tzinfo:
            return value
        try:
            if isinstance(value, str) and MOMENT.fullmatch(value):
                moment = datetime.fromisoformat(value.upper()).astimezone(UTC)
                if 1 < moment.year < 9999:
                    return moment
        except (ValueError, OverflowError):
            pass
        raise Wrong(_("Write this as a moment with its time zone, such as 2026-03-31T14:30:00Z."))

    def describe(self) -> Schema:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True)
class YesNo(Kind):
    name = "yes or no"

    def read(self, value: Any, names: Names) -> bool:
        if isinstance(value, bool):
            return value
        raise Wrong(_("Write true or false."))

    def describe(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed list. Read by value or label, ignoring case; ``by_label`` also shows it."""

    name = "choice"
    choices: tuple[tuple[str, Any], ...] = ()
    blank: bool = False
    by_label: bool = False

    def read(self, value: Any, names: Names) -> str:
        if value == "" and self.blank:
            return ""
        asked = value.casefold() if isinstance(value, str) else None
        for each, label in self.choices:
            if asked in (each.casefold(), str(label).casefold()):
                return each
        raise Wrong(there_is_no(value, self._shown()))

    @property
    def show(self) -> Callable[[Any], Any] | None:
        if not self.by_label:
            return None
        labels = dict(self.choices)
        return lambda value: str(labels.get(value, value))

    def describe(self) -> Schema:
        return {"type": "string", "enum": [*self._shown(), *([""] if self.blank else [])]}

    def schema(self) -> Schema:
        found = super().schema()
        return found | {"enum": [*found["enum"], None]} if self.null else found

    def _shown(self) -> list[str]:
        return [str(label) if self.by_label else value for value, label in self.choices]


def there_is_no(value: Any, names: Iterable[str], says: str = "") -> str:
    """ "There is no “Opn”; known are: Open, Replied." """
    shown = str(value)[:60].replace("\0", "")
    known = list(names)
    listed = ", ".join(known[:LISTED]) + (" …" if len(known) > LISTED else "")
    message = (says or _("There is no “%s”.")) % shown
    return f"{message} {_('Known are: %s.') % listed}" if known else message


def _is_torn(text: str) -> bool:
    """Half of a surrogate pair, which no database can hold as text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _is_numeric(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | float | Decimal) or (
        isinstance(value, str) and len(value) <= 60 and value.isascii() and "_" not in value
    )
