"""What is written on the page of a draft, and the document it would make; nothing is saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from doorstep.catalog.paying import Payment, schedule
from doorstep.catalog.queries import portions_of
from doorstep.documents.reckoning import reckon
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.money import unit_of
from doorstep.pricing.prices import Ask, prices_for
from doorstep.selling.editor.header import header_form, name_of_party, party_named
from doorstep.selling.editor.kinds import Editor
from doorstep.selling.editor.rows import (
    Row,
    added_row,
    find_items,
    kept_rows,
    mark,
    plain_rate,
    read_rows,
    rows_of,
    typed_rows,
)
from doorstep.users.models import User

SHOWN_WITH = ("item", "unit", "tax_template")


@dataclass
class Desk:
    """A draft under one's hands."""

    editor: Editor
    user: User
    document: Any
    form: forms.ModelForm[Any]
    party: Any = None
    rows: list[Row] = field(default_factory=list)
    refusal: Refusal | None = None
    is_new_order: bool = False  # of the rows: they are sent as a whole
    is_new_buyer: bool = False
    focus: str = ""
    is_reckoned: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether it was made of another document, and stays for whom that is."""
        return self.editor.is_later or any(row.bound for row in self.rows)

    @property
    def party_name(self) -> str:
        return name_of_party(self.party)

    @property
    def standing(self) -> int:
        """How many lines stay."""
        return len(kept_rows(self.rows))

    @property
    def schedule(self) -> list[Payment]:
        """In which parts it would be paid, if it were invoiced on its day; none where at once."""
        document = self.document
        portions = portions_of(document.payment_terms)
        if len(portions) < 2:
            return []
        return schedule(document.grand_total, document.date, portions, unit_of(document.currency))

    @property
    def values(self) -> dict[str, Any]:
        """The fields that were changed, and whom it is for, as actions take them."""
        if not self.form.is_bound:
            return self.editor.addressed(self.party)
        if not self.form.is_valid() and not hasattr(self.form, "cleaned_data"):
            return self.editor.addressed(self.party)
        said = {
            name: self.form.cleaned_data[name]
            for name in self.form.changed_data
            if name in self.form.cleaned_data
        }
        bare = {name for name, value in said.items() if value in (None, "")}
        if self.document.pk:  # of a new one all that is empty follows from the buyer
            fields = self.document._meta
            bare = {name for name in bare if not _may_be_empty(fields.get_field(name))}
        said = {name: value for name, value in said.items() if name not in bare}
        if self.is_new_buyer:
            said = {name: value for name, value in said.items() if name not in OF_BUYER}
        return said | self.editor.addressed(self.party)


OF_BUYER = ("contact", "billing_address", "shipping_address", "price_list", "payment_terms")


def desk_of(editor: Editor, user: User, document: Any, party: Any = None) -> Desk:
    """A draft as it is held, or a new one."""
    party = party or document.customer_or_lead
    if document.pk:
        rows = rows_of(_held(document))
        form = header_form(editor.records.model, editor.names, user, None, document)
        desk = Desk(editor, user, document, form, party, rows, is_reckoned=True)
        _bind(desk)
        _price(desk)
        return desk
    for name, value in editor.blank().items():
        setattr(document, name, value)
    desk = Desk(editor, user, document, _blank_form(editor, user, document), party)
    if party is not None:
        desk.refusal = _laid_out(desk, [])
        desk.form = header_form(editor.records.model, editor.names, user, None, document)
    return desk


def typed_desk(editor: Editor, user: User, document: Any, posted: QueryDict) -> Desk:
    """A draft as it was typed; ``add`` and ``copy`` in the form bring further rows."""
    rows = typed_rows(posted, _held(document) if document.pk else ())
    desk = Desk(editor, user, document, _blank_form(editor, user, document), rows=rows)
    _bind(desk)
    party = None if desk.is_bound else party_named(user, posted.get("party", ""))
    party = desk.party = party or document.customer_or_lead
    for name, value in editor.addressed(party).items() if party else ():
        if not document.pk:
            setattr(document, name, value)
    desk.form = header_form(editor.records.model, editor.names, user, posted, document)
    if not desk.is_bound:
        desk.is_new_buyer = name_of_party(party) != posted.get("party-was", "")
    try:
        _add(desk, posted)
    except Invalid as refusal:
        desk.refusal = refusal
    return desk


def reckoned(desk: Desk) -> Desk:
    """With prices, taxes and totals, as far as what is typed can be read."""
    good = kept_rows(desk.rows)
    refusal = _laid_out(desk, good)
    if refusal and any(row.wrong for row in good):
        refusal = _laid_out(desk, [row for row in good if not row.wrong])
    find_items(desk.rows, desk.user)
    desk.refusal = desk.refusal or refusal
    desk.is_reckoned = refusal is None
    if desk.is_new_buyer:
        model = desk.editor.records.model
        desk.form = header_form(model, desk.editor.names, desk.user, None, desk.document)
    return desk


def _laid_out(desk: Desk, rows: list[Row]) -> Refusal | None:
    """Set the document and its lines by what is typed; answers why that cannot be."""
    said = read_rows(rows, desk.user, alternatives=desk.editor.has_alternatives)
    if any(row.wrong for row in rows):
        return Invalid(_("Please correct the marked fields."))
    if desk.party is None:
        return Invalid(_("Say whom it is for."), party=_("Say whom it is for."))
    values = desk.values | {"lines": said}
    if desk.is_new_buyer and not desk.document.pk:
        for name in OF_BUYER:
            setattr(desk.document, name, None)
    try:
        lines = desk.editor.lay(desk.document, by=desk.user, values=values) or []
    except Refusal as refusal:
        mark(rows, refusal.fields)
        return refusal
    reckon(desk.document, lines)
    for row, line, each in zip(rows, lines, said, strict=True):
        _show(row, line, is_priced=each.get("rate") is None and line.item is not None)
    return None


def _show(row: Row, line: Any, *, is_priced: bool) -> None:
    """In the fields of a row what its line has come to."""
    row.line = line
    if is_priced:
        row.values["priced"] = plain_rate(line.rate)
    if is_priced or not row.values.get("rate"):
        row.values["rate"] = plain_rate(line.rate)
    for name in ("unit", "tax_template"):
        row.values[name] = str(getattr(line, name) or "")
    row.values["description"] = line.description


def _held(document: Any) -> Iterable[Any]:
    return document.lines.select_related(*SHOWN_WITH)  # type: ignore[no-any-return]


def _bind(desk: Desk) -> None:
    """Say at the rows what they were made of."""
    held = [row.held for row in desk.rows if row.held]
    bounds = desk.editor.bounds(held, desk.user) if held else {}
    for row in desk.rows:
        row.bound = bounds.get(row.held.pk) if row.held else None


def _price(desk: Desk) -> None:
    """Say at the rows what their prices are: a rate that is the same goes on following them."""
    document, customer = desk.document, getattr(desk.document, "customer", None)
    rows = [row for row in desk.rows if row.item and not row.bound]
    if desk.editor.is_later or not desk.editor.has_prices or not rows:
        return
    asks = [Ask(row.item, row.line.quantity, row.line.unit) for row in rows]
    prices = document.price_list
    try:
        found = prices_for(asks, day=document.date, customer=customer, price_list=prices)
    except Refusal:  # a unit that is not sold any more: the rates stay as they are
        return
    for row, each in zip(rows, found, strict=True):
        row.values["priced"] = "" if each.rate is None else plain_rate(each.rate)


def _add(desk: Desk, posted: QueryDict) -> None:
    if posted.get("copy", "").isdecimal():
        manager: Any = desk.editor.records.model._default_manager
        copied = manager.visible_to(desk.user).filter(pk=int(posted["copy"][:15])).first()
        rows = copied.lines.select_related(*SHOWN_WITH) if copied else []
        taken = len(desk.rows) + 1000
        for at, row in enumerate(rows_of(rows, fresh=True)):
            row.key = f"n{taken + at}"
            desk.rows.append(row)
        desk.is_new_order = True
    if said := posted.get("add", ""):
        row = added_row(desk.rows, desk.user, said)
        desk.rows.append(row)
        desk.is_new_order, desk.focus = True, f"{row.key}-quantity"


def _blank_form(editor: Editor, user: User, document: Any) -> forms.ModelForm[Any]:
    return header_form(editor.records.model, editor.names, user, None, document)


def _may_be_empty(column: Any) -> bool:
    return bool(column.null or column.empty_strings_allowed)
