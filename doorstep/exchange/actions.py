"""The verbs of exchange: what an import writes, a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy

from doorstep.exchange.drafts import Draft
from doorstep.exchange.makers import Maker
from doorstep.exchange.models import ImportedUser
from doorstep.exchange.people import address_for
from doorstep.exchange.targets import field_name
from doorstep.history.action import action
from doorstep.kit.journaled import Journaled
from doorstep.office.actions.users import add_user
from doorstep.records.actions.custom import add_field
from doorstep.records.doing import doing
from doorstep.records.models import Master
from doorstep.records.models.custom import CustomField
from doorstep.users.models import User


class Rehearsed(Exception):
    """Ends a rehearsal: what was written is not kept."""


@action(
    "*.imported",
    verb="import",
    label=gettext_lazy("Import"),
    told=gettext_lazy("imported this"),
    icon="upload",
)
def import_rows(
    model: type[Journaled],
    *,
    by: User,
    maker: Maker,
    drafts: Sequence[Draft],
    keep: bool = True,
    singly: bool = False,
) -> None:
    """Write some rows of a file, in one transaction and under one event."""
    if not keep:
        maker.add_missing()
    maker.write(drafts, singly=singly)
    if not keep:
        raise Rehearsed


@action("user.brought", verb="create", label=gettext_lazy("Bring in owners"), icon="upload")
def bring_people(users: type[User], *, by: User, names: Iterable[str]) -> int:
    """Let in the owners that a file names, suspended until an administrator says otherwise."""
    for name in (names := list(names)):
        user = add_user(users, by=by, email=address_for(name), name=name)
        user.is_active = False
        user.save()
        ImportedUser.objects.get_or_create(key=name, defaults={"user": user})
    return len(names)


@action("custom_field.brought", verb="create", label=gettext_lazy("Add fields"), icon="upload")
def bring_fields(model: type[CustomField], *, by: User, kind: str, headers: Iterable[str]) -> int:
    """Make text fields of columns that no field of ours can hold."""
    for header in (headers := list(headers)):
        add_field(model, by=by, record_type=kind, name=field_name(header), label=header[:60])
    return len(headers)


@action("master.brought", verb="create", label=gettext_lazy("Add choices"), icon="upload")
def bring_choices(model: type[Master], *, by: User, names: Iterable[str]) -> int:
    """Add the sources, industries, statuses … that a file names and the list lacks."""
    for name in (names := list(names)):
        doing(model, "created")(model, by=by, name=name)
    return len(names)
