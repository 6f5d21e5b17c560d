"""Quotes, orders and invoices of another system's demo company, as our API takes them.

Its lines name no document they are of, so each comes as one line of its sub total, with its
discount as an amount off the whole. What its files call the grand total is not what we call so:

| in the file | with us |
|---|---|
| sub total, discount | the line, the discount on the whole; net is the difference |
| tax, adjustments | **taken off** there, though they are positive; ours add, so none is sent |
| grand total | net less tax less adjustments, rounded to whole dollars, mostly up |
"""

from __future__ import annotations

import csv
from collections import Counter
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from tests.corpus.orders_of_others import bring, post
from tests.shared_data import DATA

PLACE = DATA / "crm-pipeline/zoho-demo-crm"
FILES = {
    "quotations": "Quotes",
    "sales-orders": "Sales_Orders",
    "sales-invoices": "Invoices",
}
ONE = Decimal(1)


def rows_of(path, most=None):
    with (PLACE / f"{FILES[path]}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:most]


def amount(row, name):
    return Decimal(row[name].replace("$", "").replace(",", "") or "0")


def bring_all(client, path, most=None):
    """The documents of one file, and how the API answered each once it was submitted."""
    rows = rows_of(path, most)
    customer = post(client, "customers", {"name": f"Buyer of {FILES[path]}"})
    buyer = "party" if path == "quotations" else "customer"
    wanted = [body(row) | {buyer: f"customer:{customer['id']}"} for row in rows]
    drafts = bring(client, path, wanted)
    return rows, [post(client, f"{path}/{draft['id']}/submit", {}) for draft in drafts]


def body(row):
    subject = row["Subject"] or "Without a subject"  # one invoice has neither that nor a sum
    sub_total = str(amount(row, "Sub Total"))
    return {
        "currency": "USD",
        "exchange_rate": "1",
        "discount_amount": str(amount(row, "Discount")),
        "lines": [{"description": subject, "quantity": "1", "rate": sub_total}],
    }


def differing(rows, taken):
    """Those whose net is not the sub total less the discount."""
    pairs = zip(rows, taken, strict=True)
    return [
        (row["Subject"], amount(row, "Sub Total") - amount(row, "Discount"), told["net_total"])
        for row, told in pairs
        if amount(row, "Sub Total") - amount(row, "Discount") != Decimal(told["net_total"])
    ]


def causes(rows, taken):
    """Why grand totals of the file are not ours: how often each rounding explains it."""
    found = Counter()
    for row, told in zip(rows, taken, strict=True):
        less = amount(row, "Tax") + amount(row, "Adjustments")
        left, stated = Decimal(told["net_total"]) - less, amount(row, "Grand Total")
        if stated == left.quantize(ONE, ROUND_CEILING):
            found["up"] += 1
        elif stated == left.quantize(ONE, ROUND_HALF_UP):
            found["to the nearest"] += 1
        else:
            found["within a dollar" if abs(stated - left) <= ONE else "none"] += 1
    return found
