"""The lines of a document as a plain form: a row each, and some empty ones below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.catalog.models import Item
from doorstep.documents.drawing import MOST_LINES
from doorstep.kit.errors import Invalid
from doorstep.kit.numbers import row_number
from doorstep.ui.looks import plain
from doorstep.users.models import User

NUMBERS = ("quantity", "rate", "discount_percent")
TYPED = ("id", "item", "description", *NUMBERS)
EMPTY = 3


@dataclass
class TypedRow:
    """What stands in the fields of one row, what is wrong with it, and the line it is of."""

    at: int
    values: dict[str, str]
    shown: str = ""
    line: Any = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not any(self.values.values())


def rows_of(lines: Sequence[Any], empty: int = EMPTY) -> list[TypedRow]:
    """The lines there are, and some empty rows."""
    found = []
    for at, line in enumerate(lines):
        values = {name: plain(getattr(line, name)) for name in NUMBERS}
        values |= {"id": str(line.pk), "item": str(line.item_id or "")}
        values["description"] = line.description
        found.append(TypedRow(at, values, str(line.item or ""), line))
    return found + [TypedRow(at, {}) for at in range(len(found), len(found) + empty)]


def typed_rows(posted: QueryDict, lines: Sequence[Any]) -> list[TypedRow]:
    """The rows as they were typed; those that are to go are left out."""
    known = {str(line.pk): line for line in lines}
    most = min(row_number(posted.get("rows", "")) or 0, MOST_LINES + EMPTY)
    found: list[TypedRow] = []
    for at in range(most):
        if posted.get(f"l{at}-gone"):
            continue
        values = {name: posted.get(f"l{at}-{name}", "").strip()[:500] for name in TYPED}
        line = known.get(values["id"])
        found.append(TypedRow(len(found), values, posted.get(f"l{at}-shown", ""), line))
    return found


def read_rows(rows: Sequence[TypedRow], user: User) -> list[dict[str, Any]]:
    """What the rows say, as actions take lines. Marks what is no number."""
    filled = [row for row in rows if not row.is_empty]
    wanted = {pk for row in filled if (pk := row_number(row.values.get("item", "")))}
    items = Item.objects.visible_to(user).in_bulk(wanted)
    said = [_read(row, items) for row in filled]
    if any(row.wrong for row in filled):
        raise Invalid(_("Please correct the marked fields."))
    return said


def mark(rows: Sequence[TypedRow], wrong: Mapping[str, str]) -> None:
    """Say at the rows what an action refused: "lines.0.quantity"."""
    filled = [row for row in rows if not row.is_empty]
    for path, says in wrong.items():
        first, _dot, rest = path.partition(".")
        at, _dot, name = rest.partition(".")
        if first == "lines" and at.isdecimal() and int(at) < len(filled):
            filled[int(at)].wrong[name] = str(says)


def _read(row: TypedRow, items: Mapping[int, Any]) -> dict[str, Any]:
    values = row.values
    said: dict[str, Any] = {"id": row.line.pk} if row.line else {}
    if item := items.get(row_number(values.get("item", "")) or 0):
        said["item"] = item
    elif not row.line or not row.line.item_id:
        said["item"] = None
    said["description"] = values["description"]
    for name in NUMBERS:
        if text := values[name].replace(" ", "").replace(",", "."):
            try:
                said[name] = Decimal(text)
            except InvalidOperation:
                row.wrong[name] = _("“%s” is no number.") % text[:20]
    said.setdefault("quantity", Decimal(1))
    return said
