"""Rows that belong to a record: who may reach the record may reach them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.records.models.record import RecordQuerySet

if TYPE_CHECKING:
    from doorstep.users.models import User


class PartQuerySet(RecordQuerySet):
    """Scoped through the record it is part of."""

    def permitted(self, user: User, verb: str) -> Self:
        whole = self.model._meta.get_field(self.model.part_of).related_model
        records = whole._default_manager.permitted(user, verb)
        return self.filter(**{f"{self.model.part_of}__in": records})


class Part(Journaled):
    """``part_of`` names the foreign key to the record it goes with. ``said_as`` are the kinds of
    value by which others name a field, where that is not what the field is: an item by its code.
    """

    part_of: ClassVar[str]
    said_as: ClassVar[Mapping[str, Any]] = {}

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True


class Ranked(Part):
    """A part that stands in an order: the lines of a tax, the instalments of a payment."""

    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
