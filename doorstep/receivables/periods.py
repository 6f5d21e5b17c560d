"""Closed periods: days of which the books are not touched any more."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from doorstep.parties.models import sales_policy
from doorstep.receivables.refusals import PeriodClosed
from doorstep.users.access import granted
from doorstep.users.models import User

BOOKS = "book_in_closed"  # the verb of who may still write there


def check_period(document: Any, *, by: User) -> None:
    """Refuse to submit, book or cancel what is dated in a closed period."""
    closed: date | None = sales_policy().closed_until
    if closed is None or document.date > closed or granted(by, BOOKS, document.customer):
        return
    names = {"day": date_format(closed, "SHORT_DATE_FORMAT"), "date": document.date}
    says = _("The books are closed until %(day)s: nothing of %(date)s is booked or taken back.")
    raise PeriodClosed(says % names, date=says % names)
