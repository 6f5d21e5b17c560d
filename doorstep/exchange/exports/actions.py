"""The verb of exports: that something left is written down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from doorstep.history.action import action, remark
from doorstep.kit.journaled import Journaled
from doorstep.users.models import User


@action(
    "*.exported",
    verb="export",
    label=gettext_lazy("Export"),
    undoable=gettext_lazy("What has left cannot be called back."),
    icon="download",
)
def note_export(model: type[Journaled], *, by: User, told: str) -> None:
    """Write down who took what, and how much of it: "312 leads, CSV, status=Open"."""
    remark(told)
