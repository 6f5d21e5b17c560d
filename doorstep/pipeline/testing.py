"""Factories: the smallest valid opportunity, with anything overridden, without history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from doorstep.kit.noting import unrecorded
from doorstep.parties.testing import make_lead
from doorstep.pipeline.models import Opportunity, Stage, StageChange
from doorstep.pipeline.rules import enter, settle


def stage(name: str) -> Stage:
    return Stage.objects.get(name=name)


def make_opportunity(**fields: Any) -> Opportunity:
    """Of a new lead, unless whose it is was said. ``stage`` may be given by its name."""
    where = fields.pop("stage", "Qualify")
    said = {"title": "Library refit", "amount": Decimal(1000)} | fields
    if not (fields.get("lead") or fields.get("customer")):
        said["lead"] = make_lead(owner=fields.get("owner"))
    opportunity = Opportunity(**said)
    enter(opportunity, stage(where) if isinstance(where, str) else where)
    if "probability" in fields:
        opportunity.probability = fields["probability"]
    settle(opportunity)
    opportunity.tidy()
    with unrecorded():
        opportunity.save()
        StageChange(
            opportunity=opportunity, stage=opportunity.stage, at=opportunity.stage_since
        ).save()
    return opportunity
