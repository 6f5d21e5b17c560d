"""Making opportunities: of nothing, of a lead, of a customer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from doorstep.history.action import action, remark
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.declaring import declare
from doorstep.pipeline.keeping import keep
from doorstep.pipeline.leads import bring_plans
from doorstep.pipeline.models import Opportunity
from doorstep.pipeline.queries import customer_of
from doorstep.pipeline.rules import (
    described,
    enter,
    fill_blanks,
    give_party,
    items_amount,
    of_party,
    take_party,
)
from doorstep.users.models import User


@action(
    "opportunity.created",
    verb="create",
    label=gettext_lazy("Create opportunity"),
    told=gettext_lazy("began this opportunity"),
    icon="plus",
)
def create_opportunity(
    opportunities: type[Opportunity], *, by: User, **values: Any
) -> Opportunity:
    """Begin one. What nobody says comes from whose it is; a converted lead's is its customer's."""
    asked = values.get("party") or values.get("lead")
    party = take_party(values)
    aside = {name: values.pop(name) for name in ASIDE if name in values}
    status, stage = values.pop("status", ""), values.pop("stage", None)
    said = set(values)
    usual = {"owner": by if by.kind == User.Kind.STAFF else None}
    opportunity = opportunities(**usual | values)
    give_party(opportunity, party)
    if party is not None:
        fill_blanks(opportunity, of_party(party), said)
    _begin(opportunity, status, stage or opportunity.stage, aside, values)
    if "items" in aside:
        customer, currency = opportunity.customer, opportunity.currency
        aside["items"] = described(aside["items"] or (), customer, currency)
        if aside["items"]:
            opportunity.amount = items_amount(aside["items"], opportunity.currency)
    if "created_at" in values and "stage_since" not in values:
        opportunity.stage_since = values["created_at"]
    keep(opportunity, by=by, **aside)
    if isinstance(party, Lead):
        bring_plans(party, opportunity)
    elif isinstance(asked, Lead):
        remark(customer_of(asked))
    return opportunity


ASIDE = ("tags", "custom", "items", "lost_reasons", "competitors")


@action(
    "lead.opportunity_made",
    verb="pursue",
    label=gettext_lazy("Make opportunity"),
    told=gettext_lazy("made an opportunity of this lead"),
    icon="target",
    keys="m o",
)
def make_opportunity_of_lead(lead: Lead, *, by: User, **values: Any) -> Opportunity:
    """A lead wants something: it becomes one for its customer if it is converted."""
    return create_opportunity(Opportunity, by=by, party=lead, **values)


@action(
    "customer.opportunity_made",
    verb="pursue",
    label=gettext_lazy("Make opportunity"),
    told=gettext_lazy("began an opportunity with this customer"),
    icon="target",
    keys="m o",
)
def make_opportunity_of_customer(customer: Customer, *, by: User, **values: Any) -> Opportunity:
    """A customer wants something more."""
    return create_opportunity(Opportunity, by=by, party=customer, **values)


def _begin(
    opportunity: Opportunity, status: str, stage: Any, aside: Any, values: dict[str, Any]
) -> None:
    """Its first stage, and its status where one was said, as of what was brought along."""
    enter(opportunity, stage)
    if status:
        declare(opportunity, status, aside.get("lost_reasons"))
    if "probability" in values and opportunity.stage.is_open:
        opportunity.probability = values["probability"]
