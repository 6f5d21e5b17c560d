"""What an install needs before anybody signs in: roles, a root of territories, the system."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.kit.noting import unrecorded
from doorstep.users.defaults import ADMINISTRATOR, ROLES, defaults
from doorstep.users.models import Grant, Role, Territory, User


def prepare(**_signal: Any) -> None:
    """Make what is missing; safe to run at every start. What somebody changed stays."""
    with transaction.atomic(), unrecorded():
        if not Role.objects.exists():
            Role.objects.bulk_create(
                Role(name=name, preset=name, is_administrator=name == ADMINISTRATOR)
                for name in ROLES
            )
        for role in Role.objects.exclude(preset="").select_for_update():
            _grant_what_is_new(role)
        if Territory.objects.root() is None:
            Territory.objects.create(name=_("All territories"))
    User.system()


def _grant_what_is_new(role: Role) -> None:
    """A grant that is there was decided, here or by somebody, and is left alone."""
    known = set(role.grants.values_list("model", "verb"))
    Grant.objects.bulk_create(
        Grant(role=role, model=model, verb=verb, reach=reach)
        for model, verb, reach in defaults(role.preset)
        if (model, verb) not in known
    )
