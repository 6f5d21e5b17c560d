"""Reminders that go by themselves: those of levels that an administrator let go."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from doorstep.billing.actions import remind_customer
from doorstep.billing.dunning import DueReminder, by_customer, letter, reminders_due
from doorstep.billing.models import DunningLevel, SalesInvoice
from doorstep.kit.errors import Refusal
from doorstep.mail.addressees import addressees_of
from doorstep.parties.models import Customer
from doorstep.users.models import User

log = logging.getLogger(__name__)
Shown = Callable[[Decimal, str], str]


def send_reminders(today: date, *, shown: Shown) -> int:
    """One letter to each customer about what is due by itself; how many went.

    What is due follows from what was sent, so it may be called late, and twice: a level of an
    invoice goes once. What cannot go (no address, no shared mailbox, stopped) waits on its page.
    """
    if not DunningLevel.objects.offered().filter(goes_by_itself=True).exists():
        return 0
    due = [
        each
        for each in reminders_due(SalesInvoice.objects.all(), today)
        if each.level.goes_by_itself
    ]
    return sum(_send(customer, rows, shown) for customer, rows in by_customer(due))


def _send(customer: Customer, rows: Sequence[DueReminder], shown: Shown) -> int:
    by = User.system()
    known = [each for each in addressees_of(customer, by) if not each.warning]
    if not known:
        return 0
    to = known[0].person
    first = to.name.partition(" ")[0]
    subject, text = letter(rows, first_name=first, by=customer.owner or by, shown=shown)
    reminders = [{"invoice": row.invoice, "level": row.level} for row in rows]
    said = {"reminders": reminders, "to": [to], "subject": subject, "text": text}
    try:
        remind_customer(customer, by=by, **said)
    except Refusal as refusal:
        log.info("No reminder goes to customer %s: %s", customer.pk, refusal.code)
        return 0
    return 1
