"""Statuses that only move along declared transitions."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict


class Workflow:
    """A record whose ``status`` may only change along declared ``transitions``."""

    transitions: ClassVar[Mapping[str, AbstractSet[str]]]
    Status: ClassVar[type[models.TextChoices]]
    _meta: ClassVar[Any]
    status: Any  # each workflow declares its own column, with its own choices

    def become(self, status: str) -> None:
        """Move to ``status``, or refuse. The caller saves."""
        if status not in self.transitions.get(self.status, set()):
            names = {
                "name": self._meta.verbose_name,
                "now": self.Status(self.status).label.lower(),
                "wanted": self.Status(status).label.lower(),
            }
            raise Conflict(_("This %(name)s is %(now)s; it cannot become %(wanted)s.") % names)
        self.status = status
