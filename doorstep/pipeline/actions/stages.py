"""The verbs of stages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict
from doorstep.pipeline.models import Opportunity, Stage
from doorstep.records.saving import put
from doorstep.records.uses import refuse_used
from doorstep.users.models import User

# What a stage of a kind looks like and says, until someone chooses otherwise.
LOOKS: dict[str, dict[str, Any]] = {
    Stage.Kind.OPEN: {"tone": "violet", "glyph": "st-q2", "probability": 50},
    Stage.Kind.WON: {"tone": "green", "glyph": "st-done", "probability": 100},
    Stage.Kind.LOST: {"tone": "red", "glyph": "st-x", "probability": 0},
}


@action("stage.created", verb="create", label=gettext_lazy("New stage"), icon="plus")
def create_stage(stages: type[Stage], *, by: User, **values: Any) -> Stage:
    """Add a stage, after those there are."""
    usual = LOOKS.get(values.get("kind", ""), LOOKS[Stage.Kind.OPEN])
    return put(stages(), by=by, **usual | {"position": stages.objects.after_all()} | values)


@action("stage.updated", verb="edit", label=gettext_lazy("Edit stage"), icon="pencil")
def update_stage(stage: Stage, *, by: User, **values: Any) -> Stage:
    """Rename, recolour or move a stage. What is in it keeps its kind; one stage to begin stays."""
    kind = values.get("kind", stage.kind)
    if kind != stage.kind:
        _refuse_in_use(stage)
    if values.get("disabled") or kind != stage.kind:
        _keep_one(stage)
    return put(stage, by=by, **values)


@action("stage.deleted", verb="delete", label=gettext_lazy("Remove stage"), icon="trash-2")
def delete_stage(stage: Stage, *, by: User) -> None:
    """Remove a stage that no opportunity was ever in."""
    _keep_one(stage)
    refuse_used(stage)
    stage.delete()


def _refuse_in_use(stage: Stage) -> None:
    if Opportunity._base_manager.filter(stage=stage).exists():
        says = _("Opportunities are in “%s”: make another stage for what it should become.")
        raise Conflict(says % stage, kind=says % stage)


def _keep_one(stage: Stage) -> None:
    """An opportunity has to begin somewhere, and to end."""
    others = Stage.objects.offered().filter(kind=stage.kind).exclude(pk=stage.pk)
    if stage.kind != Stage.Kind.LOST and not stage.disabled and not others.exists():
        says = _("“%s” is the last of its kind: add another one first.") % stage
        raise Conflict(says, disabled=says)
