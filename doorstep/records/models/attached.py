"""What hangs on records: seen with them, changed with them, gone with them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.users.access import Reach, ScopedQuerySet, follows_the_common_rule
from doorstep.users.models import User


class AttachedQuerySet(ScopedQuerySet, JournaledQuerySet):
    """What hangs on a record is seen with it, and changed by whoever may edit it."""

    def permitted(self, user: User, verb: str) -> Self:
        reachable = Q(pk__in=())
        for model in self.hung_on():
            reach = user.reach(model, on := "view" if verb == "view" else "edit")
            if reach == Reach.NONE:
                continue
            kind = Q(about_type=model._meta.label_lower)
            records = model._default_manager.permitted(user, on)
            is_all = reach == Reach.ALL and follows_the_common_rule(model)
            reachable |= kind if is_all else kind & Q(about_id__in=records.values("pk"))
        return self.filter(reachable)

    def hung_on(self) -> list[type[Any]]:
        """The tables of records that such a row may hang on."""
        return record_models()

    def about(self, record: models.Model) -> Self:
        return self.filter(about_type=record._meta.label_lower, about_id=record.pk)

    def go_with_their_record(self) -> None:
        """The record they hang on is being deleted."""
        self.delete()


class Attached(Journaled):
    """A note, a tag, a file: it hangs on one record of any kind, and goes when that goes."""

    about_type = models.CharField(max_length=60, editable=False)
    about_id = models.BigIntegerField(editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("added by"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    untold: ClassVar[frozenset[str]] = frozenset({"about_type", "about_id"})
    told_on_record: ClassVar[bool] = False  # whether the record's own journal tells of it
    told_texts: ClassVar[tuple[str, ...]] = ()  # what a search in a timeline reads of it

    objects = AttachedQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["about_type", "about_id"], name="%(class)s_about")]

    @property
    def about(self) -> Any:
        """The record it hangs on."""
        return apps.get_model(self.about_type)._base_manager.filter(pk=self.about_id).first()

    @classmethod
    def to(cls, record: models.Model, **fields: Any) -> Self:
        """A new one for ``record``."""
        return cls(about_type=record._meta.label_lower, about_id=record.pk, **fields)


def attached_models() -> list[type[Any]]:
    """Every table of what hangs on records."""
    return [model for model in apps.get_models() if issubclass(model, Attached)]


def record_models() -> list[type[Any]]:
    """Every table of records: they have an owner to whom reach is measured."""
    return [model for model in apps.get_models() if hasattr(model, "owned_by")]
