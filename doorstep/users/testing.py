"""Factories: the smallest valid user, team, territory or role, without history."""

from __future__ import annotations

from typing import Any

from doorstep.kit.noting import unrecorded
from doorstep.users.access import Reach
from doorstep.users.defaults import READ_ONLY, default_reach, has_owner, scoped_models, verbs_of
from doorstep.users.models import Grant, Membership, Role, Team, Territory, User, UserTerritory


def make_user(email: str = "ada@example.org", password: str | None = None, **fields: Any) -> User:
    """``roles`` and ``territories`` may be given like fields."""
    roles, territories = fields.pop("roles", ()), fields.pop("territories", ())
    user = User(**{"email": email, "name": email.partition("@")[0].capitalize()} | fields)
    user.set_password(password)
    with unrecorded():
        user.save()
        for role in roles:
            Membership.objects.create(user=user, role=role)
        for territory in territories:
            UserTerritory.objects.create(user=user, territory=territory)
    return user


def make_team(**fields: Any) -> Team:
    with unrecorded():
        return Team.objects.create(**{"name": "North"} | fields)


def make_territory(**fields: Any) -> Territory:
    """Without a parent it lies in the root."""
    with unrecorded():
        parent = Territory.objects.root()
        return Territory.objects.create(**{"name": "Berlin", "parent": parent} | fields)


def make_role(name: str = "Tester", reach: Reach | str = Reach.NONE, **fields: Any) -> Role:
    """A role that may do everything to every kind of record, as far as ``reach``.

    Colleagues and lists it may see, as every role of a new install.
    """
    with unrecorded():
        role = Role.objects.create(name=name, **fields)
        Grant.objects.bulk_create(
            Grant(role=role, model=model._meta.label_lower, verb=verb, reach=each)
            for model in scoped_models()
            for verb, each in _reaches(model, reach)
        )
    return role


def grant(role: Role, model: Any, **reaches: Reach | str) -> None:
    """Set what a role may do to a model."""
    with unrecorded():
        for verb, reach in reaches.items():
            Grant.objects.update_or_create(
                role=role, model=model._meta.label_lower, verb=verb, defaults={"reach": reach}
            )


def _reaches(model: Any, reach: Reach | str) -> list[tuple[str, Reach | str]]:
    if has_owner(model):
        return [(verb, reach) for verb in verbs_of(model) if reach != Reach.NONE]
    seen_by_all = default_reach(READ_ONLY, model, "view")
    return [("view", seen_by_all)] if seen_by_all != Reach.NONE else []
