"""The verbs of leads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.activity.handing import leave_word, refuse_who_cannot_take
from doorstep.activity.next_contact import keep_next_contact, next_contact_moved
from doorstep.history.action import action
from doorstep.parties.lead_rules import (
    check_status,
    refuse_own_address,
    set_values,
    settle,
    stamp_qualification,
)
from doorstep.parties.linking import link_to
from doorstep.parties.models import (
    Address,
    Contact,
    Lead,
    LeadStatus,
    SalesPolicy,
    sales_policy,
)
from doorstep.parties.people import contact_from
from doorstep.parties.queries import default_contact, only_of
from doorstep.records.many import Done, sifted
from doorstep.records.saving import put
from doorstep.users.models import User


@action("lead.created", verb="create", label=gettext_lazy("Create lead"), icon="plus")
def create_lead(leads: type[Lead], *, by: User, at: datetime | None = None, **values: Any) -> Lead:
    """Make a lead. ``at`` is when that is said to happen: what has passed by then is past."""
    policy = sales_policy()
    usual = {
        "owner": by,
        "lead_owner": by if getattr(by, "kind", "STAFF") == "STAFF" else None,
        "status": policy.lead_status,
        "source": policy.lead_source,
    }
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    lead = leads(**usual | values)
    if "status" in values:
        check_status(lead, lead.status)
    _save(lead, policy, by=by, at=at, **aside)
    if policy.auto_create_contact:
        _give_contact(lead, policy, by=by)
    return lead


@action("lead.updated", verb="edit", label=gettext_lazy("Edit lead"), icon="pencil")
def update_lead(lead: Lead, *, by: User, at: datetime | None = None, **values: Any) -> Lead:
    """Set what a lead says of itself."""
    aside = {name: values.pop(name) for name in ("tags", "custom") if name in values}
    set_values(lead, values, by=by)
    return _save(lead, sales_policy(), by=by, at=at, **aside)


@action(
    "lead.deleted",
    verb="delete",
    label=gettext_lazy("Delete"),
    told=gettext_lazy("deleted this lead"),
    icon="trash-2",
)
def delete_lead(lead: Lead, *, by: User) -> None:
    """Delete a lead, and the contacts and addresses that belong to nobody else."""
    for model in (Contact, Address):
        model.objects.filter(pk__in=only_of(model, lead)).delete()
    lead.delete()


@action("lead.moved", verb="edit", label=gettext_lazy("Change status"), icon="circle-dot")
def move_lead(lead: Lead, *, by: User, status: LeadStatus) -> Lead:
    """Move a lead to another status."""
    check_status(lead, status)
    lead.status = status
    lead.save()
    return lead


@action("lead.many_moved", verb="edit", label=gettext_lazy("Change status"), icon="circle-dot")
def move_leads(leads: type[Lead], *, by: User, ids: Iterable[int], status: LeadStatus) -> Done:
    """Move several leads to another status; those that may not be moved are left."""
    chosen = leads.objects.permitted(by, "edit").filter(pk__in=list(ids))
    moving = (
        chosen.exclude(status=status)
        .select_related("status")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    there = chosen.filter(status=status).count()
    pks, left = sifted(moving, lambda lead: check_status(lead, status))
    leads.objects.filter(pk__in=pks).update(status=status)
    return Done.of(there + len(pks), left)


@action(
    "lead.assigned",
    verb="edit",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed this lead over"),
    icon="user-round",
)
def assign_lead(lead: Lead, *, by: User, to: User, text: str = "") -> Lead:
    """Make someone the salesperson of a lead; ``text`` is a note for them."""
    refuse_who_cannot_take(lead, to)
    leave_word(lead, text, by=by)
    lead.lead_owner = to
    return _save(lead, sales_policy(), by=by)


@action(
    "lead.many_assigned",
    verb="edit",
    label=gettext_lazy("Hand over"),
    told=gettext_lazy("handed these leads over"),
    icon="user-round",
)
def assign_leads(leads: type[Lead], *, by: User, ids: Iterable[int], to: User) -> Done:
    """Make someone the salesperson of several leads; not of one that is they themselves."""
    chosen = leads.objects.permitted(by, "edit").filter(pk__in=list(ids))

    def hand_over(lead: Lead) -> None:
        lead.lead_owner = to
        refuse_own_address(lead)

    pks, left = sifted(chosen.select_for_update(of=("self",)).order_by("pk"), hand_over)
    leads.objects.filter(pk__in=pks).update(lead_owner=to)
    return Done.of(len(pks), left)


@action(
    "lead.qualified",
    verb="edit",
    label=gettext_lazy("Qualify"),
    told=gettext_lazy("judged this lead"),
    icon="circle-check",
)
def qualify_lead(
    lead: Lead, *, by: User, qualification: str = Lead.Qualification.QUALIFIED
) -> Lead:
    """Say how far a lead is worth the work; who said it and when is kept."""
    lead.qualification = qualification
    stamp_qualification(lead, by)
    return _save(lead, sales_policy(), by=by)


@action(
    "lead.blocked",
    verb="edit",
    label=gettext_lazy("Do not contact"),
    told=gettext_lazy("closed this lead to all contact"),
    icon="ban",
)
def block_lead(lead: Lead, *, by: User) -> Lead:
    """Take a lead off every call and mailing list."""
    blocked = LeadStatus.objects.filter(kind=LeadStatus.Kind.BLOCKED, disabled=False).first()
    if blocked:
        check_status(lead, blocked)
        lead.status = blocked
    lead.unsubscribed = True
    lead.save()
    return lead


def _save(
    lead: Lead, policy: SalesPolicy, *, by: User, at: datetime | None = None, **aside: Any
) -> Lead:
    settle(lead, policy, by=by, at=at)
    is_moved = next_contact_moved(lead)
    put(lead, by=by, **aside)
    if is_moved:
        keep_next_contact(lead, by=by)
    return lead


def _give_contact(lead: Lead, policy: SalesPolicy, *, by: User) -> None:
    """The person of a lead from the start: a known customer's own, or a new contact."""
    known = default_contact(lead.from_customer) if lead.from_customer else None
    if known:
        link_to(known, lead)
    else:
        contact_from(lead, by=by, region=policy.country)
