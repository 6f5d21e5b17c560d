"""Factories: the smallest valid user, team, territory or role, without history."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from doorstep.kit.noting import unrecorded
from doorstep.users.access import Reach
from doorstep.users.defaults import (
    BEYOND,
    READ_ONLY,
    default_reach,
    has_owner,
    scoped_models,
    verbs_known,
    verbs_of,
)
from doorstep.users.models import Grant, Membership, Role, Team, Territory, User, UserTerritory
from doorstep.users.models.roles import new_stamp


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
    """A role that may do everything to every kind of record, as far as ``reach``; to go beyond
    an order, a greatest discount or a closed period is granted by itself.

    Colleagues and lists it may see, as every role of a new install.
    """
    with unrecorded():
        role = Role.objects.create(name=name, **fields)
    _insert(role, _usual(str(reach), verbs_known()))
    return role


@cache
def _usual(reach: str, _verbs: int) -> list[tuple[str, str, str]]:
    """Model, verb and reach; worked out anew when there are more verbs."""
    return [
        (model._meta.label_lower, verb, str(each))
        for model in scoped_models()
        for verb, each in _reaches(model, reach)
    ]


def _insert(role: Role, grants: list[tuple[str, str, str]]) -> None:
    """In one statement: there are hundreds, and most tests begin with them."""
    if grants:
        places = ", ".join(["(1, %s, %s, %s, %s, %s)"] * len(grants))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Grant._meta.db_table} "
                f"(version, updated_at, role_id, model, verb, reach) VALUES {places}",
                [value for row in grants for value in (role.updated_at, role.pk, *row)],
            )


def grant(role: Role, model: Any, **reaches: Reach | str) -> None:
    """Set what a role may do to a model."""
    label = model._meta.label_lower
    Grant.objects.filter(role=role, model=label, verb__in=reaches)._raw_delete(DEFAULT_DB_ALIAS)
    _insert(role, [(label, verb, str(reach)) for verb, reach in reaches.items()])
    QuerySet(Role).filter(pk=role.pk).update(stamp=new_stamp())


def _reaches(model: Any, reach: Reach | str) -> list[tuple[str, Reach | str]]:
    if has_owner(model):
        usual = [verb for verb in verbs_of(model) if verb not in BEYOND]
        return [(verb, reach) for verb in usual if reach != Reach.NONE]
    seen_by_all = default_reach(READ_ONLY, model, "view")
    return [("view", seen_by_all)] if seen_by_all != Reach.NONE else []
