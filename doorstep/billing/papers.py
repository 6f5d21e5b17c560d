"""What invoices, credit notes and payments say on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.billing.e_invoices import enclosed_in
from doorstep.billing.models import CreditNote, Payment, SalesInvoice
from doorstep.paper.banking import iban_in_groups, is_iban, payment_code
from doorstep.paper.documents import (
    Said,
    common,
    document_sheet,
    line_kept,
    receiver,
    watermark_of,
    wording_of,
)
from doorstep.paper.einvoice.saying import reason_of
from doorstep.paper.keeping import Vat
from doorstep.paper.papers import paper_of
from doorstep.paper.senders import sender_now
from doorstep.paper.sheets import Column, Note, Pay, Row, Sheet, Total
from doorstep.paper.wording import Wording
from doorstep.parties.models import Customer
from doorstep.selling.drawing import address_of, printed_address
from doorstep.selling.models import DeliveryNote
from doorstep.selling.papers import kept_of


@paper_of(SalesInvoice)
def invoice_on_paper(invoice: SalesInvoice, language: str) -> Sheet:
    """What is to be paid, by when and to where; for firms of the Union with the XML inside."""
    kept = kept_of(invoice)
    words = wording_of(kept, language)
    said = Said(
        title=_("Invoice"),
        facts=[
            (_("Due"), words.day(invoice.due_on)),
            (_("Delivered"), "–".join(words.day(day) for day in delivered_on(invoice))),
            (_("Your order"), invoice.customer_reference),
            (_("Order"), ", ".join(_orders(invoice))),
            (_("Your tax number"), kept.get("tax_id") or ""),
        ],
        notes=[*_reasons(invoice, kept), *_schedule(invoice, words)],
        pay=_where_to_pay(invoice, kept, words),
        enclosed=enclosed_in(invoice, kept),
    )
    return document_sheet(invoice, kept, words, said)


@paper_of(CreditNote)
def credit_note_on_paper(note: CreditNote, language: str) -> Sheet:
    """What is taken back of an invoice."""
    kept = kept_of(note)
    said = Said(
        title=_("Credit note"),
        facts=[
            (_("For invoice"), str(note.invoice) if note.invoice_id else ""),
            (_("Reason"), note.reason),
            (_("Your tax number"), kept.get("tax_id") or ""),
        ],
        notes=list(_reasons(note, kept)),
        enclosed=enclosed_in(note, kept),
    )
    return document_sheet(note, kept, wording_of(kept, language), said)


@paper_of(Payment)
def payment_on_paper(payment: Payment, language: str) -> Sheet:
    """The receipt of a payment, and which invoices it went to."""
    title = _title_of(payment)
    kept = _kept_of_payment(payment)
    words = wording_of(kept, language)
    currency = payment.currency
    rest = Total(_("Left as credit"), words.amount(payment.unallocated, currency))
    whole = Total(_("Total, %s") % currency, words.amount(payment.amount, currency), strong=True)
    facts = [
        (_("Number"), payment.number),
        (_("Date"), words.day(payment.date)),
        (_("Paid by"), payment.method),
        (_("Reference"), payment.reference),
    ]
    return Sheet(
        name=f"{title} {payment.number}",
        title=title,
        to=receiver(kept),
        to_label=_("For"),
        facts=[fact for fact in facts if fact[1]],
        columns=[
            Column(_("Invoice"), ends=False, grows=True),
            Column(_("Date")),
            Column(_("Amount")),
        ],
        rows=list(_paid_invoices(payment, words)),
        totals=[rest, whole] if payment.unallocated else [whole],
        watermark=watermark_of(payment),
        **common(kept["sender"], words),
    )


def _title_of(payment: Payment) -> str:
    other = {Payment.Kind.REFUND: _("Refund"), Payment.Kind.WRITE_OFF: _("Write-off")}
    return other.get(payment.kind, _("Receipt"))  # type: ignore[call-overload, no-any-return]


def _paid_invoices(payment: Payment, words: Wording) -> Iterator[Row]:
    for each in payment.allocations.select_related("invoice"):
        day, amount = words.day(each.invoice.date), words.amount(each.amount, payment.currency)
        yield Row([str(each.invoice), day, amount])


def delivered_on(invoice: SalesInvoice) -> list[Any]:
    """The first and the last day on which what it bills was delivered; none if it was not."""
    days = DeliveryNote._base_manager.filter(
        lines__invoice_lines__invoice=invoice, status__in=DeliveryNote.SUBMITTED
    ).values_list("date", flat=True)
    found = sorted(set(days))
    return [found[0], found[-1]] if len(found) > 1 else found


def _orders(invoice: SalesInvoice) -> list[str]:
    numbers = invoice.lines.values_list("order_line__order__number", flat=True)
    return sorted({number for number in numbers if number})


def _reasons(document: Any, kept: Mapping[str, Any]) -> Iterator[Note]:
    """Why no tax is due on some lines: an invoice has to say it."""
    vats = [Vat.read(line_kept(line, kept)["vat"]) for line in document.lines.all()]
    said = [each.reason or reason_of(each.category) for each in vats if not each.rate]
    yield from (Note(reason) for reason in dict.fromkeys(filter(None, said)))


def _schedule(invoice: SalesInvoice, words: Wording) -> Iterator[Note]:
    parts = list(invoice.schedule.order_by("position", "pk"))
    if len(parts) > 1:
        said = (
            f"{words.day(part.due_on)}: {words.money(part.amount, invoice.currency)}"
            for part in parts
        )
        yield Note("\n".join(said), _("To be paid in parts"))


def _where_to_pay(invoice: SalesInvoice, kept: Mapping[str, Any], words: Wording) -> Pay | None:
    sender = kept["sender"]
    if not (account := sender["bank_account"]) or invoice.is_draft:
        return None
    name = sender["legal_name"] or sender["name"]
    code = payment_code(
        name=name,
        account=account,
        bic=sender["bic"],
        amount=invoice.grand_total,
        currency=invoice.currency,
        text=str(invoice.number),
    )
    facts = [
        (_("To"), name),
        ("IBAN" if is_iban(account) else _("Account"), _shown(account)),
        ("BIC", sender["bic"]),
        (_("Amount"), words.money(invoice.grand_total, invoice.currency)),
        (_("Reference"), str(invoice.number)),
        (_("By"), words.day(invoice.due_on)),
    ]
    return Pay(_("How to pay"), [fact for fact in facts if fact[1]], code)


def _shown(account: str) -> str:
    return iban_in_groups(account) if is_iban(account) else account


def _kept_of_payment(payment: Payment) -> dict[str, Any]:
    """A payment keeps nothing with it: the paper says who we and they are today."""
    customer: Customer = payment.customer
    place = address_of(customer, "is_billing")
    return {
        "sender": sender_now(),
        "party": str(customer),
        "contact": None,
        "billing_address": printed_address(place) if place else None,
    }
