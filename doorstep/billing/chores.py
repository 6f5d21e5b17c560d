"""What the clock does for invoices."""

from __future__ import annotations

from django.utils.timezone import localtime, now

from doorstep.billing.actions import mark_overdue
from doorstep.billing.models import SalesInvoice
from doorstep.billing.reminding import send_reminders
from doorstep.kit.clock import every
from doorstep.records.models import zone_of
from doorstep.ui.looks import in_full
from doorstep.users.models import User

TURNS = 40  # of some hundred invoices; what is left then has its turn half an hour later


@every(minutes=30)
def invoices_fall_due() -> int:
    """How many were marked: once a day each, by the calendar of the company."""
    by, count = User.system(), 0
    today = localtime(now(), zone_of(None)).date()
    for _turn in range(TURNS):
        marked = mark_overdue(SalesInvoice, by=by, today=today)
        count += marked
        if not marked:
            break
    return count


@every(minutes=60)
def reminders_go() -> int:
    """How many letters went to customers who are late, of levels that go by themselves."""
    return send_reminders(localtime(now(), zone_of(None)).date(), shown=in_full)
