"""Teams, and the tree of territories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.office.checks import check
from doorstep.records.uses import refuse_used
from doorstep.users.models import Team, Territory, User


@action("team.added", verb="create", label=gettext_lazy("New team"), icon="plus")
def add_team(teams: type[Team], *, by: User, name: str, members: Iterable[User] = ()) -> Team:
    """Make a team of some people; each is in one team."""
    team = teams(name=name.strip())
    check(team)
    team.save()
    User.objects.filter(pk__in=[user.pk for user in members]).update(team=team)
    return team


@action("team.changed", verb="edit", label=gettext_lazy("Edit team"), icon="pencil")
def change_team(team: Team, *, by: User, name: str, members: Iterable[User]) -> Team:
    """Rename a team, or say who is in it."""
    team.name = name.strip()
    check(team)
    team.save()
    chosen = [user.pk for user in members]
    User.objects.filter(team=team).exclude(pk__in=chosen).update(team=None)
    User.objects.filter(pk__in=chosen).update(team=team)
    return team


@action("team.deleted", verb="delete", label=gettext_lazy("Delete team"), icon="trash-2")
def delete_team(team: Team, *, by: User) -> None:
    """Delete a team that nobody is in."""
    team.delete()


@action("territory.created", verb="create", label=gettext_lazy("New territory"), icon="plus")
def add_territory(
    territories: type[Territory], *, by: User, name: str, parent: Territory | None = None
) -> Territory:
    """Make a territory; without a parent it lies in the root."""
    parent = parent or territories.objects.root()
    territory = territories(name=name.strip(), parent=parent)
    check(territory)
    territory.save()
    return territory


@action("territory.updated", verb="edit", label=gettext_lazy("Edit territory"), icon="pencil")
def change_territory(territory: Territory, *, by: User, **values: Any) -> Territory:
    """Rename a territory, or move it with all that lies in it."""
    is_root = territory.parent_id is None
    if "name" in values:
        territory.name = values["name"].strip()
    if "parent" in values and not is_root:
        territory.parent = values["parent"] or Territory.objects.root()
    check(territory)
    territory.save()
    return territory


@action("territory.deleted", verb="delete", label=gettext_lazy("Delete territory"), icon="trash-2")
def delete_territory(territory: Territory, *, by: User) -> None:
    """Delete a territory that holds no other and that nothing belongs to."""
    if territory.parent_id is None:
        raise Conflict(_("This territory holds all others."))
    refuse_used(territory)
    territory.delete()
