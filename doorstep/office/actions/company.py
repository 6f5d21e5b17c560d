"""The company: founded at the first start, and what an administrator changes of it later."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.office.actions.users import add_user
from doorstep.office.checks import check
from doorstep.office.passwords import check_password_of
from doorstep.records.models import Company
from doorstep.users.models import Role, User


@action(
    "company.changed", verb="edit", label=gettext_lazy("Change the company"), icon="building-2"
)
def change_company(companies: type[Company], *, by: User, **values: Any) -> Company:
    """Change what is printed on documents, and what dates and amounts start from."""
    company = companies.objects.select_for_update().first() or companies()
    for name, value in values.items():
        setattr(company, name, value)
    check(company)
    company.save()
    return company


@action(
    "company.founded",
    verb="edit",
    label=gettext_lazy("Set up"),
    undoable=gettext_lazy("What was set up can be changed, not undone."),
    icon="door-open",
)
def found_company(
    system: User, *, by: User, email: str, name: str, password: str, company: dict[str, Any]
) -> User:
    """Make the company and its first administrator. Of two who try at once one is refused."""
    if User.objects.filter(kind=User.Kind.STAFF).exists():  # the row of ``system`` is locked
        raise Conflict(_("Doorstep is set up already. Sign in."))
    check_password_of(User(email=email, name=name), password)
    administrators = Role.objects.filter(is_administrator=True)[:1]
    user = add_user(User, by=by, email=email, name=name, roles=administrators)
    user.set_password(password)
    user.save()
    change_company(Company, by=by, **company)
    return user
