"""Reminders of what is late: their levels, which were sent, and to whom none are."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from doorstep.billing.models.invoice import SalesInvoice
from doorstep.mail.models import Message
from doorstep.mail.writing.placeholders import check_places
from doorstep.parties.models import Customer
from doorstep.records.models import Master, Part

PLACES = ("customer", "first_name", "invoices", "amount", "days", "my_name", "company")


class DunningLevel(Master):
    """The first, the second … reminder: after how many days, and what it says."""

    after_days = models.PositiveSmallIntegerField(
        _("days late"), default=3, validators=[MaxValueValidator(730)]
    )
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)

    goes_by_itself = models.BooleanField(_("goes by itself"), default=False)

    class Meta(Master.Meta):
        abstract = False
        verbose_name = _("reminder level")
        verbose_name_plural = _("reminder levels")
        ordering = ["after_days", "position", "name"]

    def tidy(self) -> None:
        super().tidy()
        check_places(self.subject, PLACES, "subject")
        check_places(self.text, PLACES, "text")


class Reminder(Part):
    """A customer was reminded of an invoice; of each level once, by constraint."""

    invoice = models.ForeignKey(SalesInvoice, models.CASCADE, related_name="reminders")
    level = models.ForeignKey(
        DunningLevel, models.PROTECT, related_name="+", verbose_name=_("level")
    )
    sent_on = models.DateField(_("sent"), default=localdate)
    sent_to = models.CharField(_("sent to"), max_length=320, blank=True)
    message = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter")
    )

    part_of: ClassVar[str] = "invoice"

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "level"],
                name="one_reminder_per_level",
                violation_error_message=_("This reminder was sent already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.sent_on}"


class DunningStop(Part):
    """No reminders go to this customer, for a time or until it is said otherwise."""

    customer = models.OneToOneField(Customer, models.CASCADE, related_name="dunning_stop")
    until = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    part_of: ClassVar[str] = "customer"

    class Meta:
        verbose_name = _("stop of reminders")
        verbose_name_plural = _("stops of reminders")

    def __str__(self) -> str:
        return str(self.customer)
