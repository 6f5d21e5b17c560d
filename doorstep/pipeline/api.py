"""The verbs of opportunities in the API; all else comes with their declaration."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from doorstep.history.keys import Key
from doorstep.mail.models import Message
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.actions import (
    close_opportunity,
    lose_opportunity,
    make_opportunity_of_customer,
    make_opportunity_of_lead,
    make_opportunity_of_message,
    reopen_opportunity,
    win_opportunity,
)
from doorstep.pipeline.models import Opportunity
from doorstep.pipeline.queries import customer_of, stays_of
from doorstep.pipeline.records import OPPORTUNITIES
from doorstep.records.input import in_public, read_input
from doorstep.ui.answers import body_of, json_answer, once, only, public
from doorstep.ui.http import Request, seen_of

router = Router(tags=["Opportunities"])
messages = Router(tags=["Messages"])
leads = Router(tags=["Leads"])
customers = Router(tags=["Customers"])


class LoseIn(Schema):
    """Reasons and competitors by their names."""

    lost_reasons: list[str] | None = Field(None, max_length=20)
    competitors: list[str] | None = Field(None, max_length=20)
    lost_text: str | None = Field(None, max_length=2000)


@leads.post("/{int:pk}/opportunity", operation_id="make_opportunity_of_lead")
def make_of_lead(request: Request, pk: int) -> HttpResponse:
    """Make an opportunity of a lead; of a converted one it is its customer's. The body holds
    fields of an opportunity; what it leaves out comes from the lead.
    """
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    return _made(request, lead, make_opportunity_of_lead)


@customers.post("/{int:pk}/opportunity", operation_id="make_opportunity_of_customer")
def make_of_customer(request: Request, pk: int) -> HttpResponse:
    """Begin an opportunity with a customer. The body holds fields of an opportunity."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    return _made(request, customer, make_opportunity_of_customer)


@messages.post("/{int:pk}/opportunity", operation_id="make_opportunity_of_message")
def make_of_message(request: Request, pk: int) -> HttpResponse:
    """Make an opportunity of a letter: of its sender's customer or lead, or of a new lead."""
    only(request)
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)

    def make(key: Key | None) -> HttpResponse:
        made = make_opportunity_of_message(message, by=request.user, key=key)
        return json_answer(public(made, request.user), status=201)

    return once(request, make)


@router.post("/{int:pk}/win", operation_id="win_opportunity")
def win(request: Request, pk: int) -> HttpResponse:
    """They have agreed."""
    return _done(request, pk, win_opportunity)


@router.post("/{int:pk}/lose", operation_id="lose_opportunity")
def lose(request: Request, pk: int, body: LoseIn) -> HttpResponse:
    """They will not buy: with reasons, where the sales policy asks for some."""
    said = {name: value for name, value in body.dict().items() if value is not None}
    opportunity = _seen(request, pk)
    values = read_input(OPPORTUNITIES, said, by=request.user, record=opportunity)
    return _done(request, pk, lose_opportunity, **values)


@router.post("/{int:pk}/close", operation_id="close_opportunity")
def close(request: Request, pk: int) -> HttpResponse:
    """Nothing more will come of it, and nobody won or lost."""
    return _done(request, pk, close_opportunity)


@router.post("/{int:pk}/reopen", operation_id="reopen_opportunity")
def reopen(request: Request, pk: int) -> HttpResponse:
    """It goes on, in the stage in which it was."""
    return _done(request, pk, reopen_opportunity)


@router.get("/{int:pk}/stages", operation_id="list_stages_of_opportunity")
def list_stages(request: Request, pk: int) -> HttpResponse:
    """When it came into each stage, how long it stayed, and what moved it."""
    only(request)
    items = [
        {
            "stage": stay.stage.name,
            "since": stay.since,
            "until": stay.until,
            "days": stay.days,
            "why": stay.why,
        }
        for stay in stays_of(_seen(request, pk))
    ]
    return json_answer({"items": items})


def _seen(request: Request, pk: int) -> Opportunity:
    return get_object_or_404(Opportunity.objects.visible_to(request.user), pk=pk)


def _done(request: Request, pk: int, action: Any, **values: Any) -> HttpResponse:
    only(request)
    opportunity, user = _seen(request, pk), request.user

    def do(key: Key | None) -> HttpResponse:
        with in_public(OPPORTUNITIES):
            done = action(opportunity, by=user, seen=seen_of(request), key=key, **values)
        return json_answer(public(done, user))

    return once(request, do)


def _made(request: Request, party: Lead | Customer, action: Any) -> HttpResponse:
    only(request)
    values = read_input(OPPORTUNITIES, body_of(request), by=request.user)
    values.pop("party", None)

    def make(key: Key | None) -> HttpResponse:
        with in_public(OPPORTUNITIES):
            made = action(party, by=request.user, key=key, **values)
        answer = public(made, request.user)
        if said := customer_of(party):
            answer["notice"] = said
        return json_answer(answer, status=201)

    return once(request, make)
