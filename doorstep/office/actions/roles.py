"""What roles may do, and how far."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Invalid
from doorstep.office.checks import check
from doorstep.users.access import Reach
from doorstep.users.defaults import scoped_models, verbs_of
from doorstep.users.models import Grant, Role, User


@action("role.added", verb="create", label=gettext_lazy("New role"), icon="plus")
def add_role(roles: type[Role], *, by: User, name: str, like: Role | None = None) -> Role:
    """Make a role, with the reach of another one or with none."""
    role = roles(name=name.strip())
    check(role)
    role.save()
    same = like.grants.values_list("model", "verb", "reach") if like else []
    Grant.objects.bulk_create(
        Grant(role=role, model=model, verb=verb, reach=reach) for model, verb, reach in same
    )
    return role


@action("role.changed", verb="edit", label=gettext_lazy("Edit role"), icon="pencil")
def change_role(role: Role, *, by: User, name: str, needs_second_step: bool) -> Role:
    """Rename a role, or ask for a second step at its sign-in."""
    role.name, role.needs_second_step = name.strip(), needs_second_step
    check(role)
    role.save()
    return role


@action("role.deleted", verb="delete", label=gettext_lazy("Delete role"), icon="trash-2")
def delete_role(role: Role, *, by: User) -> None:
    """Delete a role that nobody has."""
    role.delete()


@action("grant.set", verb="edit", label=gettext_lazy("Set reach"), icon="shield-check")
def set_reach(role: Role, *, by: User, model: str, reaches: Mapping[str, str]) -> Role:
    """Set how far a role may do some verbs to a kind of record."""
    _refuse_the_unknown(model, reaches)
    known = {grant.verb: grant for grant in role.grants.filter(model=model)}
    for verb, reach in reaches.items():
        grant = known.get(verb) or Grant(role=role, model=model, verb=verb)
        grant.reach = reach
        grant.save()
    return role


def _refuse_the_unknown(model: str, reaches: Mapping[str, str]) -> None:
    found = {each._meta.label_lower: each for each in scoped_models()}.get(model)
    if found is None:
        raise Invalid(_("There are no such records."), model=_("Unknown."))
    if unknown := set(reaches) - set(verbs_of(found)):
        raise Invalid(_("There is no such verb."), verb=", ".join(sorted(unknown)))
    if unknown := set(reaches.values()) - set(Reach.values):
        raise Invalid(_("There is no such reach."), reach=", ".join(sorted(unknown)))
