"""What somebody may do, from all of their roles."""

from __future__ import annotations

from collections import defaultdict

from django.utils.text import capfirst

from doorstep.office.queries import verbs_in_words
from doorstep.users.access import Reach
from doorstep.users.defaults import has_owner, scoped_models
from doorstep.users.models import Grant, Role, User


def may_of(user: User) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """By kind of record: each verb, how far it reaches, and the roles that reach so far."""
    roles = list(Role.objects.filter(memberships__user=user).order_by("pk"))
    granted = Grant.objects.filter(role__in=roles).select_related("role").order_by("role")
    held: dict[tuple[str, str], list[Grant]] = defaultdict(list)
    for grant in granted:
        held[grant.model, grant.verb].append(grant)
    chiefs = [role.name for role in roles if role.is_administrator]
    found = []
    for model in scoped_models():
        lines = []
        for verb, label in verbs_in_words(model) if has_owner(model) else ():
            grants = [g for g in held[model._meta.label_lower, verb] if g.reach != Reach.NONE]
            reaches = {Reach(grant.reach) for grant in grants}
            names = chiefs or list(dict.fromkeys(grant.role.name for grant in grants))
            far = (
                [str(Reach.ALL.label)] if chiefs else [str(r.label) for r in Reach if r in reaches]
            )
            lines.append((label, ", ".join(far), ", ".join(names)))
        if lines:
            found.append((capfirst(str(model._meta.verbose_name_plural)), lines))
    return found
