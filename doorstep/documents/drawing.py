"""Drafts written and frozen: what every document's actions do. They work only inside one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doorstep.catalog.queries import rate_on
from doorstep.catalog.rules import check_discount, check_quantity, check_sellable
from doorstep.documents.models import Document
from doorstep.documents.reckoning import reckon
from doorstep.documents.refusals import (
    NotADraft,
    NothingInIt,
    QuantityMissing,
    RateMustBeOne,
    UnknownLine,
)
from doorstep.kit.errors import Invalid
from doorstep.records.models import Company
from doorstep.records.numbering import next_number
from doorstep.records.saving import put
from doorstep.users.access import granted
from doorstep.users.models import User

MOST_LINES = 500
ONE = Decimal(1)
CHEAPER = "exceed_discount"  # the verb of who may reduce an item by more than it says
KEPT = ("id", "version", "updated_at", "position")


def check_draft(document: Document) -> None:
    """Refuse what is no draft any more, and say the way out."""
    if not document.is_draft:
        says = _("%s is no draft any more: cancel it, or make a new one of it.") % document
        raise NotADraft(says)


def settle_currency(document: Document, usual: str, *, is_said: bool = True) -> None:
    """The document's currency, and what one of it is worth in the company's on its day.

    ``is_said``: somebody gave the rate; or else it is looked up.
    """
    document.currency = document.currency or usual
    own = Company.current().currency
    if document.currency == own:
        if is_said and document.exchange_rate != ONE:
            says = _("%s is the company's own currency: its rate is 1.") % own
            raise RateMustBeOne(says, exchange_rate=says)
        document.exchange_rate = ONE
    elif not is_said:
        document.exchange_rate = rate_on(document.currency, own, document.date)


def save_draft(
    document: Document, lines: Sequence[Any] | None, *, by: User, **aside: Any
) -> Document:
    """Reckon and save a draft. Its ``lines``, if given, are all it has from now on."""
    check_draft(document)
    held = list(document.lines.select_related("item", "unit")) if document.pk else []
    rows = held if lines is None else list(lines)
    reckon(document, rows)
    put(document, by=by, **aside)
    if lines is not None:
        keep = {row.pk for row in rows if row.pk}
        document.lines.filter(pk__in=[row.pk for row in held if row.pk not in keep]).delete()
    _save_lines(document, rows)
    return document


def _save_lines(document: Document, rows: Iterable[Any]) -> None:
    fresh = []
    for row in rows:
        setattr(row, row.part_of, document)
        if row.pk:
            row.save()
        else:
            fresh.append(row)
    if fresh:
        type(fresh[0])._default_manager.bulk_create(fresh)


def drawn_lines(document: Document, said: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Lines as they were written: those with an ``id`` are the ones there are, changed.

    Empty fields of a new line follow from its item. Raises ``Invalid`` with the place of each
    mistake, as "lines.0.quantity".
    """
    if len(said) > MOST_LINES:
        raise Invalid(_("A document has at most %d lines.") % MOST_LINES)
    model = document._meta.get_field("lines").related_model
    held = (
        {row.pk: row for row in document.lines.select_related("item", "unit")}
        if document.pk
        else {}
    )
    rows: list[Any] = []
    wrong: dict[str, str] = {}
    for place, values in enumerate(said):
        values = dict(values)
        pk = values.pop("id", None)
        pk = pk if document.pk else None  # what was read of another makes new lines
        if pk is not None and pk not in held:
            says = _("This document has no line %d.") % pk
            raise UnknownLine(says, **{f"lines.{place}.id": says})
        row = held.pop(pk) if pk is not None else model()
        row.position = place + 1
        _fill(row, values)
        wrong |= {f"lines.{place}.{name}": says for name, says in _problems(row)}
        rows.append(row)
    if wrong:
        raise Invalid(_("Please correct the marked fields."), **wrong)
    return rows


def _fill(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name)
        empty = Decimal(0) if name == "rate" else ""  # a rate that is not said is looked up
        setattr(row, name, empty if value is None and not field.null else value)
    if row.item:
        row.description = row.description or row.item.name
        row.unit = row.unit or row.item.unit


def _problems(row: Any) -> Iterable[tuple[str, str]]:
    if not row.item and not row.description:
        yield "description", _("Name an item, or describe what it is.")
    try:
        names = [field.name for field in row._meta.fields if field.is_relation]
        row.clean_fields(exclude=[*names, "net", "tax", "description"])
    except ValidationError as error:
        yield from ((name, says[0]) for name, says in error.message_dict.items())
    if row.unit:
        try:
            check_quantity(row.unit, row.quantity)
        except Invalid as refusal:
            yield "quantity", refusal.message


def check_lines(document: Document, lines: Sequence[Any], *, by: User, zero: bool = False) -> None:
    """Refuse to submit what has no lines, or sells what is not sold or not so cheap.

    Whoever has ``exceed_discount`` of an item may go below what it may be reduced by.
    """
    if not lines:
        raise NothingInIt(_("It needs at least one line."), lines=_("Add a line."))
    wrong = {}
    for place, line in enumerate(lines):
        if not line.quantity and not zero:
            says = _("Say how many.")
            raise QuantityMissing(says, **{f"lines.{place}.quantity": says})
        if line.item:
            check_sellable(line.item, document.date)
            try:
                check_discount(line.item, line.discount_percent)
            except Invalid as refusal:
                if granted(by, CHEAPER, line.item):
                    continue
                wrong[f"lines.{place}.discount_percent"] = refusal.message
    if wrong:
        raise Invalid(next(iter(wrong.values())), **wrong)


def take_number(document: Document, series: str, *, at: datetime) -> None:
    """The next of its series, in this transaction; and the moment it was submitted."""
    document.number = document.number or next_number(series, document.date)
    document.submitted_at = at


def copied_header(document: Document, *, beside: Iterable[str] = ()) -> dict[str, Any]:
    """What the next document takes over from the one it is made of."""
    names = ("currency", "exchange_rate", "price_list", "discount_percent", "note", "language")
    return {name: getattr(document, name) for name in (*names, *beside)}


def copied_line(line: Any, model: type[Any], **values: Any) -> Any:
    """A line of the next document, as this one and with ``values``."""
    names = ("item", "description", "quantity", "unit", "rate", "discount_percent", "tax_template")
    return model(**{name: getattr(line, name) for name in names} | values)


def not_before(day: date | None, start: date, field: str, says: str) -> None:
    """Refuse a day before another."""
    if day and day < start:
        raise Invalid(says, **{field: says})
