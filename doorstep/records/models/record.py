"""The base of everything people work with."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.records.models.attached import attached_models
from doorstep.users.access import ScopedQuerySet


class RecordQuerySet(ScopedQuerySet, JournaledQuerySet):
    """Scoped to what a user may reach; writes only inside an action."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these records and what is attached to them, or to what goes with them."""
        pks = list(self.values_list("pk", flat=True))
        for relation in self.model._meta.related_objects:
            if relation.on_delete is models.CASCADE and issubclass(relation.related_model, Record):
                going = relation.related_model._default_manager
                going.filter(**{f"{relation.field.name}__in": pks}).delete()
        for model in attached_models():
            model._default_manager.filter(
                about_type=self.model._meta.label_lower, about_id__in=pks
            ).go_with_their_record()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]


class Record(Journaled):
    """It belongs to someone somewhere, and every change to it is remembered."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    territory = models.ForeignKey(
        "users.Territory",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("territory"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    custom = models.JSONField(_("custom fields"), default=dict, blank=True)

    # The fields that name a user to whom the record belongs, for reach OWN and TEAM.
    owned_by: ClassVar[tuple[str, ...]] = ("owner",)

    by_key: ClassVar[frozenset[str]] = frozenset({"custom"})

    # Whether it is also seen with the records it is linked to: such a one is linked to no other
    # of its like, or who sees it would depend on itself, or on more than a database looks through.
    seen_by_links: ClassVar[bool] = False

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def tidy(self) -> None:
        """Bring the record's own fields into one form and derive what follows from them.

        Called before the record is checked, by the plain create and update and by every action
        that saves it. It only looks at the record itself: no queries.
        """
