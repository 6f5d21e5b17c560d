"""Teams, and territories as a tree with one root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.users.access import SharedQuerySet


class Team(Journaled):
    """People whose records one may see by the reach "team"."""

    name = models.CharField(_("name"), max_length=100)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="one_team_per_name",
                violation_error_message=_("There is a team of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class TerritoryQuerySet(SharedQuerySet):
    def root(self) -> Territory | None:
        found: Territory | None = self.filter(parent=None).first()
        return found

    def leaves(self) -> TerritoryQuerySet:
        """Those that can be chosen for a record: they are not divided further."""
        return self.filter(children=None)

    def below(self, *tops: int) -> set[int]:
        """The ids of these and of all that lies in them."""
        return with_descendants(self.values_list("pk", "parent_id"), tops)


class Territory(Journaled):
    """A part of the world we sell to; every one but the first lies in another."""

    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("lies in"),
    )

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="one_territory_per_name",
                violation_error_message=_("There is a territory of this name."),
            ),
            models.UniqueConstraint(
                Coalesce(F("parent"), 0),
                condition=Q(parent=None),
                name="one_root_of_territories",
                violation_error_message=_("There is one territory that holds all others."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserTerritory(Journaled):
    """A user works in a territory, and in all that lies in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="works_in")
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="workers", verbose_name=_("territory")
    )

    objects = SharedQuerySet.as_manager()
    counted_as: ClassVar[tuple[Any, Any]] = (_("person"), _("people"))

    class Meta:
        verbose_name = _("territory of a user")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "territory"], name="one_territory_once_per_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.territory}"


def with_descendants(pairs: Iterable[tuple[int, int | None]], tops: Iterable[int]) -> set[int]:
    """``tops`` and everything below them, where ``pairs`` are each node and its parent."""
    children: dict[Any, list[int]] = defaultdict(list)
    for node, parent in pairs:
        children[parent].append(node)
    return set(_walk(children, tops))


def _walk(children: dict[Any, list[int]], tops: Iterable[int]) -> Iterator[int]:
    waiting, seen = list(tops), set[int]()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            yield node
            waiting += children[node]
