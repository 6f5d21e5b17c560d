"""What no change of users and roles may bring about, not even an undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict, Forbidden
from doorstep.kit.guards import Touched, guard
from doorstep.users.models import Grant, Membership, Role, Territory, User
from doorstep.users.models.places import with_descendants
from doorstep.users.models.user import RANK

SYSTEM = User.Kind.SYSTEM


class LastAdministrator(Conflict):
    """Nobody would be left who may do everything."""

    code = "last_administrator"


@guard("users.user", "users.membership", "users.role", "users.grant")
def only_administrators_reach_further(touched: Touched, by: User) -> None:
    """Whoever else may edit users raises nobody above themselves, nor touches those above."""
    if by.kind == SYSTEM or by.is_administrator:
        return
    if by.pk in _users_of(touched["users.membership"]) or _roles(touched) & _roles_of(by):
        raise Forbidden(_("Only an administrator may change what you may do yourself."))
    above = Membership.objects.filter(role__is_administrator=True)
    if above.filter(user__in=touched["users.user"]).exists():
        raise Forbidden(_("Only an administrator may change an administrator."))
    if not _is_within_reach(touched, by):
        raise Forbidden(_("You may not give what you do not have yourself."))


@guard("users.user", "users.membership", "users.role")
def an_administrator_remains(touched: Touched, by: User) -> None:
    """Locks the roles first: of two who suspend each other only one succeeds."""
    administering = set(Role.objects.filter(is_administrator=True).select_for_update())
    if by.kind == SYSTEM or not _could_be_fewer(touched, {role.pk for role in administering}):
        return
    if not Membership.objects.filter(
        role__is_administrator=True, user__is_active=True, user__kind=User.Kind.STAFF
    ).exists():
        raise LastAdministrator(_("Nobody would be left who may administer Doorstep."))


@guard("users.territory")
def territories_are_one_tree(touched: Touched, by: User) -> None:
    """Everything hangs below the one root, so nothing lies in itself."""
    keep_one_tree(Territory, _("A territory cannot lie in itself or in a part of itself."))


def keep_one_tree(model: Any, says: str) -> None:
    """Refuse unless all rows hang below one root. Locks it first: of two who put each under the
    other only one succeeds.
    """
    root = model.objects.select_for_update().filter(parent=None).first()
    pairs = list(model.objects.order_by().values_list("pk", "parent_id"))
    if root is None or len(with_descendants(pairs, [root.pk])) != len(pairs):
        raise Conflict(says, parent=says)


def _could_be_fewer(touched: Touched, administering: set[int]) -> bool:
    """Whether somebody may have lost what made them an administrator."""
    return (
        any("is_active" in before or "kind" in before for before in touched["users.user"].values())
        or any(row.get("role_id") in administering for row in touched["users.membership"].values())
        or any("is_administrator" in before for before in touched["users.role"].values())
    )


def _users_of(memberships: Mapping[int, dict[str, Any]]) -> set[int]:
    held = {before["user_id"] for before in memberships.values() if "user_id" in before}
    return held | set(
        Membership.objects.filter(pk__in=memberships).values_list("user_id", flat=True)
    )


def _roles(touched: Touched) -> set[int]:
    """The roles whose own row or whose grants were written."""
    held = {row["role_id"] for row in touched["users.grant"].values() if "role_id" in row}
    grants = Grant.objects.filter(pk__in=touched["users.grant"])
    return {*touched["users.role"], *held, *grants.values_list("role_id", flat=True)}


def _roles_of(user: User) -> set[int]:
    return set(user.memberships.values_list("role_id", flat=True))


def _is_within_reach(touched: Touched, by: User) -> bool:
    """Every grant that was written, of every role that was given or taken, and of whoever was
    changed: another address is a way to sign in as them.
    """
    links = touched["users.membership"]
    held = {before["role_id"] for before in links.values() if "role_id" in before}
    changed = {pk for pk, before in touched["users.user"].items() if before and pk != by.pk}
    held |= set(Membership.objects.filter(user__in=changed).values_list("role_id", flat=True))
    given = Membership.objects.filter(pk__in=links).values_list("role_id", flat=True)
    roles = Role.objects.filter(pk__in={*held, *given})
    grants = Grant.objects.filter(Q(role__in=roles) | Q(pk__in=touched["users.grant"]))
    reaches = by.own_reaches()
    return not roles.filter(is_administrator=True).exists() and all(
        RANK[reach] <= RANK[max(reaches.get((model, verb), {"NONE"}), key=RANK.__getitem__)]
        for model, verb, reach in grants.values_list("model", "verb", "reach")
    )
