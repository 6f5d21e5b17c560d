"""Money while others do the same: never over, never double, no gap; on real connections."""

from decimal import Decimal as D

import pytest
from django.db import transaction
from django.utils.timezone import localdate

from doorstep.billing.actions import record_payment, submit_invoice
from doorstep.billing.models import Payment, SalesInvoice
from doorstep.billing.testing import make_sales_invoice, submitted_invoice
from doorstep.kit.errors import Refusal
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import CreditLimit, Customer
from doorstep.parties.testing import make_customer
from doorstep.pricing.testing import make_coupon
from doorstep.receivables.ledger import balances_of
from doorstep.receivables.models import LedgerEntry
from doorstep.records.numbering import next_number
from doorstep.selling.actions import submit_order
from doorstep.selling.couponing import apply_coupon
from doorstep.selling.models import SalesOrder
from doorstep.selling.testing import make_sales_order
from doorstep.users.access import Reach
from doorstep.users.testing import grant
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(results):
    return [each for each in results if isinstance(each, Refusal)]


def pay(invoice, by, amount="100"):
    rows = [{"invoice": invoice, "amount": D(amount)}]
    said = {"customer": invoice.customer, "amount": D(amount), "allocations": rows}
    return lambda: record_payment(Payment, by=by, **said)


def test_two_payments_of_one_invoice_at_once_pay_it_once(alice):
    invoice = submitted_invoice(by=alice, customer=make_customer(owner=alice), amount="100")

    results = at_once(pay(invoice, alice), pay(invoice, alice))

    invoice.refresh_from_db()
    assert (len(refused(results)), invoice.outstanding, invoice.paid_total) == (1, D(0), D(100))
    assert balances_of(invoice.customer) == {"EUR": D(0)}


def test_parts_paid_at_once_are_all_counted(alice):
    invoice = submitted_invoice(by=alice, customer=make_customer(owner=alice), amount="100")

    results = at_once(*[pay(invoice, alice, "25") for _ in range(5)])

    invoice.refresh_from_db()
    assert (len(refused(results)), invoice.status, invoice.paid_total) == (1, "PAID", D(100))
    assert LedgerEntry.objects.count() == 5


def test_a_refund_at_once_with_another_pays_credit_back_once(alice):
    customer = make_customer(owner=alice)
    record_payment(Payment, by=alice, customer=customer, amount=D(70), currency="EUR")
    said = {"customer": customer, "kind": "REFUND", "amount": D(70), "currency": "EUR"}

    results = at_once(*[lambda: record_payment(Payment, by=alice, **said)] * 2)

    assert len(refused(results)) == 1
    assert balances_of(customer) == {"EUR": D(0)}


def test_two_orders_that_fit_alone_do_not_both_pass_the_limit(alice, sales_rep):
    grant(sales_rep, Customer, exceed_credit=Reach.NONE)
    customer = make_customer(owner=alice)
    with unrecorded():
        CreditLimit(customer=customer, amount=D(1000)).save()
    orders = [make_sales_order(owner=alice, customer=customer, rate="200") for _ in range(2)]

    results = at_once(*[lambda order=order: submit_order(order, by=alice) for order in orders])

    assert len(refused(results)) == 1
    assert SalesOrder.objects.exclude(status="DRAFT").count() == 1


def test_a_coupon_of_one_use_goes_to_one_of_two_orders_at_once(alice):
    make_coupon(most_uses=1)
    orders = [make_sales_order(owner=alice) for _ in range(2)]
    for order in orders:
        apply_coupon(order, by=alice, code="SPRING")

    results = at_once(*[lambda order=order: submit_order(order, by=alice) for order in orders])

    assert len(refused(results)) == 1
    assert SalesOrder.objects.exclude(status="DRAFT").count() == 1


def test_fifty_numbers_taken_at_once_are_unique_and_without_a_gap(alice):
    """P239."""
    day = localdate()

    def take():
        with transaction.atomic():
            return next_number("T-{year}-{number:4}", day)

    results = at_once(*[take] * 50)

    assert sorted(results) == [f"T-{day.year}-{number:04}" for number in range(1, 51)]


def test_invoices_submitted_at_once_are_numbered_without_a_gap(alice):
    """P239: one that is refused leaves no gap."""
    customer = make_customer(owner=alice)
    drafts = [make_sales_invoice(owner=alice, customer=customer) for _ in range(6)]
    empty = make_sales_invoice(owner=alice, customer=customer)
    with unrecorded():
        empty.lines.all().delete()

    at_once(*[lambda each=each: submit_invoice(each, by=alice) for each in [*drafts, empty]])

    numbers = SalesInvoice.objects.exclude(number=None).values_list("number", flat=True)
    year = localdate().year
    assert sorted(numbers) == [f"INV-{year}-{number:04}" for number in range(1, 7)]
    assert balances_of(customer) == {"EUR": sum((each.grand_total for each in drafts), D(0))}
