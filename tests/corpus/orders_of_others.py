"""The orders of two other companies, as our API takes them: Northwind's food, Chinook's music."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.shared_data import DATA

PLACE = DATA / "items-orders"
CENT = Decimal("0.01")
JSON = "application/json"
AT_ONCE = 500


def rows(company, name):
    with (PLACE / company / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cents(amount):
    return amount.quantize(CENT, ROUND_HALF_UP)


class Northwind:
    """Orders with discounts and days; what each comes to follows from its details."""

    def __init__(self, most=None):
        self.orders = rows("northwind", "orders")[:most]
        wanted = {order["orderID"] for order in self.orders}
        details = [row for row in rows("northwind", "order_details") if row["orderID"] in wanted]
        self.details = defaultdict(list)
        for row in details:
            self.details[row["orderID"]].append(row)
        sold = {row["productID"] for row in details}
        self.products = [row for row in rows("northwind", "products") if row["productID"] in sold]
        named = {row["customerID"]: row["companyName"] for row in rows("northwind", "customers")}
        self.buyers = {
            row["customerID"]: named.get(row["customerID"], row["shipName"]) for row in self.orders
        }

    def items(self):
        return [
            {"code": f"NW-{row['productID']}", "name": row["productName"]} for row in self.products
        ]

    def order(self, row, customer):
        lines = [
            {
                "item": f"NW-{each['productID']}",
                "quantity": each["quantity"],
                "rate": each["unitPrice"],
                "discount_percent": str(100 * Decimal(each["discount"])),
            }
            for each in self.details[row["orderID"]]
        ]
        return {
            "customer": customer,
            "date": row["orderDate"][:10],
            "delivery_on": row["requiredDate"][:10],
            "customer_reference": row["orderID"],
            "currency": "USD",
            "exchange_rate": "1",
            "lines": lines,
        }

    def total(self, row):
        """Of each line, rounded once; as the paper of an order says it."""
        return sum(
            cents(
                Decimal(each["unitPrice"])
                * Decimal(each["quantity"])
                * (1 - Decimal(each["discount"]))
            )
            for each in self.details[row["orderID"]]
        )

    def unrounded(self, row):
        return sum(
            Decimal(each["unitPrice"])
            * Decimal(each["quantity"])
            * (1 - Decimal(each["discount"]))
            for each in self.details[row["orderID"]]
        )

    @staticmethod
    def key(row):
        return row["customerID"]


class Chinook:
    """Bills whose files state what each comes to."""

    def __init__(self, most=None):
        self.orders = rows("chinook", "invoices")[:most]
        wanted = {order["InvoiceId"] for order in self.orders}
        self.details = defaultdict(list)
        sold = set()
        for row in rows("chinook", "invoice_lines"):
            if row["InvoiceId"] in wanted:
                self.details[row["InvoiceId"]].append(row)
                sold.add(row["TrackId"])
        tracks = rows("chinook", "items_tracks")
        self.products = [row for row in tracks if most is None or row["TrackId"] in sold]
        self.buyers = {
            row["CustomerId"]: f"Listener {row['CustomerId']}" for row in self.orders
        } | {
            row["CustomerId"]: f"{row['FirstName']} {row['LastName']}"
            for row in rows("chinook", "customers")
        }

    def items(self):
        return [{"code": f"CH-{row['TrackId']}", "name": row["Name"]} for row in self.products]

    def order(self, row, customer):
        lines = [
            {
                "item": f"CH-{each['TrackId']}",
                "quantity": each["Quantity"],
                "rate": each["UnitPrice"],
            }
            for each in self.details[row["InvoiceId"]]
        ]
        day = row["InvoiceDate"][:10]
        return {
            "customer": customer,
            "date": day,
            "delivery_on": day,
            "customer_reference": row["InvoiceId"],
            "currency": "USD",
            "exchange_rate": "1",
            "lines": lines,
        }

    def total(self, row):
        return Decimal(row["Total"])

    @staticmethod
    def key(row):
        return row["CustomerId"]


def post(client, path, body):
    answer = client.post(f"/api/v1/{path}", body, content_type=JSON)
    assert answer.status_code in (200, 201), answer.content[:500]
    return answer.json()


def bring(client, path, items):
    """All of them by batches; every one must come in."""
    made = []
    for start in range(0, len(items), AT_ONCE):
        results = post(client, f"{path}/batch", {"items": items[start : start + AT_ONCE]})
        results = results["results"] if isinstance(results, dict) else results
        refused = [each for each in results if each.get("error")]
        assert refused == []
        made += [each["item"] for each in results]
    return made


def take_over(client, company):
    """Items, customers and orders through the API; the submitted orders, as they are answered."""
    bring(client, "items", [each | {"unit": "Piece"} for each in company.items()])
    keys = list(company.buyers)
    made = bring(client, "customers", [{"name": company.buyers[key]} for key in keys])
    ids = {key: f"customer:{each['id']}" for key, each in zip(keys, made, strict=True)}
    wanted = [company.order(row, ids[company.key(row)]) for row in company.orders]
    drafts = bring(client, "sales-orders", wanted)
    return [post(client, f"sales-orders/{draft['id']}/submit", {}) for draft in drafts]


def differing(company, taken):
    """Orders that came to something else than the files say: number, theirs, ours."""
    pairs = zip(company.orders, taken, strict=True)
    return [
        (told["customer_reference"], company.total(row), Decimal(told["grand_total"]))
        for row, told in pairs
        if company.total(row) != Decimal(told["grand_total"])
    ]


def year_of(told):
    return date.fromisoformat(told["date"]).year
