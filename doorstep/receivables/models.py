"""The ledger of what each customer owes, and the balance beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.kit.fields import CurrencyField
from doorstep.parties.models import Customer
from doorstep.records.models import Part


def _amount(name: object, **options: object) -> models.DecimalField:
    options = {"max_digits": 17, "decimal_places": 2, "default": Decimal(0)} | options
    return models.DecimalField(name, **options)  # type: ignore[arg-type]


class Account(Part):
    """What a customer owes in one currency: the sum of its ledger rows at every moment.

    Its row is locked by whoever posts, so rows of an account are written one after the other.
    Less than nothing is what we owe them.
    """

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="accounts", verbose_name=_("customer")
    )
    currency = CurrencyField(_("currency"))
    balance = _amount(_("balance"), editable=False)
    base_balance = _amount(_("balance in the company's currency"), editable=False)
    entries = models.PositiveIntegerField(default=0, editable=False)

    part_of: ClassVar[str] = "customer"
    # A timeline tells of the invoice or the payment, not of the sums that follow from it.
    untold: ClassVar[frozenset[str]] = frozenset({"balance", "base_balance", "entries"})
    # Of customers that are merged, the accounts of one currency become one.
    adds_up: ClassVar[tuple[str, ...]] = ("balance", "base_balance", "entries")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "currency"], name="one_account_per_currency"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.currency}"


class LedgerEntry(Part):
    """One row of the ledger: written once, reversed by another row, never changed.

    ``amount`` is what the customer owes more, in the account's currency; ``document`` is the
    name of what it was posted for, as "sales_invoice:7".
    """

    class Kind(models.TextChoices):
        INVOICE = "INVOICE", _("Invoice")
        CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
        PAYMENT = "PAYMENT", _("Payment")
        WRITE_OFF = "WRITE_OFF", _("Write-off")
        REFUND = "REFUND", _("Refund")

    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="ledger", verbose_name=_("customer")
    )
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    currency = CurrencyField(_("currency"))
    amount = _amount(_("amount"))
    base_amount = _amount(_("amount in the company's currency"))
    document = models.CharField(_("document"), max_length=60)
    number = models.CharField(_("number"), max_length=60)
    reverses = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("takes back"),
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    part_of: ClassVar[str] = "customer"

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        indexes = [
            models.Index(fields=["customer", "date", "id"], name="ledger_of_customer"),
            models.Index(fields=["document"], name="ledger_of_document"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(reverses=None),
                name="one_ledger_entry_per_document",
                violation_error_message=_("This document is in the ledger already."),
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_entry_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.amount} {self.currency}"
