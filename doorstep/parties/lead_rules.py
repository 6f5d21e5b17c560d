"""What must hold for a lead, whoever writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from doorstep.activity.next_contact import check_next_contact
from doorstep.kit.errors import Conflict
from doorstep.kit.normal.emails import email_key
from doorstep.kit.prepared import Prepared
from doorstep.parties.downstream import why_status_stays
from doorstep.parties.models import Lead, LeadStatus, SalesPolicy
from doorstep.parties.models.lead import WHO
from doorstep.parties.refusals import (
    DuplicateLeadEmail,
    NameRequired,
    OwnerIsLead,
    SetByConversion,
    StatusFollows,
)
from doorstep.users.models import User

LISTED = 5
TWINS = Prepared(
    lambda key, pk: (
        Lead._base_manager.filter(email_key=key).exclude(pk=pk).order_by().values_list("pk")[:1]
    ),
    "an@e.mail",
    10**17 + 3,
)


def check_lead(
    lead: Lead,
    policy: SalesPolicy,
    *,
    by: User,
    at: datetime | None = None,
    twins: bool = True,
) -> None:
    """All rules, on a tidied lead that is about to be saved.

    ``twins=False``: whoever writes many at once has looked for their twins all at once.
    """
    if not lead.name:
        raise NameRequired(str(WHO), name=str(WHO), organisation=str(WHO))
    refuse_own_address(lead)
    check_next_contact(lead, at=at)
    if has_changed(lead, "email_key"):
        lead.email_unique = True if policy.unique_email else None
        if twins and policy.unique_email and lead.email_key:
            _refuse_twin(lead, by)


def set_values(lead: Lead, values: Mapping[str, Any], *, by: User) -> None:
    """Set what a lead says of itself, and what follows from it."""
    if "status" in values and values["status"] != lead.status:
        check_status(lead, values["status"])
    was = lead.qualification
    for name, value in values.items():
        setattr(lead, name, value)
    if lead.qualification != was:
        stamp_qualification(lead, by)


def stamp_qualification(lead: Lead, by: User) -> None:
    """Who qualified it and when; nobody, once it is not."""
    is_qualified = lead.qualification == Lead.Qualification.QUALIFIED
    lead.qualified_by = by if is_qualified else None
    lead.qualified_on = localdate() if is_qualified else None


def settle(lead: Lead, policy: SalesPolicy, *, by: User, at: datetime | None = None) -> None:
    """Tidied and checked: only written it has still to be."""
    lead.region = policy.country
    lead.tidy()
    check_lead(lead, policy, by=by, at=at)


def check_status(lead: Lead, status: LeadStatus) -> None:
    """A converted lead stays converted, and only conversion makes one."""
    if lead.is_converted:
        says = _("This lead is converted: its status stays.")
        raise Conflict(says, status=says)
    if status.kind == LeadStatus.Kind.WON and status.is_reserved:
        says = _("Convert the lead instead: that makes its customer.")
        raise SetByConversion(says, status=says)
    if lead.pk and (says := why_status_stays(lead, status)):
        raise StatusFollows(says, status=says)


def has_changed(lead: Lead, field: str) -> bool:
    """Whether it is new, or differs from what the row holds."""
    held = getattr(lead, "_loaded", {})
    return lead.pk is None or held.get(field) != getattr(lead, field)


def refuse_own_address(lead: Lead) -> None:
    """Nobody sells to themselves."""
    if not lead.email_key:
        return
    for field in ("lead_owner", "next_contact_by"):
        if not (has_changed(lead, "email_key") or has_changed(lead, f"{field}_id")):
            continue
        user: Any = getattr(lead, field)
        if user and email_key(user.email) == lead.email_key:
            says = _says_of_own(field)
            raise OwnerIsLead(says, **{field: says})


def _says_of_own(field: str) -> str:
    if field == "lead_owner":
        return _("This is the e-mail of the lead's own salesperson.")
    return _("This is the e-mail of the person who is to make contact.")


def _refuse_twin(lead: Lead, by: User) -> None:
    """One that was kept apart from others on purpose counts as well, hence not only the index."""
    if not TWINS.rows(lead.email_key, lead.pk or 0):
        return
    seen = Lead.objects.visible_to(by).filter(email_key=lead.email_key).exclude(pk=lead.pk)
    names = ", ".join(f"{twin} (lead:{twin.pk})" for twin in seen[:LISTED])
    who = names or _("one you cannot see")
    says = _("Another lead has this e-mail: %s. Each e-mail can stand on one lead only.") % who
    raise DuplicateLeadEmail(says, email=says)
