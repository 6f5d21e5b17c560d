"""What every person has: a name in parts and as a whole, each following from the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from doorstep.kit.normal.names import PersonName, join_name, split_name
from doorstep.kit.normal.words import words
from doorstep.records.models import Record

PARTS = ("salutation", "first_name", "middle_name", "last_name")


class Person(Record):
    """``name`` is derived; whoever writes it whole has it taken apart."""

    salutation = models.CharField(_("salutation"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=140, blank=True)
    middle_name = models.CharField(_("middle name"), max_length=140, blank=True)
    last_name = models.CharField(_("last name"), max_length=140, blank=True)
    name = models.CharField(_("name"), max_length=480, blank=True)
    gender = models.CharField(_("gender"), max_length=30, blank=True)

    # What is told is the whole name, not each of its parts beside it.
    untold: ClassVar[frozenset[str]] = frozenset(PARTS)
    derives: ClassVar[dict[str, tuple[str, ...]]] = {
        "name": PARTS,
        **dict.fromkeys(PARTS, ("name",)),
    }

    _settled: Mapping[str, str] = MappingProxyType({})  # so that settling twice changes nothing

    class Meta:
        abstract = True

    @property
    def parts(self) -> PersonName:
        return PersonName(*(words(getattr(self, each)) for each in PARTS))

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        self._settled = {}
        super().refresh_from_db(*args, **options)

    def settle_name(self, otherwise: str) -> None:
        """Parts and whole in step; without a person it is called what ``otherwise`` says."""
        if self._was_named_whole():
            self._take_apart()
        parts = self.parts
        for field, part in zip(PARTS, parts, strict=True):
            setattr(self, field, part)
        self.name = join_name(parts) or words(otherwise)
        self._settled = {each: getattr(self, each) for each in (*PARTS, "name")}

    def _was_named_whole(self) -> bool:
        held = {**getattr(self, "_loaded", {}), **self._settled}
        typed = words(self.name) != held.get("name", "")
        return typed and all(getattr(self, each) == held.get(each, "") for each in PARTS)

    def _take_apart(self) -> None:
        parts = split_name(self.name) if words(self.name) else PersonName()
        for field, part in zip(PARTS, parts, strict=True):
            setattr(self, field, part)
