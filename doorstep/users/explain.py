"""Why somebody can see a record, or cannot: in words, from the very roles that decide it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.users.access import Reach, openings, owner_fields
from doorstep.users.models import Grant, Membership, Role, Territory, User, UserTerritory


@dataclass(frozen=True)
class Reason:
    """One role, how far it reaches, and what ties the two together, or does not."""

    user: User
    role: Role | None
    reach: str
    because: str

    @property
    def role_name(self) -> str:
        return self.role.name if self.role else _("The system itself")


@dataclass(frozen=True)
class Told:
    """Whether a user may, and the roles that say so: every one that does, or all that do not."""

    user: User
    may: bool
    reasons: list[Reason]


def why(user: User, record: models.Model, verb: str = "view") -> list[Reason]:
    """Every role of ``user`` that lets them ``verb`` the record; empty if none does."""
    (told,) = explain([user], record, verb)
    return told.reasons if told.may else []


def who_may(record: models.Model, verb: str = "view") -> list[list[Reason]]:
    """Everyone on the staff who may, each with the reasons; whoever owns it first."""
    staff = User.objects.staff().select_related("team").order_by("name")
    found = [told.reasons for told in explain(list(staff), record, verb) if told.may]
    return sorted(found, key=lambda reasons: reasons[0].user.pk not in _owners(record))


def explain(users: Collection[User], record: models.Model, verb: str) -> list[Told]:
    """Each of them with the reasons, for or against; as many queries for one as for all."""
    ties = _Ties(record, verb, users)
    return [ties.told(user) for user in users]


class _Ties:
    """What could tie users to one record, read once for all of them."""

    def __init__(self, record: models.Model, verb: str, users: Collection[User]) -> None:
        granted = Grant.objects.filter(model=record._meta.label_lower, verb=verb)
        self.reaches = dict(granted.values_list("role_id", "reach"))
        self.roles: dict[int, list[Role]] = defaultdict(list)
        links = Membership.objects.filter(user__in=[user.pk for user in users])
        for link in links.select_related("role").order_by("role"):
            self.roles[link.user_id].append(link.role)
        self.owners = User.objects.in_bulk(_owners(record))
        self.teams = {owner.team_id for owner in self.owners.values() if owner.team_id}
        self.territory: Any = getattr(record, "territory", None)
        self.workers = _workers_in(self.territory) if self.territory else set()
        self.sharers = {
            share.user_id: share.owner
            for rows in openings(type(record), verb)
            for share in rows.filter(about_id=record.pk).select_related("owner")
        }

    def told(self, user: User) -> Told:
        if user.kind == User.Kind.SYSTEM:
            return Told(user, True, [Reason(user, None, Reach.ALL, _("It may do everything."))])
        if not user.is_active:
            return Told(user, False, [Reason(user, None, Reach.NONE, _("They are kept out."))])
        found = list(self._found(user))
        given = [reason for is_given, reason in found if is_given]
        return Told(user, bool(given), given or [reason for _given, reason in found])

    def _found(self, user: User) -> Iterator[tuple[bool, Reason]]:
        for role in self.roles[user.pk]:
            if role.is_administrator:
                because = _("Administrators may do everything.")
                yield True, Reason(user, role, Reach.ALL, because)
                continue
            reach = self.reaches.get(role.pk, Reach.NONE)
            tie = self._tie(user, reach) or self._share(user, reach)
            yield bool(tie), Reason(user, role, reach, tie or self._lack(reach))

    def _tie(self, user: User, reach: str) -> str:
        """What ties a user to the record within a reach; nothing if the reach ends before it."""
        if reach == Reach.ALL:
            return _("The role reaches all of them.")
        if reach == Reach.NONE:
            return ""
        if user.pk in self.owners:
            return _("It is their own.")
        if reach == Reach.TEAM and user.team_id in self.teams:
            return str(_("It belongs to their team, %s.") % user.team)
        if reach == Reach.TERRITORY and user.pk in self.workers:
            return str(_("It lies in their territory: %s.") % self.territory)
        return ""

    def _share(self, user: User, reach: str) -> str:
        """That it is shared with them; it opens nothing that the role does not allow at all."""
        if reach == Reach.NONE or user.pk not in self.sharers:
            return ""
        return _("%s shared it with them.") % (self.sharers[user.pk] or _("Somebody"))

    def _lack(self, reach: str) -> str:
        """Why a role that reaches so far does not reach it."""
        owners = ", ".join(str(owner) for owner in self.owners.values()) or _("nobody")
        return {
            Reach.NONE: _("The role does not allow it."),
            Reach.OWN: _("The role reaches what is their own; this belongs to %s.") % owners,
            Reach.TEAM: _("The role reaches their team; this belongs to %s.") % owners,
        }.get(Reach(reach), _("The role reaches their territories; this lies in none of them."))


def _workers_in(territory: Territory) -> set[int]:
    """Who works there, or in what it lies in."""
    parents = dict(Territory.objects.values_list("pk", "parent"))
    above: set[int] = set()
    place: int | None = territory.pk
    while place is not None and place not in above:
        above.add(place)
        place = parents.get(place)
    return set(UserTerritory.objects.filter(territory__in=above).values_list("user", flat=True))


def _owners(record: models.Model) -> set[int]:
    names = [f"{name}_id" for name in owner_fields(type(record))]
    return {pk for name in names if (pk := getattr(record, name, None))}
