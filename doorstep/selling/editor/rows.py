"""The lines of a draft as they stand in the fields of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.catalog.models import Item, TaxTemplate, UnitOfMeasure
from doorstep.documents.drawing import MOST_LINES
from doorstep.kit.errors import Invalid
from doorstep.kit.numbers import row_number
from doorstep.ui.looks import plain
from doorstep.users.models import User

NUMBERS = ("quantity", "rate", "discount_percent")
NAMED: Mapping[str, Any] = {"unit": UnitOfMeasure, "tax_template": TaxTemplate}
TYPED = ("item", "code", "description", *NUMBERS, *NAMED, "priced", "is_alternative", "gone")
LONGEST = 500
EMPTY = 3


@dataclass
class Row:
    """What stands in the fields of a line. ``key`` is "l7" of line 7, "n1" of a new one."""

    key: str
    values: dict[str, str]
    line: Any = None
    item: Any = None
    held: Any = None  # the line as it is saved
    bound: Any = None  # what it was made of
    wrong: dict[str, str] = field(default_factory=dict)
    typed_rate: str = ""

    def __post_init__(self) -> None:
        self.typed_rate = self.values.get("rate", "")

    @property
    def line_id(self) -> int | None:
        return row_number(self.key[1:]) if self.key.startswith("l") else None

    @property
    def is_repriced(self) -> bool:
        """Whether the server put in another rate than was typed."""
        return self.values.get("rate", "") != self.typed_rate

    @property
    def is_gone(self) -> bool:
        return bool(self.values.get("gone"))

    @property
    def is_empty(self) -> bool:
        said = ("item", "code", "description", "rate")
        return self.line_id is None and not any(self.values.get(name) for name in said)

    @property
    def warns(self) -> bool:
        """Whether it is more, or less, than what it was made of allows."""
        if not self.bound or self.is_gone:
            return False
        return bool(self.bound.is_broken(_decimal(_plain(self.values.get("quantity", "")))))

    @property
    def name(self) -> str:
        return self.values.get("description") or str(self.item or "")


def rows_of(lines: Iterable[Any], *, fresh: bool = False) -> list[Row]:
    """The lines there are; ``fresh``: copied into new ones."""
    return [_row_of(at, line, fresh) for at, line in enumerate(lines, start=1)]


def typed_rows(posted: QueryDict, held: Iterable[Any] = ()) -> list[Row]:
    """The rows in the order in which they stand on the page; ``held`` are the lines there are."""
    found = []
    lines = {f"l{line.pk}": line for line in held}
    for key in dict.fromkeys(posted.getlist("row")[: MOST_LINES + EMPTY]):
        if key[:1] in ("l", "n") and key[1:].isdecimal() and len(key) < 12:
            given = {name: posted.get(f"{key}-{name}", "").strip()[:LONGEST] for name in TYPED}
            found.append(Row(key, given, held=lines.get(key)))
    return found


def added_row(rows: Sequence[Row], user: User, said: str) -> Row:
    """One more: an item by its id, a code or barcode ("find:4711"), or free ("free:Travel")."""
    taken = [int(row.key[1:]) for row in rows if row.key.startswith("n")]
    key = f"n{max(taken, default=0) + 1}"
    how, _colon, text = said.partition(":")
    if how == "free" and text.strip():
        return Row(key, {"description": text.strip()[:LONGEST], "quantity": "1"})
    found = _by_code(user, text) if how == "find" else row_number(said)
    if not found:
        says = _("Nothing for sale has the name, code or barcode “%s”.") % text[:60]
        raise Invalid(says, add=says)
    return Row(key, {"item": str(found), "quantity": "1"})


def read_rows(
    kept: Sequence[Row], user: User, *, alternatives: bool = False
) -> list[dict[str, Any]]:
    """What the rows say, as actions take lines. Marks what cannot be read."""
    for row in kept:
        if row.values.get("code") and not row.values.get("item"):
            row.values["item"] = str(_by_code(user, row.values["code"]) or "")
            if not row.values["item"]:
                row.wrong["code"] = _("No item has the code “%s”.") % row.values["code"][:60]
    find_items(kept, user)
    names = {name: _named(model, kept, name) for name, model in NAMED.items()}
    said = [_read(row, names) for row in kept]
    if alternatives:
        for row, each in zip(kept, said, strict=True):
            each["is_alternative"] = bool(row.values.get("is_alternative"))
    return said


def kept_rows(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not (row.is_gone or row.is_empty)]


def mark(kept: Sequence[Row], wrong: Mapping[str, str]) -> None:
    """Say at the rows that were sent what an action refused: "lines.0.quantity"."""
    for path, says in wrong.items():
        first, _dot, rest = path.partition(".")
        at, _dot, name = rest.partition(".")
        if first == "lines" and at.isdecimal() and int(at) < len(kept):
            kept[int(at)].wrong[name] = str(says)


def plain_rate(amount: Decimal) -> str:
    """A rate for a field: two decimals, or as many as it has."""
    return f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else plain(amount)


def _row_of(at: int, line: Any, fresh: bool) -> Row:
    values = {name: plain(getattr(line, name)) for name in NUMBERS}
    values["rate"] = plain_rate(line.rate)
    values |= {name: str(getattr(line, name) or "") for name in NAMED}
    values["item"] = str(line.item_id or "")
    values["description"] = line.description
    values["is_alternative"] = "1" if getattr(line, "is_alternative", False) else ""
    if fresh:
        values["priced"] = values["rate"] if line.item_id else ""  # asked for anew, as of today
    key, held = (f"n{at}", None) if fresh else (f"l{line.pk}", line)
    return Row(key, values, line, line.item, held)


def _by_code(user: User, text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    exact = Q(code__iexact=text) | Q(barcode=text) | Q(name__iexact=text)
    sold = Item.objects.visible_to(user).filter(disabled=False).order_by("pk")
    found = sold.filter(exact).values_list("pk", flat=True).first()
    if found is None:  # or the only one that is called like it
        near = list(sold.filter(name__icontains=text).values_list("pk", flat=True)[:2])
        found = near[0] if len(near) == 1 else None
    return found


def find_items(rows: Sequence[Row], user: User) -> None:
    wanted = {pk for row in rows if (pk := row_number(row.values.get("item", "")))}
    visible = Item.objects.visible_to(user).select_related("unit", "tax_template")
    items = visible.in_bulk(wanted)
    for row in rows:
        number = row_number(row.values.get("item", "")) or 0
        row.item = items.get(number)
        if row.held and row.held.item_id == number:  # it stays, even out of reach
            row.item = row.held.item


def _named(model: Any, rows: Sequence[Row], name: str) -> dict[str, Any]:
    """Units and taxes by the names that were typed, whatever their case."""
    said = {row.values[name].casefold() for row in rows if row.values.get(name)}
    return {str(each).casefold(): each for each in model.objects.all()} if said else {}


def _read(row: Row, names: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    values = row.values
    said: dict[str, Any] = {"item": row.item, "description": values.get("description", "")}
    if row.line_id:
        said["id"] = row.line_id
    said |= {name: number for name in NUMBERS if (number := _number(row, name)) is not None}
    if row.item and "rate" in said and values.get("priced") and _is_as_priced(row):
        said["rate"] = None  # nobody typed it: it follows the price list
    said |= _read_names(row, names)
    said.setdefault("quantity", Decimal(1))
    return said


def _read_names(row: Row, names: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found = {}
    for name, known in names.items():
        text = row.values.get(name, "")
        if text and text.casefold() not in known:
            row.wrong[name] = _("There is no “%s”.") % text[:60]
        elif text or row.line_id:
            found[name] = known.get(text.casefold())
    return found


def _is_as_priced(row: Row) -> bool:
    return _number(row, "rate") == _decimal(_plain(row.values["priced"]))


def _plain(text: str) -> str:
    return text.replace(" ", "").replace(",", ".")


def _number(row: Row, name: str) -> Decimal | None:
    text = _plain(row.values.get(name, ""))
    if not text:
        return None
    found = _decimal(text)
    if not found.is_finite():
        row.wrong[name] = _("“%s” is no number.") % text[:20]
        return None
    return found


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text[:30])
    except InvalidOperation:
        return Decimal("NaN")
