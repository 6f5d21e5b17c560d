"""What billing says of a customer in figures (reference 7, F95)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Q, Sum
from django.utils.timezone import localdate

from doorstep.activity.models import Call
from doorstep.billing.ageing import aged
from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.kit.money import money, unit_of
from doorstep.mail.models import Message, MessageLink
from doorstep.parties.models import Customer
from doorstep.parties.summary import told_of_customers
from doorstep.receivables.credit import credit_limit_of, exposure_of
from doorstep.records.models import Company
from doorstep.users.access import Reach
from doorstep.users.models import User

ZERO = Decimal(0)


def fiscal_year(day: date, starts_in: int) -> tuple[date, date]:
    """The first and the last day of the fiscal year that a day is in."""
    year = day.year if day.month >= starts_in else day.year - 1
    first = date(year, starts_in, 1)
    return first, date(year + 1, starts_in, 1) - timedelta(days=1)


def billed(customer: Customer, by: User, since: date, until: date) -> Decimal:
    """What was invoiced in this time less what was credited, in the company's currency."""
    within = Q(customer=customer, date__gte=since, date__lte=until)
    invoices = SalesInvoice.objects.visible_to(by).filter(
        within, status__in=SalesInvoice.SUBMITTED
    )
    notes = CreditNote.objects.visible_to(by).filter(within, status=CreditNote.Status.SUBMITTED)
    sums = [
        rows.aggregate(sum=Sum("base_total", default=ZERO))["sum"] for rows in (invoices, notes)
    ]
    return sums[0] - sums[1]


@told_of_customers("billed_this_year")
def billed_this_year(customer: Customer, by: User) -> Decimal | None:
    if not _sees(by):
        return None
    starts_in = Company.current().fiscal_year_starts_in
    return billed(customer, by, *fiscal_year(localdate(), starts_in))


@told_of_customers("unpaid")
def unpaid(customer: Customer, by: User) -> Decimal | None:
    """What is outstanding of its invoices, in the company's currency."""
    return _open(customer, by)


@told_of_customers("overdue")
def overdue(customer: Customer, by: User) -> Decimal | None:
    """What of it is late: of an invoice in parts, the parts that are."""
    if not _sees(by):
        return None
    invoices = SalesInvoice.objects.visible_to(by).filter(customer=customer)
    return aged(invoices, localdate()).late


@told_of_customers("exposure")
def exposure(customer: Customer, by: User) -> Decimal:
    return exposure_of(customer)


@told_of_customers("credit_limit")
def credit_limit(customer: Customer, by: User) -> Decimal | None:
    return credit_limit_of(customer).amount


@told_of_customers("credit_left")
def credit_left(customer: Customer, by: User) -> Decimal | None:
    """None where there is no limit; less than nothing where it was exceeded."""
    limit = credit_limit_of(customer).amount
    return None if limit is None else limit - exposure_of(customer)


@told_of_customers("last_contact_at")
def last_contact_at(customer: Customer, by: User) -> Any:
    """When somebody last wrote or called, of what this person may read."""
    about = {"about_type": Customer._meta.label_lower, "about_id": customer.pk}
    links = MessageLink._base_manager.filter(**about).values("message")
    gone = Message.objects.visible_to(by).filter(pk__in=links).exclude(state=Message.State.DRAFT)
    moments = [gone.aggregate(at=Max("at"))["at"]]
    calls = Call.objects.visible_to(by).filter(**about)
    moments.append(calls.aggregate(at=Max("at"))["at"])
    return max((each for each in moments if each), default=None)


def _open(customer: Customer, by: User) -> Decimal | None:
    if not _sees(by):
        return None
    rows = SalesInvoice.objects.visible_to(by).filter(
        customer=customer, status__in=SalesInvoice.OPEN
    )
    unit = unit_of(Company.current().currency)
    sums: Any = (
        rows.order_by().values_list("currency", "exchange_rate").annotate(Sum(F("outstanding")))
    )
    return sum((money(amount * rate, unit) for _currency, rate, amount in sums), ZERO)


def _sees(by: User) -> bool:
    return by.reach(SalesInvoice, "view") != Reach.NONE
