"""Who is to be reminded of what: the next level of each invoice that is late, and its letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from doorstep.billing.models import DunningLevel, DunningStop, Reminder, SalesInvoice
from doorstep.billing.queries import parts_of
from doorstep.mail.writing.placeholders import fill
from doorstep.parties.models import Customer
from doorstep.records.models import Company
from doorstep.users.models import User

ZERO = Decimal(0)
MOST = 500  # late invoices that are looked at, the oldest first


@dataclass(frozen=True)
class DueReminder:
    """A reminder that may go: of this level, since that day."""

    invoice: SalesInvoice
    level: DunningLevel
    since: date
    late: Decimal
    late_days: int


def reminders_due(invoices: QuerySet[SalesInvoice], today: date) -> list[DueReminder]:
    """Of these invoices those whose next reminder is due, in four queries."""
    late = invoices.filter(status=SalesInvoice.Status.OVERDUE).exclude(
        customer__in=stopped(today).values("customer")
    )
    rows = list(late.select_related("customer").order_by("due_on", "pk")[:MOST])
    return _due(rows, today)


def stopped(today: date) -> QuerySet[DunningStop]:
    return DunningStop._base_manager.filter(Q(until=None) | Q(until__gte=today))


def next_reminder(invoice: SalesInvoice, today: date) -> DueReminder | None:
    """What would be sent of one invoice next, if it is due."""
    if invoice.status != SalesInvoice.Status.OVERDUE:
        return None
    return next(iter(_due([invoice], today)), None)


def _due(rows: Sequence[SalesInvoice], today: date) -> list[DueReminder]:
    levels = list(DunningLevel.objects.offered())
    sent: dict[int, list[Reminder]] = defaultdict(list)
    wanted = [row.pk for row in rows]
    for each in Reminder._base_manager.filter(invoice__in=wanted).select_related("level"):
        sent[each.invoice_id].append(each)
    parts = parts_of(rows, today)
    found = []
    for row in rows:
        late = [part for part in parts[row.pk] if part.late_days]
        days = max((part.late_days for part in late), default=0)
        step = _step(levels, sent[row.pk], days, today)
        if step:
            amount = sum((part.open for part in late), ZERO)
            found.append(DueReminder(row, step[0], step[1], amount, days))
    return found


def _step(
    levels: Sequence[DunningLevel], sent: Sequence[Reminder], days: int, today: date
) -> tuple[DunningLevel, date] | None:
    """The level after the last that was sent, and since when it is due; none where it is not.

    Between two reminders lie as many days as between their levels, however late the first went.
    """
    last = max(sent, key=lambda each: each.level.after_days, default=None)
    reached = last.level.after_days if last else -1
    level = next((each for each in levels if each.after_days > reached), None)
    if level is None:
        return None
    since = today - timedelta(days=days - level.after_days)
    if last:
        since = max(since, last.sent_on + timedelta(days=level.after_days - reached))
    return (level, since) if since <= today else None


def by_customer(found: Iterable[DueReminder]) -> list[tuple[Customer, list[DueReminder]]]:
    """One letter for each customer: what is due, the latest first."""
    groups: dict[int, list[DueReminder]] = defaultdict(list)
    for each in found:
        groups[each.invoice.customer_id].append(each)
    ordered = sorted(groups.values(), key=lambda rows: -max(row.late_days for row in rows))
    return [(rows[0].invoice.customer, rows) for rows in ordered]


def letter(
    rows: Sequence[DueReminder], *, first_name: str, by: User, shown: Any
) -> tuple[str, str]:
    """Subject and text: those of the highest level among them. ``shown`` writes an amount."""
    level = max(rows, key=lambda row: row.level.after_days).level
    currency = rows[0].invoice.currency
    total = sum((row.late for row in rows if row.invoice.currency == currency), ZERO)
    values = {
        "customer": str(rows[0].invoice.customer),
        "first_name": first_name,
        "amount": shown(total, currency),
        "days": str(max(row.late_days for row in rows)),
        "my_name": by.name,
        "company": Company.current().name,
    }
    listed = "\n".join(_line(row, shown) for row in rows)
    pieces = [fill(piece, values).text for piece in level.text.split("{invoices}")]
    numbers = ", ".join(str(row.invoice) for row in rows[:3])
    subject = fill(level.subject, values | {"invoices": numbers}).text
    return subject or f"{level}: {numbers}", listed.join(pieces)


def _line(row: DueReminder, shown: Any) -> str:
    day = f"{row.invoice.due_on:%Y-%m-%d}" if row.invoice.due_on else ""
    return f"  {row.invoice}   {day}   {shown(row.late, row.invoice.currency)}"
