"""What opportunities show on pages of parties, and the people they show on their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, When
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of
from doorstep.parties import panels as of_parties
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.models import Opportunity
from doorstep.pipeline.models.opportunity import company_currency
from doorstep.ui.http import Request
from doorstep.ui.layouts import add_layout
from doorstep.ui.menus import in_menu
from doorstep.ui.panels import panel_answer, panel_on
from doorstep.users.access import Reach

MOST = 8


@panel_on(Lead, _("Opportunities"), order=20)
@panel_on(Customer, _("Opportunities"), order=20)
def opportunities(request: Request, party: Lead | Customer) -> HttpResponse:
    """Those of a customer, or of the customer a lead became; what is open comes first."""
    now: Any = (isinstance(party, Lead) and party.customer) or party
    is_over = Case(When(status__in=Opportunity.ACTIVE, then=0), default=1)
    seen = Opportunity.objects.visible_to(request.user).of(now).select_related("stage")
    found = list(seen.order_by(is_over, "-created_at", "-pk")[: MOST + 1])
    may = request.user.reach(Opportunity, "create") != Reach.NONE
    more = "+" if len(found) > MOST else ""
    return panel_answer(
        request,
        "pipeline/_panel.html",
        {"deals": found[:MOST], "ours": company_currency()},
        count=f"{len(found[:MOST])}{more}" if found else "",
        add=address(f"{kind_of(type(now))}_pursue", now.pk) if may else "",
        add_label=str(_("Make opportunity")),
    )


@panel_on(Opportunity, _("Contacts"), order=20)
def people(request: Request, opportunity: Opportunity) -> HttpResponse:
    """The people of whoever it is for."""
    party = opportunity.party
    is_seen = party and type(party).objects.visible_to(request.user).filter(pk=party.pk).exists()
    return of_parties.contacts(request, party) if is_seen else HttpResponse()


in_menu(Opportunity, "items", _("Edit items"), "package", verb="edit")
add_layout(Opportunity, "forecast", _("Forecast"), "chart-no-axes-column")
