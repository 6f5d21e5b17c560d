"""What must hold for a customer, whoever makes it: staff, a conversion, the shop.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from doorstep.activity.next_contact import (
    check_next_contact,
    keep_next_contact,
    next_contact_moved,
)
from doorstep.kit.errors import Invalid
from doorstep.parties.linking import link_to
from doorstep.parties.models import (
    AddressLink,
    ContactLink,
    CreditLimit,
    Customer,
    CustomerGroup,
    PortalUser,
    SalesPolicy,
    SalesTeamMember,
)
from doorstep.parties.naming import free_name
from doorstep.parties.refusals import (
    DuplicateCompanyRow,
    GroupRequired,
    NameIsGroup,
    NameRequired,
    TeamNot100,
)
from doorstep.records.models import name_key
from doorstep.records.saving import put
from doorstep.users.models import User

ROWS = (
    *("portal_users", "sales_team", "credit_limits", "credit_limit"),
    *("primary_contact", "primary_address"),
)
ASIDE = ("tags", "custom")


def new_customer(values: dict[str, Any], policy: SalesPolicy, *, by: User) -> Customer:
    """A customer with a name of its own: one that is taken gets a number.

    ``renamed_from`` says so to whoever shows it.
    """
    rows, values = apart(values)
    plain = {name: value for name, value in values.items() if name not in ASIDE}
    customer = drawn_customer(plain, policy)
    if plain.get("group"):
        check_group(customer)
    check_name(customer)
    wanted = customer.name
    customer.name = free_name(Customer, "name", wanted, sign=" - ")
    customer.renamed_from = wanted if wanted != customer.name else ""
    aside = {name: values[name] for name in ASIDE if name in values}
    save_customer(customer, by=by, free=("name",), **aside)
    set_rows(customer, **rows)
    return customer


def save_customer(customer: Customer, *, by: User, **aside: Any) -> None:
    """With its next contact in the calendar."""
    check_next_contact(customer)
    is_moved = next_contact_moved(customer)
    put(customer, by=by, **aside)
    if is_moved:
        keep_next_contact(customer, by=by)


def drawn_customer(values: dict[str, Any], policy: SalesPolicy) -> Customer:
    """A new customer, tidied and with what is usual: not written, and nothing is asked."""
    customer = Customer(**values)
    tidy_customer(customer)
    _give_defaults(customer, policy)
    return customer


def apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stands in rows of other tables, and what in the customer's own."""
    rows = {name: value for name, value in values.items() if name in ROWS}
    return rows, {name: value for name, value in values.items() if name not in ROWS}


def settle(customer: Customer) -> None:
    tidy_customer(customer)
    check_group(customer)


def check_group(customer: Customer) -> None:
    """Customers belong to groups that hold no others."""
    group = customer.group
    if group and _has_changed(customer, "group_id") and group.children.exists():
        says = _("“%s” holds other groups; choose one of those.") % group
        raise Invalid(says, group=says)


def check_name(customer: Customer) -> None:
    """A customer and a group of the same name would be taken for each other in every report.

    What no database can be asked for is refused before one is.
    """
    if "\0" in customer.name:
        says = _("Null characters are not allowed.")
        raise Invalid(_("Please correct the marked fields."), name=says)
    if groups_called([customer.name]):
        refuse_group_name(customer)


def groups_called(names: Iterable[str]) -> set[str]:
    """Which of these are names of customer groups, as names are compared."""
    keys = {key for name in names if "\0" not in (key := name_key(name))}
    groups = CustomerGroup._base_manager.filter(key__among=sorted(keys))
    return set(groups.values_list("key", flat=True))


def refuse_group_name(customer: Customer) -> None:
    says = _("There is a customer group called “%s”: name the customer otherwise.")
    raise NameIsGroup(says % customer.name, name=says % customer.name)


def set_rows(customer: Customer, **rows: Any) -> None:
    """Its logins, shares, limits, and the main contact and address. What is not said stays."""
    if "portal_users" in rows:
        users = rows["portal_users"] or ()
        _replace(PortalUser, customer, [{"user": user} for user in dict.fromkeys(users)])
    if "sales_team" in rows:
        _set_team(customer, list(rows["sales_team"] or ()))
    if "credit_limit" in rows:
        _set_usual_limit(customer, rows["credit_limit"])
    if "credit_limits" in rows:
        _set_limits(customer, list(rows["credit_limits"] or ()))
    for field, model in (("primary_contact", ContactLink), ("primary_address", AddressLink)):
        if field in rows:
            _set_primary(customer, field, model, rows[field])


def tidy_customer(customer: Customer) -> None:
    customer.tidy()
    if not customer.name:
        says = _("A customer needs a name.")
        raise NameRequired(says, name=says)


def _give_defaults(customer: Customer, policy: SalesPolicy) -> None:
    customer.group = customer.group or policy.customer_group
    if customer.territory_id is None:
        customer.territory_id = policy.customer_territory_id
    if customer.group is None:
        says = _("Say which customer group it belongs to, or set one in the sales policy.")
        raise GroupRequired(says, group=says)


def _set_team(customer: Customer, team: list[Mapping[str, Any]]) -> None:
    if team and sum(Decimal(str(row["percent"])) for row in team) != 100:
        says = _("The shares of the sales team add up to 100 percent.")
        raise TeamNot100(says, sales_team=says)
    users = [row["user"] for row in team]
    if len(set(users)) < len(users):
        says = _("Each person has one share.")
        raise Invalid(says, sales_team=says)
    _replace(SalesTeamMember, customer, team)


def _set_limits(customer: Customer, limits: list[Mapping[str, Any]]) -> None:
    companies = [row.get("company", "") for row in limits]
    if len(set(companies)) < len(companies):
        says = _("There is one credit limit for each company.")
        raise DuplicateCompanyRow(says, credit_limits=says)
    _replace(CreditLimit, customer, limits)


def _set_usual_limit(customer: Customer, amount: Any) -> None:
    """The one that holds for no company in particular; nothing takes it away."""
    CreditLimit.objects.filter(customer=customer, company="").delete()
    if amount is not None:
        _save_row(CreditLimit(customer=customer, amount=amount), "credit_limit")


def _set_primary(customer: Customer, field: str, model: Any, shared: Any) -> None:
    if shared is not None:
        link_to(shared, customer, is_primary=True)
        return
    model.objects.filter(customer=customer, is_primary=True).update(is_primary=False)
    customer.refresh_from_db()
    setattr(customer, field, None)
    customer.save()


def _replace(model: Any, customer: Customer, rows: Iterable[Mapping[str, Any]]) -> None:
    """These and no others; a row that stays as it is is left alone."""
    held = {_said(row): row for row in model.objects.filter(customer=customer)}
    wanted = {_said(row): row for row in (model(customer=customer, **each) for each in rows)}
    for key in held.keys() - wanted.keys():
        held[key].delete()
    for key, row in wanted.items():
        if key not in held:
            _save_row(row, model._meta.model_name)


def _said(row: Any) -> tuple[Any, ...]:
    names = [each.attname for each in row._meta.concrete_fields if each.attname not in APART]
    return tuple(getattr(row, name) for name in names)


APART = ("id", "version", "updated_at", "customer_id")


def _save_row(row: Any, field: str) -> None:
    try:
        row.clean_fields(exclude=["customer", "user"])
    except ValidationError as error:
        raise Invalid(error.messages[0], **{field: error.messages[0]}) from error
    row.save()


def _has_changed(customer: Customer, field: str) -> bool:
    held = getattr(customer, "_loaded", {})
    return customer.pk is None or held.get(field) != getattr(customer, field)
