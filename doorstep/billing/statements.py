"""A statement of account on paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from doorstep.paper.documents import common, receiver, wording_of
from doorstep.paper.senders import sender_now
from doorstep.paper.sheets import Column, Note, Row, Sheet, Total
from doorstep.paper.wording import Wording
from doorstep.receivables.statement import Statement
from doorstep.records.files import safe_name
from doorstep.records.models import Company
from doorstep.selling.drawing import address_of, printed_address


def name_of_statement(told: Statement) -> str:
    """ "statement-12-2026-11-22.pdf" """
    return safe_name(f"statement-{told.customer.pk}-{told.until}.pdf")


def statement_sheet(told: Statement) -> Sheet:
    """What was owed, what moved, what is owed; in the customer's language."""
    language = told.customer.language or Company.current().language
    with translation.override(language):
        return _sheet(told, language)


def _sheet(told: Statement, language: str) -> Sheet:
    place = address_of(told.customer, "is_billing")
    kept = {
        "sender": sender_now(),
        "party": str(told.customer),
        "contact": None,
        "billing_address": printed_address(place) if place else None,
    }
    words = wording_of(kept, language)
    title, day = _("Statement of account"), words.day(told.until)
    cut = [Note(_("Only the first rows are shown"))] if told.is_cut else []
    return Sheet(
        name=f"{title} {day}",
        title=title,
        to=receiver(kept),
        to_label=_("For"),
        facts=[(_("From"), words.day(told.since)), (_("Until"), day)],
        columns=[
            Column(_("Date"), ends=False),
            Column(_("Document"), ends=False, grows=True),
            Column(_("Debit")),
            Column(_("Credit")),
            Column(_("Balance")),
        ],
        rows=list(_rows(told, words)),
        totals=[
            Total(_("Owed, %s") % told.currency, words.amount(told.closing, told.currency), True)
        ],
        notes=[*cut, Note(_("If a payment crossed this letter, thank you."))],
        **common(kept["sender"], words),
    )


def _rows(told: Statement, words: Wording) -> Iterator[Row]:
    def amount(value: object) -> str:
        return words.amount(value, told.currency) if value else ""

    opening = words.amount(told.opening, told.currency)
    yield Row([words.day(told.since), _("Balance brought forward"), "", "", opening], muted=True)
    for each in told.movements:
        cells = [words.day(each.on), each.number, amount(each.debit), amount(each.credit)]
        yield Row([*cells, words.amount(each.balance, told.currency)], under=str(each.what), at=1)
