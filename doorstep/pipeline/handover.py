"""What opportunities tell whoever takes a lead or customer over."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doorstep.history.rows import by_type
from doorstep.pipeline.models import Opportunity
from doorstep.ui.handover import Brief, Line, brief_part

MOST = 10


@brief_part("opportunities", _("Opportunities"), order=55)
def opportunities(brief: Brief) -> Iterator[Line]:
    """What is open with this relationship, and how far it is."""
    held = by_type(brief.rows)
    whose = Q(lead__in=held.get("parties.lead", []))
    whose |= Q(customer__in=held.get("parties.customer", []))
    own = brief.record.pk if isinstance(brief.record, Opportunity) else None
    found = Opportunity.objects.visible_to(brief.by).active().filter(whose).exclude(pk=own)
    for deal in found.select_related("stage").order_by("-created_at", "-pk")[:MOST]:
        worth = f"{deal.amount} {deal.currency}" if deal.amount is not None else ""
        more = " · ".join(filter(None, (str(deal.stage), worth)))
        yield Line(str(deal), more=more, at=deal.created_at, record=deal)
