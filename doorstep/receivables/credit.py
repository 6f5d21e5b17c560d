"""How much a customer may owe, and whether one more document still fits (reference 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from doorstep.parties.models import CreditLimit, Customer, sales_policy
from doorstep.receivables.ledger import base_balance_of
from doorstep.receivables.refusals import CreditLimitExceeded
from doorstep.records.models import Company
from doorstep.users.access import may
from doorstep.users.models import Role, User

Exposure = Callable[[Customer], Decimal]
_exposures: list[Exposure] = []
APPROVES = "exceed_credit"  # the verb of who may let a customer owe more


@dataclass(frozen=True)
class Limit:
    """How much, and who says so; ``amount`` None is no limit."""

    amount: Decimal | None
    said_of: str = ""
    bypass_at_order: bool = False


def exposes(exposure: Exposure) -> Exposure:
    """What else a customer will owe, in the company's currency: orders not billed yet, …"""
    if exposure not in _exposures:
        _exposures.append(exposure)
    return exposure


def exposure_of(customer: Customer) -> Decimal:
    """What a customer owes and will owe for what is agreed, in the company's currency."""
    return base_balance_of(customer) + sum((each(customer) for each in _exposures), Decimal(0))


def credit_limit_of(customer: Customer) -> Limit:
    """The customer's own, their group's, or the house's; 0 or none is no limit."""
    company = Company.current().name
    rows = CreditLimit._base_manager.filter(customer=customer, company__in=("", company))
    own = rows.order_by("-company").first()
    if own and own.amount:
        return Limit(own.amount, _("the customer's"), own.bypass_at_order)
    bypass = bool(own and own.bypass_at_order)
    group = customer.group
    if group and group.credit_limit:
        says = _("that of the group “%s”") % group
        return Limit(group.credit_limit, says, bypass or group.bypass_at_order)
    usual = sales_policy().credit_limit
    return Limit(usual or None, _("the company's") if usual else "", bypass)


def check_credit(customer: Customer, *, by: User, at_order: bool = False) -> None:
    """Refuse what takes a customer over the limit. Call it when all is written that counts.

    The customer is locked first, so two documents that only fit alone are asked one after the
    other. Whoever may exceed credit passes; the refusal of others names those roles.
    """
    customer = Customer._base_manager.select_for_update(of=("self",)).get(pk=customer.pk)
    limit = credit_limit_of(customer)
    if limit.amount is None or (at_order and limit.bypass_at_order):
        return
    exposure = exposure_of(customer)
    if exposure <= limit.amount or may(by, APPROVES, customer):
        return
    names = {
        "customer": customer,
        "amount": f"{exposure:,.2f}",
        "limit": f"{limit.amount:,.2f}",
        "currency": Company.current().currency,
        "whose": limit.said_of,
        "who": ", ".join(approvers()) or _("nobody"),
    }
    says = _(
        "%(customer)s would owe %(amount)s %(currency)s; the limit, %(whose)s, is %(limit)s. "
        "These roles may approve it: %(who)s."
    )
    raise CreditLimitExceeded(says % names)


def lock_customer(customer: Customer) -> Customer:
    """Held until the transaction ends: the row that all rules about credit look at first."""
    return Customer._base_manager.select_for_update(of=("self",)).get(pk=customer.pk)


def approvers() -> list[str]:
    """The names of the roles that may let a customer owe more."""
    granted = Role.objects.filter(
        grants__model=Customer._meta.label_lower, grants__verb=APPROVES
    ).exclude(grants__reach="NONE")
    return list(granted.order_by("name").values_list("name", flat=True).distinct())
