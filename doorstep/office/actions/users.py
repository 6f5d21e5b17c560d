"""People come, change and go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.office.checks import check, sync
from doorstep.office.queries import belongings
from doorstep.users.models import Membership, Role, Team, Territory, User, UserTerritory
from doorstep.users.models.user import tidy_email


@action("user.added", verb="create", label=_("Invite"), icon="user-round-plus")
def add_user(
    users: type[User],
    *,
    by: User,
    email: str,
    name: str,
    team: Team | None = None,
    roles: Iterable[Role] = (),
    territories: Iterable[Territory] = (),
    kind: str = User.Kind.STAFF,
) -> User:
    """Let someone in. They choose a password by the link they are sent."""
    user = users(email=tidy_email(email), name=name.strip(), team=team, kind=kind)
    user.set_unusable_password()
    check(user)
    user.save()
    sync(Membership, user=user, role=roles)
    sync(UserTerritory, user=user, territory=territories)
    return user


@action("user.changed", verb="edit", label=_("Edit"), icon="pencil")
def change_user(
    user: User,
    *,
    by: User,
    roles: Iterable[Role] | None = None,
    territories: Iterable[Territory] | None = None,
    **values: Any,
) -> User:
    """Change name, e-mail or team, and with it the roles and territories, all at once."""
    for name, value in values.items():
        setattr(user, name, tidy_email(value) if name == "email" else value)
    check(user)
    user.save()
    if roles is not None:
        sync(Membership, user=user, role=roles)
    if territories is not None:
        sync(UserTerritory, user=user, territory=territories)
    return user


@action(
    "user.suspended",
    verb="edit",
    label=_("Suspend"),
    told=_("suspended them"),
    icon="ban",
)
def suspend_user(user: User, *, by: User, successor: User | None = None) -> User:
    """Keep someone out from now on: sessions and tokens end at once, and what was theirs may go
    to somebody else."""
    if successor:
        hand_over(user, by=by, to=successor)
        user.refresh_from_db()
    user.is_active = False
    user.save()
    user.sessions.all().delete()
    return user


@action(
    "user.handed_over",
    verb="edit",
    label=_("Hand over everything"),
    told=_("handed over what was theirs"),
    icon="user-round",
)
def hand_over(user: User, *, by: User, to: User) -> int:
    """Give the records of one user to another, as far as ``by`` may edit them; one undo."""
    if to.pk == user.pk or not to.is_active or to.kind != User.Kind.STAFF:
        says = gettext("Choose somebody else who may sign in.")
        raise Invalid(says, successor=says)
    done = 0
    for model, name in belongings():
        mine = model._default_manager.permitted(by, "edit").filter(**{name: user})
        done += mine.update(**{name: to})
    return done


@action(
    "user.readmitted",
    verb="edit",
    label=_("Let in again"),
    told=_("let them in again"),
    icon="circle-check",
)
def readmit_user(user: User, *, by: User) -> User:
    """Let a suspended user in again."""
    user.is_active = True
    user.save()
    return user


@action("role.given", verb="edit", label=_("Give a role"), icon="shield-check")
def give_role(user: User, *, by: User, role: Role) -> User:
    """Let a user do what a role may do."""
    if not user.memberships.filter(role=role).exists():
        user.memberships.create(role=role)
    return user


@action("role.taken", verb="edit", label=_("Take a role away"), icon="shield-check")
def take_role(user: User, *, by: User, role: Role) -> User:
    """End what a role let a user do."""
    user.memberships.filter(role=role).delete()
    return user


@action("profile.kept", verb="keep", label=_("Change my name"), icon="user-round")
def keep_profile(user: User, *, by: User, name: str) -> User:
    """Change one's own name."""
    user.name = name.strip()
    check(user)
    user.save()
    return user
