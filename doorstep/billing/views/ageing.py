"""Who owes how much, and how long: everybody on one page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from doorstep.billing.ageing import BUCKETS, Aged, Ageing, aged
from doorstep.billing.dunning import reminders_due
from doorstep.billing.meters import shares_of
from doorstep.billing.models import SalesInvoice
from doorstep.billing.views.files import csv_answer
from doorstep.parties.models import Customer
from doorstep.records.models import Company
from doorstep.ui.http import Request
from doorstep.ui.navigation import lead_to
from doorstep.users.access import Reach, allow
from doorstep.users.models import User

SHOWN, CHARTED = 200, 8


def may_look(user: User) -> bool:
    return user.reach(SalesInvoice, "view") != Reach.NONE


lead_to(
    "ageing",
    gettext_lazy("Receivables"),
    "hourglass",
    group="selling",
    order=60,
    may=may_look,
)


@require_safe
@login_required
def ageing_page(request: Request) -> HttpResponse:
    """Those who owe most first; ``?format=csv`` all of them as a file."""
    allow(request.user, "view", SalesInvoice)
    today = localdate()
    invoices = SalesInvoice.objects.visible_to(request.user)
    found = aged(invoices, today)
    if request.GET.get("format") == "csv":
        return csv_answer(f"receivables-{today}.csv", _rows(found))
    seen = set(
        Customer.objects.visible_to(request.user)
        .filter(pk__in=[row.customer for row in found.rows[:SHOWN]])
        .values_list("pk", flat=True)
    )
    may_remind = request.user.reach(Customer, "remind") != Reach.NONE
    due = reminders_due(invoices, today) if may_remind else []
    largest = found.rows[0].total if found.rows else Decimal(1)
    late = [row for row in found.rows if row.late > 0]
    context = {
        "ageing": found,
        "rows": found.rows[:SHOWN],
        "left_out": max(len(found.rows) - SHOWN, 0),
        "charted": [(row, _bar(row, largest)) for row in found.rows[:CHARTED]],
        "late_count": len(late),
        "counts": {age: sum(1 for row in found.rows if row.by_age[age]) for age in BUCKETS},
        "seen": seen,
        "remind": {each.invoice.customer_id for each in due},
        "currency": Company.current().currency,
        "today": today,
        "oldest_days": (today - found.oldest).days if found.oldest else 0,
    }
    return render(request, "billing/ageing.html", context)


def _bar(row: Aged, largest: Decimal) -> list[tuple[int, str]]:
    """A bar as long as the sum is large."""
    return shares_of(row.by_age, max(int(row.total * 100 / largest), 1))


def _rows(found: Ageing) -> Iterator[list[object]]:
    own = Company.current().currency
    yield ["customer", "not due", "1-30 days", "31-60 days", "over 60 days", "open", "currency"]
    for row in found.rows:
        yield [row.name, *row.by_age.values(), row.total, own]
