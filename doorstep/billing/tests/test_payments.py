"""What was paid, what it settled, and what is left as credit (reference 18)."""

from decimal import Decimal as D

import pytest

from doorstep.billing.actions import (
    allocate_payment,
    cancel_payment,
    record_payment,
    release_payment,
    submit_credit_note,
    use_credit,
    write_off,
)
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.billing.refusals import (
    AllocationExceedsOutstanding,
    AlreadyPaid,
    AnotherCurrency,
    OverRefund,
    PaymentLinked,
    RefNotOfParty,
    WriteOffNotWhole,
)
from doorstep.billing.testing import make_credit_note, paid, submitted_invoice
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.testing import make_customer
from doorstep.receivables.ledger import balances_of
from doorstep.records.models import Sequence
from doorstep.users.access import Reach
from doorstep.users.testing import grant


def standing(invoice):
    invoice.refresh_from_db()
    return invoice.status, invoice.outstanding


def refund(customer, amount, by):
    return record_payment(
        Payment, by=by, customer=customer, kind="REFUND", amount=D(amount), currency="EUR"
    )


def test_an_invoice_is_paid_in_parts_and_asks_again_when_one_did_not_come(ada, customer):
    """K145."""
    invoice = submitted_invoice(by=ada, customer=customer)
    assert standing(invoice) == ("UNPAID", D(1000))

    paid(invoice, "400", by=ada)
    assert standing(invoice) == ("PARTLY_PAID", D(600))

    last = paid(invoice, "600", by=ada)
    assert standing(invoice) == ("PAID", D(0))

    cancel_payment(last, by=ada)
    assert standing(invoice) == ("PARTLY_PAID", D(600))


def test_no_more_is_allocated_than_is_outstanding(ada, customer):
    """K149."""
    invoice = submitted_invoice(by=ada, customer=customer, amount="600")

    with pytest.raises(AllocationExceedsOutstanding, match=r"600\.00"):
        paid(invoice, "700", by=ada, allocated="650")

    assert not Payment.objects.exists()
    assert balances_of(customer) == {"EUR": D(600)}


def test_what_was_paid_too_much_stays_as_credit(ada, customer):
    """K150."""
    invoice = submitted_invoice(by=ada, customer=customer, amount="600")

    payment = paid(invoice, "700", by=ada, allocated="600")

    assert payment.unallocated == D(100)
    assert balances_of(customer) == {"EUR": D(-100)}


def test_an_invoice_of_somebody_else_cannot_be_named(ada, customer):
    """K151."""
    other = submitted_invoice(by=ada, customer=make_customer(name="Somebody else"))
    rows = [{"invoice": other, "amount": D(10)}]

    with pytest.raises(RefNotOfParty, match="Hotel Alderwick"):
        record_payment(Payment, by=ada, customer=customer, amount=D(10), allocations=rows)


def test_an_invoice_that_was_paid_meanwhile_is_named(ada, customer):
    """K152."""
    invoice = submitted_invoice(by=ada, customer=customer, amount="600")
    paid(invoice, "600", by=ada)

    with pytest.raises(AlreadyPaid, match=invoice.number):
        paid(invoice, "600", by=ada)


def test_a_draft_or_an_invoice_in_another_currency_is_not_paid(ada, customer):
    invoice = submitted_invoice(by=ada, customer=customer)
    rows = [{"invoice": invoice, "amount": D(10)}]

    said = {"amount": D(10), "currency": "GBP", "exchange_rate": D("1.2")}

    with pytest.raises(AnotherCurrency):
        record_payment(Payment, by=ada, customer=customer, allocations=rows, **said)
    with pytest.raises(Invalid, match="once"):
        record_payment(Payment, by=ada, customer=customer, amount=D(10), allocations=rows * 2)


def test_credit_settles_later_invoices_the_oldest_first(ada, customer):
    """Reference 16: paid from advances."""
    first = record_payment(Payment, by=ada, customer=customer, amount=D(70))
    second = record_payment(Payment, by=ada, customer=customer, amount=D(70))
    invoice = submitted_invoice(by=ada, customer=customer, amount="100")

    use_credit(invoice, by=ada)

    for payment in (first, second):
        payment.refresh_from_db()
    assert standing(invoice) == ("PAID", D(0))
    assert (first.unallocated, second.unallocated) == (D(0), D(40))
    assert balances_of(customer) == {"EUR": D(-40)}


def test_a_payment_is_taken_back_from_an_invoice_and_used_for_another(ada, customer):
    one, other = (submitted_invoice(by=ada, customer=customer, amount="100") for _ in range(2))
    payment = paid(one, "100", by=ada)

    payment = release_payment(payment, by=ada, invoice=one)
    assert (standing(one), payment.unallocated) == (("UNPAID", D(100)), D(100))

    payment = allocate_payment(payment, by=ada, allocations=[{"invoice": other}])
    assert (standing(other), payment.unallocated) == (("PAID", D(0)), D(0))
    with pytest.raises(Conflict, match="Nothing of"):
        release_payment(payment, by=ada, invoice=one)


def test_no_more_is_paid_back_than_there_is_credit(ada, customer):
    with pytest.raises(OverRefund, match="Hotel Alderwick has a credit of 0"):
        refund(customer, "1", ada)

    payment = record_payment(Payment, by=ada, customer=customer, amount=D(70))
    note = submit_credit_note(
        make_credit_note(owner=ada, customer=customer, rate="50", quantity="1"), by=ada
    )
    back = refund(customer, "100", ada)

    for each in (payment, note):
        each.refresh_from_db()
    assert (payment.unallocated, note.unallocated, back.unallocated) == (D(0), D(20), D(0))
    assert balances_of(customer) == {"EUR": D(-20)}
    with pytest.raises(OverRefund, match="20"):
        refund(customer, "20.01", ada)


def test_a_refund_that_did_not_go_is_credit_again(ada, customer):
    payment = record_payment(Payment, by=ada, customer=customer, amount=D(70))
    back = refund(customer, "70", ada)

    with pytest.raises(PaymentLinked, match=back.number):
        cancel_payment(payment, by=ada)
    cancel_payment(back, by=ada)
    payment.refresh_from_db()

    assert (payment.unallocated, balances_of(customer)) == (D(70), {"EUR": D(-70)})
    cancel_payment(payment, by=ada)
    assert balances_of(customer) == {"EUR": D(0)}


def test_what_is_written_off_is_owed_no_more_and_only_by_those_who_may(ada, customer, sales_rep):
    invoice = submitted_invoice(by=ada, customer=customer, amount="100")
    paid(invoice, "98", by=ada)

    loss = write_off(invoice, by=ada, note="Bank fees")
    assert (standing(invoice), balances_of(customer)) == (("PAID", D(0)), {"EUR": D(0)})

    cancel_payment(loss, by=ada)
    assert standing(invoice) == ("PARTLY_PAID", D(2))

    with pytest.raises(WriteOffNotWhole):
        record_payment(Payment, by=ada, customer=customer, kind="WRITE_OFF", amount=D(5))


def test_a_write_off_is_no_payment_that_anybody_may_record(alice, sales_rep):
    grant(sales_rep, SalesInvoice, write_off=Reach.NONE)
    invoice = submitted_invoice(by=alice, customer=make_customer(owner=alice), amount="100")
    rows = [{"invoice": invoice, "amount": D(100)}]

    said = {"customer": invoice.customer, "kind": "WRITE_OFF", "amount": D(100)}

    with pytest.raises(Forbidden):
        record_payment(Payment, by=alice, allocations=rows, **said)

    assert standing(invoice) == ("UNPAID", D(100))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "0"),
        ("amount", "-5"),
        ("currency", "XXQ"),
        ("method", "x" * 61),
        ("note", "a\0"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_and_takes_no_number(client, ada, field, value):
    customer = make_customer(owner=ada)
    sent = {"customer": f"customer:{customer.pk}", "amount": "10.00"} | {field: value}

    client.force_login(ada)
    answer = client.post("/api/v1/payments", sent, content_type="application/json")

    assert answer.status_code in (409, 422), answer.json()
    assert not Payment.objects.exists()
    assert not Sequence.objects.exists()
