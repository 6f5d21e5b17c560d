"""Which action does it: a record type's own, or the plain one that all share."""

from __future__ import annotations

from typing import Any

from django.db import models

from doorstep.history.action import ACTIONS, Action
from doorstep.kit.naming import kind_of


def doing(model: type[models.Model], done: str) -> Action[Any]:
    """``doing(Lead, "created")`` is the action that makes leads, for pages, API and import."""
    return ACTIONS.get(f"{kind_of(model)}.{done}") or ACTIONS[f"*.{done}"]
