"""Who is due for which reminder, and the letter before it goes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doorstep.billing.actions import remind_customer, resume_reminders, stop_reminders
from doorstep.billing.dunning import (
    DueReminder,
    by_customer,
    letter,
    reminders_due,
    stopped,
)
from doorstep.billing.models import SalesInvoice
from doorstep.kit.errors import Invalid, Refusal
from doorstep.kit.numbers import row_number
from doorstep.mail.addressees import addressees_of, parse_people
from doorstep.parties.models import Customer
from doorstep.selling.views.dialogs import decided, visible
from doorstep.ui.http import Request
from doorstep.ui.looks import in_full
from doorstep.ui.pages import go_to, say_done
from doorstep.users.access import allow

ASKS = require_http_methods(["GET", "POST"])


@require_safe
@login_required
def reminders_page(request: Request) -> HttpResponse:
    """One line for each customer: how late, how much, which reminder."""
    allow(request.user, "remind", Customer)
    today = localdate()
    found = reminders_due(SalesInvoice.objects.visible_to(request.user), today)
    quiet = stopped(today).select_related("customer").order_by("customer__name")
    seen = Customer.objects.visible_to(request.user).values("pk")
    context = {
        "groups": by_customer(found),
        "stopped": list(quiet.filter(customer__in=seen)[:100]),
    }
    return render(request, "billing/reminders.html", context)


@ASKS
@login_required
def customer_remind(request: Request, pk: int) -> HttpResponse:
    """The letter about what is late, of ``?invoice=8`` or of all that is due."""
    customer = visible(request, Customer, pk)
    rows = _rows(request, customer)
    refusal = None
    if request.method == "POST":
        try:
            message = _send(request, customer, rows)
            say_done(request, _("“%s” is on its way.") % message.subject)
            return go_to(request, rows[0].invoice if len(rows) == 1 else customer)
        except Refusal as error:
            refusal = error
    context = _context(request, customer, rows) | {"refusal": refusal}
    page = "billing/_remind.html" if request.htmx else "documents/dialog_page.html"
    status = refusal.status if refusal else 200
    return render(request, page, context, status=status)


@ASKS
@login_required
def customer_stop_reminders(request: Request, pk: int) -> HttpResponse:
    """Why, and until when, no reminders go to a customer."""
    customer = visible(request, Customer, pk)

    def act(**said: Any) -> Any:
        text = request.POST.get("until", "")
        until = _day_of(text)
        done = stop_reminders(customer, reason=request.POST.get("reason", ""), until=until, **said)
        say_done(request, _("No reminders go to %s.") % customer)
        return done

    return decided(request, customer, "billing/_stop_reminders.html", act, {})


@require_POST
@login_required
def customer_resume_reminders(request: Request, pk: int) -> HttpResponse:
    """Reminders go to this customer again."""
    customer = visible(request, Customer, pk)
    try:
        resume_reminders(customer, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(request, _("Reminders go to %s again.") % customer)
    return redirect("reminders")


def _rows(request: Request, customer: Customer) -> list[DueReminder]:
    invoices = SalesInvoice.objects.visible_to(request.user).filter(customer=customer)
    pk = row_number(request.GET.get("invoice", ""))
    if pk:
        invoices = invoices.filter(pk=pk)
    return reminders_due(invoices, localdate())


def _send(request: Request, customer: Customer, rows: list[DueReminder]) -> Any:
    said = request.POST
    wanted = set(said.getlist("reminder"))
    chosen = [row for row in rows if f"{row.invoice.pk}:{row.level.pk}" in wanted]
    return remind_customer(
        customer,
        by=request.user,
        reminders=[{"invoice": row.invoice, "level": row.level} for row in chosen],
        to=parse_people(said.get("to", "")[:2000], "to"),
        subject=said.get("subject", ""),
        text=said.get("text", ""),
    )


def _context(request: Request, customer: Customer, rows: list[DueReminder]) -> dict[str, Any]:
    if not rows and request.method == "GET" and request.GET.get("invoice"):
        invoice = SalesInvoice.objects.visible_to(request.user).filter(
            pk=row_number(request.GET["invoice"]) or 0
        )
        if not invoice.exists():
            raise Http404
    known = addressees_of(customer, request.user)
    person = known[0].person if known else None
    first = person.name.partition(" ")[0] if person else ""
    subject, text = ("", "")
    if rows:
        subject, text = letter(rows, first_name=first, by=request.user, shown=in_full)
    said = request.POST
    return {
        "record": customer,
        "customer": customer,
        "rows": rows,
        "known": known,
        "to": said.get("to") or (f"{person.name} <{person.email}>" if person else ""),
        "subject": said.get("subject", subject),
        "text": said.get("text", text),
        "late": sum((row.late for row in rows), 0),
        "days": max((row.late_days for row in rows), default=0),
        "here": request.get_full_path(),
        "inside": "billing/_remind.html",
    }


def _day_of(text: str) -> date | None:
    """The day that was typed, or none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        says = _("Write a day as 2026-11-30.")
        raise Invalid(says, until=says) from error
