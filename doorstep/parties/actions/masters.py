"""The verbs of the lists an administrator edits, where they have rules of their own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.parties.models import CustomerGroup, LeadStatus, SalesPolicy
from doorstep.parties.refusals import Reserved
from doorstep.records.saving import put
from doorstep.records.uses import refuse_used
from doorstep.users.models import User

# What a status of a kind looks like until someone chooses otherwise.
LOOKS: dict[str, tuple[str, str]] = {
    LeadStatus.Kind.OPEN: ("blue", "st-open"),
    LeadStatus.Kind.WORKING: ("violet", "st-q2"),
    LeadStatus.Kind.WON: ("green", "st-done"),
    LeadStatus.Kind.LOST: ("red", "st-x"),
    LeadStatus.Kind.BLOCKED: ("gray", "st-ban"),
}


@action("lead_status.created", verb="create", label=gettext_lazy("New status"), icon="plus")
def create_status(statuses: type[LeadStatus], *, by: User, **values: Any) -> LeadStatus:
    """Add a status a lead can have, after those there are."""
    tone, glyph = LOOKS.get(values.get("kind", ""), LOOKS[LeadStatus.Kind.WORKING])
    usual: dict[str, Any] = {
        "tone": tone,
        "glyph": glyph,
        "position": statuses.objects.after_all(),
    }
    return put(statuses(), by=by, **usual | values)


@action("lead_status.updated", verb="edit", label=gettext_lazy("Edit status"), icon="pencil")
def update_status(status: LeadStatus, *, by: User, **values: Any) -> LeadStatus:
    """Rename, recolour or move a status. What Doorstep sets by itself keeps its kind."""
    fixed: list[str] = [
        n for n in ("kind", "disabled") if n in values and values[n] != getattr(status, n)
    ]
    if status.is_reserved and fixed:
        _refuse_reserved(status, fixed)
    return put(status, by=by, **values)


@action("lead_status.deleted", verb="delete", label=gettext_lazy("Remove status"), icon="trash-2")
def delete_status(status: LeadStatus, *, by: User) -> None:
    """Remove a status that no lead has."""
    if status.is_reserved:
        _refuse_reserved(status, ["id"])
    refuse_used(status)
    status.delete()


@action("customer_group.created", verb="create", label=gettext_lazy("New group"), icon="plus")
def create_group(groups: type[CustomerGroup], *, by: User, **values: Any) -> CustomerGroup:
    """Add a group of customers; without a parent it stands under the root."""
    if not values.get("parent"):
        values["parent"] = groups.objects.filter(parent=None).first()
    values.setdefault("position", groups.objects.after_all())
    return put(groups(), by=by, **values)


@action("customer_group.updated", verb="edit", label=gettext_lazy("Edit group"), icon="pencil")
def update_group(group: CustomerGroup, *, by: User, **values: Any) -> CustomerGroup:
    """Rename a group or put it elsewhere in the tree: never under itself, and the root stays."""
    if "parent" in values:
        _keep_root(group, values["parent"])
    return put(group, by=by, **values)


@action(
    "customer_group.deleted", verb="delete", label=gettext_lazy("Remove group"), icon="trash-2"
)
def delete_group(group: CustomerGroup, *, by: User) -> None:
    """Remove a group that holds no other and that no customer belongs to."""
    if group.parent_id is None:
        raise Conflict(_("This group holds all others."))
    refuse_used(group)
    group.delete()


@action("sales_policy.updated", verb="edit", label=gettext_lazy("Edit policy"), icon="settings")
def update_policy(policy: SalesPolicy, *, by: User, **values: Any) -> SalesPolicy:
    """Change how the house sells."""
    status, group = values.get("lead_status"), values.get("customer_group")
    if status and (status.kind in LeadStatus.CLOSED or status.disabled):
        says = _("A new lead cannot begin as “%s”.") % status
        raise Invalid(says, lead_status=says)
    if group and group.children.exists():
        says = _("“%s” holds other groups; choose one of those.") % group
        raise Invalid(says, customer_group=says)
    return put(policy, by=by, **values)


def _refuse_reserved(status: LeadStatus, fields: list[str]) -> None:
    says = _("Doorstep sets “%s” by itself: it can be renamed and recoloured, not removed.")
    raise Reserved(says % status, **dict.fromkeys(fields, says % status))


def _keep_root(group: CustomerGroup, parent: CustomerGroup | None) -> None:
    if (group.parent_id is None) != (parent is None):
        says = _("There is one root, and it stays.")
        raise Invalid(says, parent=says)
