"""How every action on opportunities can be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doorstep.kit.noting import unrecorded
from doorstep.pipeline.actions import close_opportunity
from doorstep.pipeline.models import LostReason, Opportunity, Stage
from doorstep.pipeline.testing import make_opportunity, stage
from tests.every_plan import after


def deal(world: Any, **fields: Any) -> Opportunity:
    return make_opportunity(owner=world.chief, lead=world.lead, **fields)


def spare_stage() -> Stage:
    with unrecorded():
        return Stage.objects.create(name="On ice")


DEAL_CALLS: dict[str, Callable[[Any], Any]] = {
    "customer.opportunity_made": lambda w: w.did("customer.opportunity_made", w.customer),
    "lead.opportunity_made": lambda w: w.did("lead.opportunity_made", w.lead, title="Lamps"),
    "message.opportunity_made": lambda w: w.did("message.opportunity_made", w.message),
    "opportunity.advanced": lambda w: w.did(
        "opportunity.advanced", deal(w), to="ORDERED", why="Order 7"
    ),
    "opportunity.closed": lambda w: w.did("opportunity.closed", deal(w)),
    "opportunity.created": lambda w: w.did(
        "opportunity.created",
        Opportunity,
        party=w.customer,
        items=[{"item": w.item, "quantity": 3, "rate": 200}],
        competitors=[],
    ),
    "opportunity.deleted": lambda w: w.did("opportunity.deleted", deal(w)),
    "opportunity.lost": lambda w: w.did(
        "opportunity.lost", deal(w), lost_reasons=list(LostReason.objects.all()[:2])
    ),
    "opportunity.many_closed": lambda w: w.did(
        "opportunity.many_closed", Opportunity, ids=[deal(w).pk, deal(w).pk]
    ),
    "opportunity.many_moved": lambda w: w.did(
        "opportunity.many_moved", Opportunity, ids=[deal(w).pk], stage=stage("Won")
    ),
    "opportunity.moved": lambda w: w.did("opportunity.moved", deal(w), stage=stage("Proposal")),
    "opportunity.reopened": lambda w: _reopened(w),
    "opportunity.replied": lambda w: w.did("opportunity.replied", deal(w), is_replied=True),
    "opportunity.updated": lambda w: w.did(
        "opportunity.updated", deal(w), customer=w.customer, amount=7, stage=stage("Won")
    ),
    "opportunity.won": lambda w: w.did("opportunity.won", deal(w)),
    "stage.created": lambda w: w.did("stage.created", Stage, name="On ice"),
    "stage.deleted": lambda w: w.did("stage.deleted", spare_stage()),
    "stage.updated": lambda w: w.did("stage.updated", stage("Needs"), name="Wants"),
}


def _reopened(world: Any) -> Any:
    closed = deal(world)
    return after(
        close_opportunity(closed, by=world.chief), world.did, "opportunity.reopened", closed
    )
