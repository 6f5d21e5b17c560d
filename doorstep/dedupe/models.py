"""What is remembered of duplicates: which went into which, are not the same, or may be."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import Attached


class Merged(Attached):
    """A record that went into another: the timeline of that one tells its history as well."""

    gone_id = models.BigIntegerField(editable=False)
    name = models.CharField(max_length=480, editable=False)

    predecessor: ClassVar[str] = "gone_id"
    told_when_made: ClassVar[Any] = _("%s was merged into this")

    class Meta(Attached.Meta):
        verbose_name = _("merged record")

    def __str__(self) -> str:
        return self.name


class Apart(Attached):
    """Somebody looked: the record and ``other_id`` are not the same. ``other_type`` is empty where
    both are of one kind, as nearly always.
    """

    other_id = models.BigIntegerField(editable=False)
    other_type = models.CharField(max_length=60, blank=True, default="", editable=False)
    name = models.CharField(max_length=480, editable=False)

    told_when_made: ClassVar[Any] = _("%s is not the same")

    class Meta(Attached.Meta):
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        indexes = [
            *Attached.Meta.indexes,
            models.Index(fields=["about_type", "other_id"], name="apart_other"),
        ]

    def __str__(self) -> str:
        return self.name


class Trace(models.Model):
    """By what a record is found: a number made of its e-mail, its phone or words of its name.

    Derived of the records, and no more personal than a number.
    """

    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "record_type", "record_id"], name="one_trace_per_number"
            )
        ]
        indexes = [models.Index(fields=["record_type", "record_id"], name="trace_of")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"


class Pair(models.Model):
    """Two records of a kind that may be the same: ``one_id`` is the smaller. Derived, like traces.

    With ``other_type`` they are of two kinds: a lead, and a contact who has its e-mail or phone.
    It says nothing of who may see them, nor of what was decided since: ask ``pairs_for``.
    """

    record_type = models.CharField(max_length=60)
    one_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    other_type = models.CharField(max_length=60, blank=True, default="")
    percent = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "one_id", "other_type", "other_id"], name="one_pair_of_two"
            )
        ]
        indexes = [
            models.Index(fields=["-percent", "-id"], name="pair_likeliest"),
            models.Index(fields=["record_type", "other_id"], name="pair_other"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.one_id} {self.other_id}"

    @property
    def rows(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """The two, each with its table."""
        other = self.other_type or self.record_type
        return (self.record_type, self.one_id), (other, self.other_id)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(self.why.split(","))


class Looked(models.Model):
    """Up to which change of the history pairs were looked for; and a turn before. One row."""

    change = models.BigIntegerField(default=0)
    before = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.change)
