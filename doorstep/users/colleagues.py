"""Whose work somebody may look at, besides their own."""

from __future__ import annotations

from django.db import models

from doorstep.users.access import Reach
from doorstep.users.models import User


def colleagues_in_reach(user: User, model: type[models.Model], most: int) -> list[User]:
    """At most so many colleagues whose records of this kind one may view, by name."""
    reaches = user.reaches(model, "view")
    staff = User.objects.staff().exclude(pk=user.pk).order_by("name", "pk")
    if reaches & {Reach.ALL, Reach.TERRITORY}:
        return list(staff[:most])
    if Reach.TEAM in reaches and user.team_id:
        return list(staff.filter(team=user.team_id)[:most])
    return []
