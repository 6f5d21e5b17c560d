"""What the settings pages read: people with what they hold, the matrix of reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Max, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from doorstep.history.action import ACTIONS
from doorstep.kit.keyset import capped_count
from doorstep.records.models import Attached
from doorstep.records.types import REGISTRY
from doorstep.records.uses import CAP, counted
from doorstep.users.access import Reach, owner_fields
from doorstep.users.defaults import has_owner, scoped_models, verbs_of
from doorstep.users.models import Grant, Membership, Role, User, UserTerritory
from doorstep.users.models.user import RANK

TIED = {Grant, Membership, UserTerritory}  # they go with the role or the user


@dataclass(frozen=True)
class Person:
    """A line of the list of users."""

    user: User
    roles: list[str]
    proof: str
    seen: datetime | None


@dataclass(frozen=True)
class Cell:
    """How far one role reaches into one kind of record, as the matrix says it."""

    role: Role
    value: str
    label: str


@dataclass(frozen=True)
class Row:
    model: str
    label: str
    cells: list[Cell]


def people(by: User) -> list[Person]:
    """Colleagues as the list shows them, in four queries however many there are."""
    staff = User.objects.visible_to(by).filter(kind=User.Kind.STAFF).select_related("team")
    users = staff.annotate(seen=Max("sessions__seen_at")).order_by("-is_active", "name")
    roles: dict[int, list[str]] = defaultdict(list)
    for user_id, name in Membership.objects.order_by("role").values_list("user_id", "role__name"):
        roles[user_id].append(name)
    proofs = defaultdict(set)
    for user_id, kind in Authenticator.objects.values_list("user_id", "type"):
        proofs[user_id].add(kind)
    return [
        Person(user, roles[user.pk], _proof(proofs[user.pk]), user.seen or user.last_login)
        for user in users
    ]


def belongings() -> list[tuple[Any, str]]:
    """The columns by which records are somebody's. Notes and calls stay whoever wrote them."""
    return [
        (model, name)
        for model in REGISTRY
        if not issubclass(model, Attached)
        for name in owner_fields(model)
    ]


def owned(user: User, by: User) -> list[str]:
    """How much is a user's of each kind that ``by`` may edit, in words."""
    found = []
    for model in dict.fromkeys(model for model, _name in belongings()):
        theirs = Q()
        for name in owner_fields(model):
            theirs |= Q(**{name: user})
        rows = model._default_manager.permitted(by, "edit").filter(theirs)
        count, is_capped = capped_count(rows, CAP)
        if count:
            found.append(counted(model, count + is_capped))
    return found


def matrix(roles: Iterable[Role]) -> list[tuple[str, list[Row]]]:
    """For each kind of record a row, for each role a cell; work first, then lists."""
    roles = list(roles)
    grants = {
        (role.pk, grant.model, grant.verb): grant.reach
        for role in roles
        for grant in role.grants.all()
    }
    work: list[Row] = []
    lists: list[Row] = []
    for model in scoped_models():
        if model in TIED:
            continue
        label = model._meta.label_lower
        cells = [_cell(role, grants, label) for role in roles]
        (work if has_owner(model) else lists).append(Row(label, _plural(model), cells))
    by_label = [sorted(rows, key=lambda row: row.label) for rows in (work, lists)]
    return [(_("Work"), by_label[0]), (_("Lists and settings"), by_label[1])]


def verbs_in_words(model: type[models.Model]) -> list[tuple[str, str]]:
    """What can be done to a kind of record, by the labels of its actions."""
    common = {
        "view": _("See"),
        "create": _("Create"),
        "edit": _("Change"),
        "delete": _("Delete"),
        "undo": _("Undo"),
        "import": _("Import"),
        "export": _("Export"),
    }
    own = {each.verb: str(each.label) for each in _actions_on(model)}
    return [
        (verb, common.get(verb) or own.get(verb) or capfirst(verb)) for verb in verbs_of(model)
    ]


def _actions_on(model: type[models.Model]) -> list[Any]:
    return [each for each in ACTIONS.values() if issubclass(model, each.model)]


def _plural(model: type[models.Model]) -> str:
    return capfirst(str(model._meta.verbose_name_plural))


def _cell(role: Role, grants: dict[Any, str], model: str) -> Cell:
    if role.is_administrator:
        return Cell(role, Reach.ALL, Reach.ALL.label)
    view = Reach(grants.get((role.pk, model, "view"), Reach.NONE))
    change = Reach(grants.get((role.pk, model, "edit"), Reach.NONE))
    if view == change:
        return Cell(role, change, change.label)
    if change == Reach.NONE:
        label = _("Read") if view == Reach.ALL else _("Read: %s") % view.label
        return Cell(role, "READ", label)
    if RANK[view] > RANK[change]:
        return Cell(role, change, _("%(own)s, sees %(all)s") % _words(change, view))
    return Cell(role, change, change.label)


def _words(change: Reach, view: Reach) -> dict[str, str]:
    return {"own": str(change.label), "all": str(view.label).lower()}


def _proof(kinds: set[str]) -> str:
    if Authenticator.Type.WEBAUTHN in kinds:
        return _("Passkey")
    return _("Code") if Authenticator.Type.TOTP in kinds else ""
