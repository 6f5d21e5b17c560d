"""The pages of the lists that sales keeps."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from doorstep.office.lists import ROOT, is_root, list_page
from doorstep.parties.models import LeadStatus
from doorstep.parties.records.masters import (
    CAMPAIGNS,
    CUSTOMER_GROUPS,
    INDUSTRIES,
    LEAD_SOURCES,
    LEAD_STATUSES,
    MARKET_SEGMENTS,
    SALUTATIONS,
    SUPPLIER_GROUPS,
)

C = LeadStatus.Code
SAYS = {
    C.OPEN: _("Not yet answered"),
    C.REPLIED: _("They or we have answered"),
    C.INTERESTED: _("They want to know more"),
    C.OPPORTUNITY: _("Set when an opportunity is made"),
    C.QUOTATION: _("Set when a quotation is sent"),
    C.LOST_QUOTATION: _("Set when a quotation is lost"),
    C.CONVERTED: _("Set by conversion"),
    C.DO_NOT_CONTACT: _("Blocks every e-mail and call list"),
}


def said_of_status(status: Any) -> Any:
    return SAYS.get(status.code, "")


def said_of_campaign(campaign: Any) -> str:
    """When it runs and what it costs."""
    days = [date_format(day, "SHORT_DATE_FORMAT") for day in _days(campaign)]
    cost = [gettext("cost %s") % campaign.cost] if campaign.cost is not None else []
    return ", ".join(["–".join(days)] * bool(days) + cost) or campaign.description[:80]


def _days(campaign: Any) -> list[Any]:
    return [day for day in (campaign.starts_on, campaign.ends_on) if day]


list_page(
    LEAD_STATUSES,
    _(
        "The order is the way a lead goes. A status is of one kind; reports and rules use the "
        "kind, so you can rename freely."
    ),
    "circle-dot",
    group="data",
    order=10,
    hint=said_of_status,
    is_fixed=lambda status: status.is_reserved,
    fixed=_(
        "Reserved statuses can be renamed and recoloured, not removed: Doorstep sets them by "
        "itself."
    ),
)
list_page(LEAD_SOURCES, _("How a lead found us."), "globe", order=10)
list_page(
    CAMPAIGNS,
    _("What we did to be found, when, and what it cost."),
    "flag",
    order=20,
    hint=said_of_campaign,
)
list_page(INDUSTRIES, _("What the organisation of a lead or customer does."), "store", order=30)
list_page(
    MARKET_SEGMENTS,
    _("The part of the market a lead or customer belongs to."),
    "target",
    order=40,
)
list_page(
    CUSTOMER_GROUPS,
    _("A tree; customers belong to the groups that are not divided further."),
    "users",
    order=50,
    is_fixed=is_root,
    fixed=ROOT,
)
list_page(SUPPLIER_GROUPS, _("What kind of supplier someone is."), "truck", order=60)
list_page(SALUTATIONS, _("What forms offer; any other can be typed."), "message-square", order=70)
