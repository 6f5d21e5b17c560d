"""What selling and billing cost: ``python -m doorstep.bench.money INVOICES DOCUMENTS``.

Prints [[name, ours, floor, unit], …] as JSON. The floor of a chain is the same rows without
rules, numbers and journal; that of a page the same SQL, bare.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from doorstep.bench.timeline import bare, spent

CHAINS, LINES = 20, 100
Row = tuple[str, float, float, str]


def main() -> None:
    import django

    django.setup()
    invoices, documents = (int(each) for each in sys.argv[1:3])
    found = [chain(), long_order(), *pages(invoices, documents)]
    print(json.dumps(found))


def chain() -> Row:
    """Milliseconds of CPU from a quotation to an invoice of its order, each submitted."""
    from doorstep.billing import actions as billing
    from doorstep.billing.testing import make_sales_invoice
    from doorstep.parties.testing import make_customer
    from doorstep.selling import actions as selling
    from doorstep.selling.models import Quotation
    from doorstep.selling.testing import make_quotation, make_sales_order
    from doorstep.users.models import User

    by, customer = User.system(), make_customer(name="Chained")
    lines = [{"description": "Lamp", "quantity": Decimal(3), "rate": Decimal(90)}]

    def ours() -> None:
        offer = selling.create_quotation(Quotation, by=by, party=customer, lines=lines)
        order = selling.order_quotation(selling.submit_quotation(offer, by=by), by=by)
        order = selling.submit_order(order, by=by)
        billing.submit_invoice(billing.invoice_order(order, by=by), by=by)

    def rows_alone() -> None:
        for make in (make_quotation, make_sales_order, make_sales_invoice):
            make(customer=customer)

    return "Quotation to invoice", cpu(ours), cpu(rows_alone), "ms CPU"


def long_order() -> Row:
    """An order of many lines, drawn up and submitted; the floor writes its rows alone."""
    from doorstep.kit.noting import unrecorded
    from doorstep.parties.testing import make_customer
    from doorstep.selling import actions as selling
    from doorstep.selling.models import SalesOrder, SalesOrderLine
    from doorstep.selling.testing import make_sales_order
    from doorstep.users.models import User

    by, customer = User.system(), make_customer(name="Long")
    said = {"description": "Lamp", "quantity": Decimal(3), "rate": Decimal(90)}
    lines = [dict(said) for _line in range(LINES)]

    def ours() -> None:
        made = selling.create_order(SalesOrder, by=by, customer=customer, lines=lines)
        selling.submit_order(made, by=by)

    def rows_alone() -> None:
        order = make_sales_order(customer=customer)
        rows = [SalesOrderLine(order=order, position=n, **said) for n in range(LINES)]
        with unrecorded():
            SalesOrderLine.objects.bulk_create(rows)

    return f"Order of {LINES} lines", cpu(ours), cpu(rows_alone), "ms CPU"


def pages(invoices: int, documents: int) -> Iterator[Row]:
    """Milliseconds of a customer with many documents, and of the ages of all invoices."""
    from django.db import connection
    from django.utils.timezone import localdate

    from doorstep.billing.ageing import aged
    from doorstep.billing.models import SalesInvoice
    from doorstep.parties.models import Customer
    from doorstep.parties.summary import summary_of
    from doorstep.parties.testing import make_customer
    from doorstep.selling.transactions import transactions
    from doorstep.users.models import User

    user = User.objects.get(email="ana@bench.example")
    great = make_customer(name="Great")
    fill(great, documents, localdate())
    others = [make_customer(name=f"Small {n}") for n in range(200)]
    for each in others:
        fill(each, max((invoices - documents) // len(others), 1), localdate())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def customer_page() -> Any:
        customer = Customer.objects.get(pk=great.pk)
        return transactions(customer, user), summary_of(customer, user)

    def ages() -> Any:
        return aged(SalesInvoice.objects.visible_to(user), localdate())

    for name, work in (
        (f"Customer of {documents:,}", customer_page),
        (f"Ages of {invoices:,}", ages),
    ):
        asked = listened(work)
        yield name, spent(work), spent(lambda asked=asked: bare(asked)), "ms"


def fill(customer: Any, count: int, today: date) -> None:
    """Invoices that were submitted, one in five still open."""
    from django.db.models import QuerySet

    from doorstep.billing.models import SalesInvoice

    table: QuerySet[Any] = QuerySet(SalesInvoice)
    amount = Decimal(120)
    rows = [
        SalesInvoice(
            customer=customer,
            party_name=customer.name,
            number=f"B-{customer.pk}-{n}",
            date=(day := today - timedelta(days=n % 900)),
            due_on=day + timedelta(days=30),
            currency="EUR",
            net_total=amount,
            grand_total=amount,
            base_total=amount,
            outstanding=amount if n % 5 == 0 else 0,
            paid_total=0 if n % 5 == 0 else amount,
            status="OVERDUE" if n % 5 == 0 else "PAID",
        )
        for n in range(count)
    ]
    table.bulk_create(rows, 1_000)


def listened(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    return asked


def cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of CPU of one of many."""
    work()
    start = time.process_time()
    for _time in range(CHAINS):
        work()
    return (time.process_time() - start) * 1000 / CHAINS


if __name__ == "__main__":
    main()
