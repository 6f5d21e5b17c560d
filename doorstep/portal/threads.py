"""What was written on the site between a web user's party and the house."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from doorstep.parties.models import Customer, Lead
from doorstep.portal.models import PortalAccount, PortalMessage
from doorstep.portal.whom import party_of

MOST = 100


def thread_of(account: PortalAccount) -> list[PortalMessage]:
    """The latest, in their order; those from when the customer was a lead as well."""
    places = [each for each in (party_of(account), account.lead) if each is not None]
    return _latest(PortalMessage._base_manager.filter(_about(places)))


def thread_about(record: Lead | Customer) -> list[PortalMessage]:
    """The same, for colleagues on the page of a record."""
    places: list[Any] = [record]
    if isinstance(record, Customer) and record.lead:
        places.append(record.lead)
    return _latest(PortalMessage._base_manager.filter(_about(places)))


def _about(places: list[Any]) -> Q:
    found = Q(pk__in=())
    for each in places:
        found |= Q(about_type=each._meta.label_lower, about_id=each.pk)
    return found


def _latest(rows: QuerySet[PortalMessage]) -> list[PortalMessage]:
    found = rows.select_related("owner", "order").order_by("-created_at", "-pk")[:MOST]
    return list(found)[::-1]
