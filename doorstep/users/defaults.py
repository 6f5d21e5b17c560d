"""What the roles of a new install may do. An app says it for its own models, when it is ready.

    habit(SalesInvoice, BOOKS)
    grant(SALES_REP, SalesInvoice, view=Reach.TEAM)

What nobody spoke of follows WORK if it has an owner, and SHARED if it belongs to all.
``bootstrap.prepare`` writes what is missing, and never touches what somebody decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from doorstep.users.access import Reach, ScopedQuerySet, SharedQuerySet, owner_fields
from doorstep.users.models.user import KEEP

ADMINISTRATOR, SALES_MANAGER, SALES_REP = "Administrator", "Sales Manager", "Sales Rep"
ACCOUNTS, READ_ONLY = "Accounts", "Read Only"
ROLES = (ADMINISTRATOR, SALES_MANAGER, SALES_REP, ACCOUNTS, READ_ONLY)
COMMON_VERBS = ("view", "create", "edit", "delete", "undo", "import", "export")

# For each role the reach of a verb; "*" is every verb not named. Nothing said is NONE.
Habit = dict[str, dict[str, Reach]]
Model = type[models.Model]
NONE, OWN, TEAM, ALL = Reach.NONE, Reach.OWN, Reach.TEAM, Reach.ALL

WORK: Habit = {  # what people work on: leads, opportunities, quotations, orders
    SALES_MANAGER: {"*": TEAM, "view": ALL},
    SALES_REP: {"*": OWN, "view": TEAM, "import": NONE, "export": NONE},
    ACCOUNTS: {"view": ALL},
    READ_ONLY: {"view": ALL},
}
KNOWN: Habit = {  # whom the whole company knows: customers, contacts, addresses
    SALES_MANAGER: {"*": ALL},
    SALES_REP: {"*": OWN, "view": ALL, "edit": TEAM, "import": NONE, "export": NONE},
    ACCOUNTS: {"*": NONE, "view": ALL, "create": ALL, "edit": ALL, "export": ALL},
    READ_ONLY: {"view": ALL},
}
CATALOGUE: Habit = {  # what we sell, and for how much: known to all, kept by few
    SALES_MANAGER: {"*": ALL},
    SALES_REP: {"view": ALL},
    ACCOUNTS: {"*": NONE, "view": ALL, "create": ALL, "edit": ALL, "export": ALL, "import": ALL},
    READ_ONLY: {"view": ALL},
}
BOOKS: Habit = {  # invoices and payments
    SALES_MANAGER: {"view": ALL, "export": ALL},
    SALES_REP: {"view": TEAM},
    ACCOUNTS: {"*": ALL},
    READ_ONLY: {"view": ALL},
}
SHARED: Habit = {role: {"view": ALL} for role in (SALES_MANAGER, SALES_REP, ACCOUNTS, READ_ONLY)}
ADDRESSES: Habit = {  # what is known of an address: whoever hears it, says it
    SALES_MANAGER: {"view": ALL, "edit": ALL, "undo": ALL},
    SALES_REP: {"view": ALL, "edit": ALL, "undo": ALL},
    ACCOUNTS: {"view": ALL, "edit": ALL, "undo": ALL},
    READ_ONLY: {"view": ALL},
}
CLOSED: Habit = {}  # for administrators only

_habits: dict[Model, Habit] = {}
_grants: dict[Model, Habit] = defaultdict(dict)
_verbs: list[Callable[[], Iterable[tuple[Model, str]]]] = []


def habit(model: Model, habit: Habit) -> None:
    """The roles treat this model as others of its kind."""
    _habits[model] = habit


def grant(role: str, model: Model, **reaches: Reach) -> None:
    """A role may do this to a model, whatever its habit says."""
    _grants[model][role] = _grants[model].get(role, {}) | reaches


def learn_verbs(source: Callable[[], Iterable[tuple[Model, str]]]) -> None:
    """Where further verbs come from: the actions, which this app cannot see."""
    _verbs.append(source)


def scoped_models() -> list[Model]:
    """The models whose reach is granted: not those that look through a parent."""
    return [model for model in apps.get_models() if _is_granted(model)]


def verbs_of(model: Model) -> list[str]:
    """What can be done to a model, the common verbs first."""
    own = {verb for source in _verbs for base, verb in source() if issubclass(model, base)}
    named = {verb for reaches in _grants[model].values() for verb in reaches}
    return [*COMMON_VERBS, *sorted((own | named) - {*COMMON_VERBS, KEEP})]


def verbs_known() -> int:
    """How many verbs the sources name: another number, and what was made of them is old."""
    return sum(1 for source in _verbs for _each in source())


def default_reach(role: str, model: Model, verb: str) -> Reach:
    said = _grants[model].get(role, {})
    usual = _habit_of(model).get(role, {})
    others = NONE if verb in NEVER_USUAL else usual.get("*", NONE)
    return said.get(verb) or usual.get(verb) or others


# To go beyond a rule of the house; and verbs that no habit covers: what they do cannot be undone,
# or the system alone does it.
BEYOND = {"exceed_discount", "exceed_order", "book_in_closed"}
NEVER_USUAL = {"redact", "deliver", "exceed_credit", "sell_to_frozen"} | BEYOND


def defaults(role: str) -> Iterator[tuple[str, str, Reach]]:
    """Model, verb and reach of all that a role of a new install may do."""
    for model in scoped_models():
        for verb in verbs_of(model):
            if (reach := default_reach(role, model, verb)) != NONE:
                yield model._meta.label_lower, verb, reach


def _habit_of(model: Model) -> Habit:
    if model in _habits:
        return _habits[model]
    return WORK if has_owner(model) else SHARED


def has_owner(model: Model) -> bool:
    """Whether it belongs to somebody, to whom reach is measured."""
    return not {field.name for field in model._meta.fields}.isdisjoint(owner_fields(model))


def _is_granted(model: Model) -> bool:
    manager: Any = model._default_manager
    queryset = getattr(manager, "_queryset_class", models.QuerySet)
    plain = getattr(queryset, "permitted", None) is ScopedQuerySet.permitted
    return model in _habits or plain or issubclass(queryset, SharedQuerySet)
