"""What ends a sequence for somebody: they wrote, want none, cannot be reached, or bought."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from doorstep.mail.models import AddressStanding, Message
from doorstep.marketing.models import Enrolment
from doorstep.parties.models import Contact, Lead, LeadStatus

Why = Enrolment.Why
LEAD, CONTACT = Lead._meta.label_lower, Contact._meta.label_lower


def reason_to_stop(enrolment: Enrolment) -> str:
    """Why nothing more may go to this person; "" where all is well."""
    key = enrolment.email_key
    standing = AddressStanding._base_manager.filter(address_key=key).first()
    if standing and standing.opted_out_at:
        return Why.OPTED_OUT
    if standing and standing.bounced_at:
        return Why.BOUNCED
    if why := _of_record(enrolment.about_type, enrolment.about_id):
        return why
    wrote = _letters().filter(from_key=key, at__gte=enrolment.created_at).exists()
    return Why.REPLIED if wrote else ""


def to_be_stopped() -> list[tuple[Enrolment, str]]:
    """All that are to end now, each with its reason, in a fixed number of queries."""
    found: dict[int, tuple[Enrolment, str]] = {}
    for why, rows in _reasons(Enrolment._base_manager.filter(status=Enrolment.Status.ACTIVE)):
        for enrolment in rows.order_by("pk"):
            found.setdefault(enrolment.pk, (enrolment, why))
    return list(found.values())


def _reasons(active: QuerySet[Any]) -> list[tuple[str, QuerySet[Any]]]:
    standing = AddressStanding._base_manager.filter(address_key=OuterRef("email_key"))
    lead = Lead._base_manager.filter(pk=OuterRef("about_id"))
    contact = Contact._base_manager.filter(pk=OuterRef("about_id"), unsubscribed=True)
    of_leads, of_contacts = active.filter(about_type=LEAD), active.filter(about_type=CONTACT)
    wrote = _letters().filter(from_key=OuterRef("email_key"), at__gte=OuterRef("created_at"))
    blocked = Q(status__kind=LeadStatus.Kind.BLOCKED) | Q(disabled=True)
    return [
        (Why.OPTED_OUT, active.filter(Exists(standing.filter(opted_out_at__isnull=False)))),
        (Why.OPTED_OUT, of_leads.filter(Exists(lead.filter(unsubscribed=True)))),
        (Why.OPTED_OUT, of_contacts.filter(Exists(contact))),
        (Why.BOUNCED, active.filter(Exists(standing.filter(bounced_at__isnull=False)))),
        (Why.CONVERTED, of_leads.filter(Exists(lead.filter(customer__isnull=False)))),
        (Why.BLOCKED, of_leads.filter(Exists(lead.filter(blocked)))),
        (Why.REPLIED, active.filter(Exists(wrote))),
    ]


def _letters() -> QuerySet[Any]:
    """What people wrote; an answering machine ends nothing."""
    return Message._base_manager.filter(
        direction=Message.Direction.IN, nature=Message.Nature.LETTER
    )


def _of_record(kind: str, pk: int) -> str:
    if kind == CONTACT:
        contact = Contact._base_manager.filter(pk=pk, unsubscribed=True)
        return Why.OPTED_OUT if contact.exists() else ""
    lead = Lead._base_manager.filter(pk=pk).select_related("status").first()
    if lead is None or lead.unsubscribed:
        return Why.OPTED_OUT
    if lead.customer_id is not None:
        return Why.CONVERTED
    return Why.BLOCKED if lead.disabled or lead.status.kind == LeadStatus.Kind.BLOCKED else ""
