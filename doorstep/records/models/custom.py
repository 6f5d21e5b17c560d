"""Fields that an administrator gives to a kind of record."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.apps import apps
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from doorstep.kit.journaled import Journaled
from doorstep.users.access import SharedQuerySet

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class CustomField(Journaled):
    """One more field of a kind of record; what is filled in lies in ``Record.custom``.

    Its values are kept under ``name``, which never changes once there is one: so a new label
    renames the field everywhere, and loses nothing. An archived field keeps its values and is
    neither shown nor written.
    """

    class Kind(models.TextChoices):
        TEXT = "TEXT", _("Text")
        NUMBER = "NUMBER", _("Number")
        DATE = "DATE", _("Date")
        CHOICE = "CHOICE", _("Choice")
        CHECK = "CHECK", _("Yes or no")
        LINK = "LINK", _("Link to a record")

    record_type = models.CharField(_("kind of record"), max_length=60)
    name = models.CharField(
        _("name in the API"),
        max_length=40,
        validators=[
            RegexValidator(
                rf"^{NAME.pattern}\Z", _("Write small letters, digits and underscores.")
            )
        ],
    )
    label = models.CharField(_("label"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TEXT)
    choices: Any = models.JSONField(_("choices"), default=list, blank=True)
    links_to = models.CharField(_("links to"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    help = models.CharField(_("help"), max_length=200, blank=True)
    section = models.CharField(_("shown in"), max_length=60, blank=True)
    default: Any = models.JSONField(_("filled in for new records"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    required = models.BooleanField(_("required"), default=False)
    filterable = models.BooleanField(_("lists can be filtered by it"), default=True)
    archived = models.BooleanField(_("archived"), default=False)

    objects = SharedQuerySet.as_manager()
    untold: ClassVar[frozenset[str]] = frozenset({"position"})

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering = ["record_type", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "name"],
                name="one_custom_field_per_name",
                violation_error_message=_("There is a field of this name, perhaps archived."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def model(self) -> type[models.Model]:
        """The kind of record it belongs to."""
        return apps.get_model(self.record_type)

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    def tidy(self) -> None:
        """A field that was only given a label gets its name from it; each choice gets a key."""
        self.label = self.label.strip()
        self.name = self.name.strip() or slug(self.label)
        self.choices = keyed(self.choices) if self.kind == self.Kind.CHOICE else []


ICONS = {
    "TEXT": "text-cursor-input",
    "NUMBER": "ruler",
    "DATE": "calendar-days",
    "CHOICE": "list",
    "CHECK": "toggle-left",
    "LINK": "link",
}


def slug(text: str) -> str:
    """ "Ceiling height" is "ceiling_height"; a label without any Latin letter is "field"."""
    found = slugify(text).replace("-", "_").lstrip("0123456789_")[:40].rstrip("_")
    return found or "field"


def keyed(choices: Any) -> list[dict[str, str]]:
    """Each choice with the key under which it is kept; a new one gets one of its own."""
    listed = [each if isinstance(each, dict) else {"label": each} for each in choices]
    taken = {each["key"] for each in listed if each.get("key")}
    found = []
    for each in listed:
        label, key = str(each.get("label", "")).strip(), each.get("key") or ""
        if not key:
            wanted, number = slug(label), 2
            key = wanted
            while key in taken:
                key, number = f"{wanted}_{number}", number + 1
            taken.add(key)
        found.append({"key": key, "label": label})
    return found
