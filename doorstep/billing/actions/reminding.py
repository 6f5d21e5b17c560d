"""The verbs of reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.billing.dunning import stopped
from doorstep.billing.facts import locked_invoice
from doorstep.billing.models import DunningStop, Reminder, SalesInvoice
from doorstep.billing.refusals import RefNotOfParty, RemindedAlready, RemindersStopped
from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.mail.actions import write_letter
from doorstep.mail.models import Message
from doorstep.mail.writing.letter import Person
from doorstep.parties.models import Customer
from doorstep.receivables.credit import lock_customer
from doorstep.users.models import User


@action(
    "customer.reminded",
    verb="remind",
    label=gettext_lazy("Send reminder"),
    told=gettext_lazy("reminded them of what is late"),
    icon="send",
    undoable=gettext_lazy("A letter cannot be unsent."),
    fits=lambda customer: False,
)
def remind_customer(
    customer: Customer,
    *,
    by: User,
    reminders: Sequence[Mapping[str, Any]],
    to: Iterable[Person],
    subject: str,
    text: str,
) -> Message:
    """Send one letter about late invoices; ``reminders`` name an ``invoice`` and a ``level``.

    Each level of an invoice goes once: whoever comes second is refused, and no letter goes.
    """
    customer = lock_customer(customer)
    if stop := stopped(localdate()).filter(customer=customer).first():
        names = {"customer": customer, "why": stop.reason or _("no reason was given")}
        raise RemindersStopped(_("Reminders to %(customer)s are stopped: %(why)s.") % names)
    people = list(to)
    if not reminders:
        raise Invalid(_("Say which invoices it is about."), reminders=_("Name an invoice."))
    for row in reminders:
        _check(customer, row)
    invoices = [row["invoice"] for row in reminders]
    records = [customer, *invoices]
    message = write_letter(Message, by=by, to=people, subject=subject, text=text, records=records)
    for row in reminders:
        sent_to = ", ".join(each.email for each in people)[:320]
        Reminder(message=message, sent_to=sent_to, **row).save()
    return message


def _check(customer: Customer, row: Mapping[str, Any]) -> None:
    invoice = locked_invoice(row["invoice"].pk)
    names = {"invoice": invoice, "customer": customer, "level": row["level"]}
    if invoice.customer_id != customer.pk:
        raise RefNotOfParty(_("%(invoice)s is no invoice of %(customer)s.") % names)
    if invoice.status != SalesInvoice.Status.OVERDUE:
        raise Conflict(_("%(invoice)s is not late any more.") % names)
    held = invoice.reminders.filter(level__after_days__gte=row["level"].after_days)
    if held.exists():
        raise RemindedAlready(_("“%(level)s” for %(invoice)s went out already.") % names)


@action(
    "customer.reminders_stopped",
    verb="stop_reminders",
    label=gettext_lazy("Stop reminders"),
    told=gettext_lazy("stopped reminders to this customer"),
    icon="ban",
)
def stop_reminders(
    customer: Customer, *, by: User, reason: str = "", until: date | None = None
) -> Customer:
    """Send no reminders to a customer, until a day or until it is said otherwise."""
    stop = DunningStop._base_manager.filter(customer=customer).first()
    stop = stop or DunningStop(customer=customer)
    stop.reason, stop.until = reason[:500], until
    stop.save()
    return customer


@action(
    "customer.reminders_resumed",
    verb="resume_reminders",
    label=gettext_lazy("Send reminders again"),
    told=gettext_lazy("let reminders go to this customer again"),
    icon="bell",
    fits=lambda customer: False,
)
def resume_reminders(customer: Customer, *, by: User) -> Customer:
    """Reminders go to this customer again."""
    DunningStop._base_manager.filter(customer=customer).delete()
    return customer
