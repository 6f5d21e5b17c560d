"""What documents have to say, reckoned slowly from their lines alone and by no code of ours.

Nothing here calls what it checks: quantities and amounts are added up in Python from the rows of
submitted documents, and statuses follow from the tables of the documentation.
"""

from collections import Counter
from decimal import Decimal as D

from django.utils.timezone import localdate

from doorstep.billing.models import (
    Allocation,
    CreditNote,
    CreditNoteLine,
    PaidBack,
    Payment,
    SalesInvoice,
    SalesInvoiceLine,
)
from doorstep.receivables.models import Account, LedgerEntry
from doorstep.selling.models import DeliveryNote, DeliveryNoteLine, Quotation, SalesOrder

ZERO = D(0)
GONE = ("DRAFT", "CANCELLED")


def is_live(document):
    return document.status not in GONE


def live_lines(model, whole):
    rows = model._base_manager.select_related(whole).order_by("pk")
    return [row for row in rows if is_live(getattr(row, whole))]


class Facts:
    """All lines of submitted documents, read once."""

    def __init__(self):
        self.delivered = live_lines(DeliveryNoteLine, "delivery")
        self.billed = live_lines(SalesInvoiceLine, "invoice")
        self.credited = live_lines(CreditNoteLine, "credit_note")
        self.origin = {line.pk: line for line in SalesInvoiceLine._base_manager.all()}

    def delivered_of(self, line):
        """Of a line of an order: out, less what came back to be delivered again."""
        total = ZERO
        for row in self.delivered:
            if row.order_line_id == line.pk:
                if row.delivery.return_of_id is None:
                    total += row.quantity
                elif row.delivery.reopens_order:
                    total -= row.quantity
        return total

    def billed_of(self, line):
        """Of a line of an order: quantity and net, less what was credited to be billed again."""
        rows = [row for row in self.billed if row.order_line_id == line.pk]
        back = [
            row
            for row in self.credited
            if row.credit_note.reopens_order
            and row.invoice_line_id
            and self.origin[row.invoice_line_id].order_line_id == line.pk
        ]
        return (
            sum((row.quantity for row in rows), ZERO) - sum((row.quantity for row in back), ZERO),
            sum((row.net for row in rows), ZERO) - sum((row.net for row in back), ZERO),
        )

    def returned_of(self, line):
        return sum((row.quantity for row in self.delivered if row.return_line_id == line.pk), ZERO)

    def direct_of(self, line):
        """Of a line of a delivery: what invoices took from it, less what was credited again."""
        total = sum((row.quantity for row in self.billed if row.delivery_line_id == line.pk), ZERO)
        for row in self.credited:
            of = self.origin.get(row.invoice_line_id)
            if of and of.delivery_line_id == line.pk and row.credit_note.reopens_order:
                total -= row.quantity
        return total


def check_everything():
    """Every invariant, of everything there is."""
    facts = Facts()
    for order in SalesOrder._base_manager.all():
        check_order(order, facts)
    for quotation in Quotation._base_manager.all():
        check_quotation(quotation)
    check_deliveries(facts)
    for invoice in SalesInvoice._base_manager.all():
        check_invoice(invoice, facts)
    check_credit()
    check_accounts()
    for model in (SalesOrder, Quotation, DeliveryNote, SalesInvoice, CreditNote, Payment):
        check_numbers(model)


def check_order(order, facts):
    lines = list(order.lines.all())
    delivered = {line.pk: facts.delivered_of(line) for line in lines}
    billed = {line.pk: facts.billed_of(line) for line in lines}
    for line in lines:
        quantity, net = billed[line.pk]
        said = (line.delivered_quantity, line.billed_quantity, line.billed_net)
        assert said == (delivered[line.pk], quantity, net), f"{order}: {line}"
        assert ZERO <= delivered[line.pk] <= line.quantity, "more left than was ordered"
        assert ZERO <= quantity <= line.quantity, "more was billed than ordered"
        assert line.open_quantity == line.quantity - delivered[line.pk]
        assert line.open_quantity >= 0
    if not is_live(order):
        return
    whole = sum((line.net for line in lines), ZERO)
    assert whole == order.net_total
    is_delivered = all(delivered[line.pk] >= line.quantity for line in lines)
    left = [line for line in lines if billed[line.pk][0] < line.quantity]
    is_billed = not any(line.net for line in left) if whole else not left
    status = reference_status(order, is_delivered, is_billed)
    if order.status not in ("ON_HOLD", "CLOSED"):
        assert order.status == status, f"{order} is {order.status}, the facts say {status}"
    assert (order.billed_percent == 100) == is_billed
    assert (order.delivered_percent == 100) == is_delivered
    check_halves(order, is_delivered, is_billed)


def reference_status(order, is_delivered, is_billed):
    if is_delivered or not order.needs_delivery:
        return "COMPLETED" if is_billed else "TO_BILL"
    return "TO_DELIVER" if is_billed else "TO_DELIVER_AND_BILL"


def check_halves(order, is_delivered, is_billed):
    if order.status == "CLOSED":
        assert (order.delivery_status, order.billing_status) == ("CLOSED", "CLOSED")
        return
    if not order.needs_delivery:
        assert order.delivery_status == "NOT_APPLICABLE"
    elif is_delivered:
        assert order.delivery_status == "FULLY"
    else:
        assert order.delivery_status == ("PARTLY" if order.delivered_percent else "NOT")
    if is_billed:
        assert (order.billing_status, order.base_billed) == ("FULLY", order.base_total)
    else:
        assert order.billing_status == ("PARTLY" if order.billed_percent else "NOT")


def check_quotation(quotation):
    taken = ZERO
    orders = [order for order in quotation.orders.all() if is_live(order)]
    for line in quotation.lines.all():
        parts = [
            row.quantity
            for order in orders
            for row in order.lines.all()
            if row.quotation_line_id == line.pk
        ]
        assert line.ordered_quantity == sum(parts, ZERO)
        taken += sum(parts, ZERO)
    if quotation.status in ("OPEN", "PARTLY_ORDERED", "ORDERED"):
        is_whole = all(line.ordered_quantity >= line.quantity for line in quotation.lines.all())
        expected = ("ORDERED" if is_whole else "PARTLY_ORDERED") if taken else "OPEN"
        assert quotation.status == expected


def check_deliveries(facts):
    """Direct invoices first; what an order's invoices leave goes to the oldest delivery first."""
    lines = [row for row in facts.delivered if row.delivery.return_of_id is None]
    lines.sort(key=lambda row: (row.delivery.date, row.delivery_id, row.pk))
    pools = {}
    for row in lines:
        if row.order_line_id and row.order_line_id not in pools:
            direct = [facts.direct_of(x) for x in lines if x.order_line_id == row.order_line_id]
            pools[row.order_line_id] = facts.billed_of(row.order_line)[0] - sum(direct, ZERO)
    billed = {}
    for row in lines:
        kept = row.quantity - facts.returned_of(row)
        direct = facts.direct_of(row)
        share = max(min(pools.get(row.order_line_id, ZERO), max(kept - direct, ZERO)), ZERO)
        if row.order_line_id:
            pools[row.order_line_id] -= share
        billed[row.pk] = direct + share
        assert ZERO <= kept <= row.quantity, "more came back than left"
        assert (row.kept_quantity, row.billed_quantity) == (kept, billed[row.pk]), str(row)
    for note in DeliveryNote._base_manager.exclude(status__in=GONE):
        rows = [row for row in lines if row.delivery_id == note.pk]
        check_delivery(note, rows, billed)


def check_delivery(note, rows, billed):
    if note.return_of_id:
        assert note.status == "RETURN"
    elif not any(row.kept_quantity for row in rows):
        assert note.status == "RETURN_ISSUED"
    else:
        is_billed = all(billed[row.pk] >= row.kept_quantity for row in rows)
        assert note.status == ("COMPLETED" if is_billed else "TO_BILL"), str(note)


def check_invoice(invoice, facts):
    rows = Allocation._base_manager.filter(invoice=invoice)
    paid = sum((row.amount for row in rows if row.payment_id), ZERO)
    credited = sum((row.amount for row in rows if row.credit_note_id), ZERO)
    if not is_live(invoice):
        assert (len(rows), invoice.outstanding) == (0, ZERO) or invoice.status == "DRAFT"
        return
    open_ = invoice.grand_total - paid - credited
    assert (invoice.paid_total, invoice.credited_total, invoice.outstanding) == (
        *(paid, credited),
        open_,
    )
    assert open_ >= 0
    due = [part.amount for part in invoice.schedule.all() if part.due_on < localdate()]
    assert sum((part.amount for part in invoice.schedule.all()), ZERO) == invoice.grand_total
    if invoice.grand_total and credited == invoice.grand_total:
        expected = "CREDITED"
    elif not open_:
        expected = "PAID"
    elif paid + credited < sum(due, ZERO):
        expected = "OVERDUE"
    else:
        expected = "PARTLY_PAID" if paid + credited else "UNPAID"
    assert invoice.status == expected
    whole = True
    for line in invoice.lines.all():
        back = [row.quantity for row in facts.credited if row.invoice_line_id == line.pk]
        assert line.credited_quantity == sum(back, ZERO)
        assert ZERO <= line.credited_quantity <= line.quantity
        whole = whole and line.credited_quantity == line.quantity
    notes = [note for note in invoice.credit_notes.all() if is_live(note)]
    if whole:
        assert sum((note.grand_total for note in notes), ZERO) == invoice.grand_total


def check_credit():
    """What is left of a payment or a credit note is what did not go anywhere."""
    gone = Counter()
    for row in [*Allocation._base_manager.all(), *PaidBack._base_manager.all()]:
        source = ("payment", row.payment_id) if row.payment_id else ("note", row.credit_note_id)
        gone[source] += row.amount
    for payment in Payment._base_manager.all():
        used = gone["payment", payment.pk]
        if payment.status == "CANCELLED":
            assert (used, payment.unallocated) == (0, 0)
        elif payment.kind == "REFUND":
            back = [row.amount for row in payment.paid_back.all()]
            assert (sum(back, ZERO), payment.unallocated) == (payment.amount, 0)
        else:
            assert payment.unallocated == payment.amount - used >= 0
    for note in CreditNote._base_manager.exclude(status="DRAFT"):
        used = gone["note", note.pk]
        expected = note.grand_total - used if is_live(note) else ZERO
        assert (note.unallocated, expected >= 0) == (expected, True)


def check_accounts():
    """An account is the sum of its rows; and invoices less credit notes less payments."""
    sums, base, owed, open_ = Counter(), Counter(), Counter(), Counter()
    for row in LedgerEntry._base_manager.all():
        sums[row.customer_id, row.currency] += row.amount
        base[row.customer_id, row.currency] += row.base_amount
    for model, sign in ((SalesInvoice, 1), (CreditNote, -1)):
        for document in model._base_manager.exclude(status__in=GONE):
            owed[document.customer_id, document.currency] += sign * document.grand_total
            left = document.outstanding if sign == 1 else -document.unallocated
            open_[document.customer_id, document.currency] += left
    for payment in Payment._base_manager.exclude(status="CANCELLED"):
        sign = 1 if payment.kind == "REFUND" else -1
        owed[payment.customer_id, payment.currency] += sign * payment.amount
        open_[payment.customer_id, payment.currency] -= payment.unallocated
    accounts = {(row.customer_id, row.currency): row for row in Account._base_manager.all()}
    for key in {*sums, *owed, *accounts}:
        account = accounts.get(key)
        balance = account.balance if account else ZERO
        assert balance == sums[key] == owed[key] == open_[key], f"account {key}"
        assert (account.base_balance if account else ZERO) == base[key]


def check_numbers(model):
    """From one on, none left out, none twice; what was cancelled keeps its own."""
    rows = model._base_manager.exclude(number=None).values_list("number", flat=True)
    taken = sorted(int(number.rpartition("-")[2]) for number in rows)
    assert taken == list(range(1, len(taken) + 1))
