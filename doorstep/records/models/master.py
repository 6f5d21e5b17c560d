"""Lists that an administrator edits: statuses, sources, groups, tags."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self
from unicodedata import normalize

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.kit.errors import Invalid
from doorstep.kit.journaled import Journaled
from doorstep.users.access import SharedQuerySet
from doorstep.users.models import User


def name_key(name: str) -> str:
    """What makes two names the same: case and the width of letters and spaces do not count."""
    return " ".join(normalize("NFKC", name).casefold().split())


LONGEST_NAME = 200  # characters; nothing of ours was ever called by more
LAST_PLACE = 2**31 - 1  # as far as the column goes; rows that share it stand by name


class MasterQuerySet(SharedQuerySet):
    """A list for everyone on the staff; whoever has the grant may change all of it."""

    def permitted(self, user: User, verb: str) -> Self:
        if verb == "view" and user.kind == User.Kind.STAFF:
            return self.all()
        return super().permitted(user, verb)

    def offered(self) -> Self:
        """What can be chosen for something new."""
        return self.filter(disabled=False)

    def formerly(self, keys: Iterable[str]) -> dict[str, Any]:
        """By key the rows that were called so: files, saved views and programs still say it."""
        wanted = [key for key in keys if 0 < len(key) <= LONGEST_NAME and "\0" not in key]
        if not wanted:
            return {}
        said = reduce(or_, (Q(former__contains=f"\n{key}\n") for key in wanted))
        rows = list(self.filter(said).order_by("updated_at", "pk"))
        return {key: row for row in rows for key in wanted if f"\n{key}\n" in row.former}

    def after_all(self) -> int:
        """The position behind the last."""
        last = self.order_by("-position").values_list("position", flat=True).first()
        return 0 if last is None else min(last + 1, LAST_PLACE)


class KeyField(models.CharField):
    """The name as it is compared; a new row gets it by itself, an edited one by ``tidy``."""

    def __init__(self, **options: Any) -> None:
        known = _("There is one of this name already.")
        options = {"max_length": 200, "unique": True, "editable": False} | options
        super().__init__(**{"error_messages": {"unique": known}} | options)

    def deconstruct(self) -> Any:
        """In migrations it is a text like any other."""
        name, _path, args, options = super().deconstruct()
        options.pop("error_messages", None)
        return name, "django.db.models.CharField", args, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if add:
            setattr(model_instance, self.attname, name_key(model_instance.name))
        return super().pre_save(model_instance, add)


class Master(Journaled):
    """A row of a list that an administrator edits: a status, a source, an industry.

    Refer to one by a foreign key with PROTECT: what is in use cannot be deleted, but disabled,
    and then it is hidden from new choices and shown where it stands.
    """

    name = models.CharField(_("name"), max_length=100)
    key = KeyField()
    # What it was called before, as compared: each key between two ends of line.
    former = models.TextField(_("former names"), blank=True, default="", editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    disabled = models.BooleanField(_("disabled"), default=False)

    untold: ClassVar[frozenset[str]] = frozenset({"key", "former"})
    said_of: ClassVar[dict[str, str]] = {"key": "name"}  # the field a person knows it by

    objects = MasterQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def tidy(self) -> None:
        """Names are unique ignoring case, on both databases alike: by a key of our own."""
        self.name = self.name.strip()
        self.key = name_key(self.name)
        if not self.key:
            raise Invalid(gettext("It needs a name."), name=gettext("It needs a name."))
        held = getattr(self, "_loaded", {}).get("key")
        if self.pk and held and held != self.key:
            self.answer_to(held)

    def answer_to(self, *keys: str) -> None:
        """Be found by these keys too."""
        known = [*self.former.split("\n"), *keys]
        wanted = [key for key in dict.fromkeys(known) if key and key != self.key]
        self.former = "\n".join(["", *wanted, ""]) if wanted else ""
