"""The verbs of quotations, orders and deliveries in the API; all else comes with their types."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema

from doorstep.catalog.models import ShippingRule
from doorstep.history.keys import Key
from doorstep.paper.api import add_paper
from doorstep.parties.models import Lead
from doorstep.records.input import read_input
from doorstep.selling import actions
from doorstep.selling.couponing import apply_coupon, remove_coupon
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.records import SALES_ORDERS
from doorstep.selling.refusals import NotDeliverable
from doorstep.selling.shipping import ways_of
from doorstep.selling.shipping_by import ship_by
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request, seen_of

quotations = Router(tags=["Quotations"])
orders = Router(tags=["Orders"])
deliveries = Router(tags=["Deliveries"])
leads = Router(tags=["Leads"])
add_paper(quotations, Quotation)
add_paper(orders, SalesOrder)
add_paper(deliveries, DeliveryNote)


class Said(Schema):
    """Nothing has to be said."""


class Reason(Schema):
    reason: str = ""


class QuotedLine(Schema):
    quotation_line: int
    quantity: Decimal | None = None


class OrderedLine(Schema):
    order_line: int
    quantity: Decimal | None = None


class DeliveredLine(Schema):
    line: int
    quantity: Decimal


class CouponIn(Schema):
    code: str


class ShippingIn(Schema):
    """The name of a shipping rule; without one nothing is charged."""

    rule: str | None = None


class OrderIn(Schema):
    """Without lines, all that is left."""

    lines: list[QuotedLine] | None = None


class DeliveryIn(Schema):
    """Without lines, all that is open."""

    lines: list[OrderedLine] | None = None


class ReturnIn(Schema):
    """Without lines, all that the customer still has."""

    lines: list[DeliveredLine] | None = None
    reopens_order: bool = True


class ReviseIn(Schema):
    """All lines the order has from then on; those with an ``id`` are the ones there are."""

    lines: list[dict[str, Any]]


def do(
    request: Request, model: Any, pk: int, action: Any, *, made: bool = False, **said: Any
) -> Any:
    """One verb on a visible record: answers with what it returns."""
    only(request)
    record = get_object_or_404(model.objects.visible_to(request.user), pk=pk)

    def act(key: Key | None) -> HttpResponse:
        result = action(record, by=request.user, seen=seen_of(request), key=key, **said)
        return json_answer(public(result, request.user), status=201 if made else 200)

    return once(request, act)


def rows(lines: Any) -> Any:
    """Lines as actions take them."""
    return None if lines is None else [line.dict() for line in lines]


def _ways(request: Request, model: Any, pk: int) -> HttpResponse:
    document = get_object_or_404(model.objects.visible_to(request.user), pk=pk)
    found = [{"rule": str(way.rule), "amount": str(way.amount)} for way in ways_of(document)]
    return json_answer({"items": found})


def _rule(body: ShippingIn) -> ShippingRule | None:
    if body.rule is None:
        return None
    name = "" if "\0" in body.rule else body.rule[:100]
    found: ShippingRule | None = ShippingRule.objects.offered().filter(name=name).first()
    if found is None:
        says = _("There is no shipping rule “%s”.") % name
        raise NotDeliverable(says, rule=says)
    return found


@quotations.post("/{int:pk}/submit")
def submit_quotation(request: Request, pk: int) -> HttpResponse:
    """Number and freeze an offer."""
    return do(request, Quotation, pk, actions.submit_quotation)


@quotations.post("/{int:pk}/coupon")
def apply_to_quotation(request: Request, pk: int, body: CouponIn) -> HttpResponse:
    """Take what a coupon is worth off a draft."""
    return do(request, Quotation, pk, apply_coupon, code=body.code)


@quotations.delete("/{int:pk}/coupon")
def remove_from_quotation(request: Request, pk: int) -> HttpResponse:
    """Take the coupon off again."""
    return do(request, Quotation, pk, remove_coupon)


@quotations.get("/{int:pk}/shipping")
def ways_of_quotation(request: Request, pk: int) -> HttpResponse:
    """Which shipping rules hold for a draft, and what each costs."""
    return _ways(request, Quotation, pk)


@quotations.post("/{int:pk}/shipping")
def ship_quotation_by(request: Request, pk: int, body: ShippingIn) -> HttpResponse:
    """Choose how it is sent: what that costs becomes a line."""
    return do(request, Quotation, pk, ship_by, rule=_rule(body))


@quotations.post("/{int:pk}/cancel")
def cancel_quotation(request: Request, pk: int) -> HttpResponse:
    """Take an offer back."""
    return do(request, Quotation, pk, actions.cancel_quotation)


@quotations.post("/{int:pk}/lose")
def lose_quotation(request: Request, pk: int, body: Reason) -> HttpResponse:
    """The customer said no."""
    return do(request, Quotation, pk, actions.lose_quotation, text=body.reason)


@quotations.post("/{int:pk}/amend")
def amend_quotation(request: Request, pk: int) -> HttpResponse:
    """A new draft instead of this one."""
    return do(request, Quotation, pk, actions.amend_quotation, made=True)


@quotations.post("/{int:pk}/order")
def order_quotation(request: Request, pk: int, body: OrderIn) -> HttpResponse:
    """A draft order of what is left of it."""
    lines = rows(body.lines)
    return do(request, Quotation, pk, actions.order_quotation, made=True, lines=lines)


@leads.post("/{int:pk}/quotation")
def quote_lead(request: Request, pk: int) -> HttpResponse:
    """A draft offer to a lead; a converted one's goes to its customer."""
    only(request)
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)

    def make(key: Key | None) -> HttpResponse:
        made = actions.quote_lead(lead, by=request.user, key=key)
        return json_answer(public(made, request.user), status=201)

    return once(request, make)


@orders.post("/{int:pk}/submit")
def submit_order(request: Request, pk: int) -> HttpResponse:
    """Number and freeze an order, if the customer's credit allows it."""
    return do(request, SalesOrder, pk, actions.submit_order)


@orders.post("/{int:pk}/hold")
def hold_order(request: Request, pk: int, body: Reason) -> HttpResponse:
    """Nothing is delivered or invoiced until it is resumed."""
    return do(request, SalesOrder, pk, actions.hold_order, reason=body.reason)


@orders.post("/{int:pk}/resume")
def resume_order(request: Request, pk: int) -> HttpResponse:
    """Go on with an order that was held."""
    return do(request, SalesOrder, pk, actions.resume_order)


@orders.post("/{int:pk}/close")
def close_order(request: Request, pk: int) -> HttpResponse:
    """Nothing more comes of it."""
    return do(request, SalesOrder, pk, actions.close_order)


@orders.post("/{int:pk}/reopen")
def reopen_order(request: Request, pk: int) -> HttpResponse:
    """Take a closed order up again."""
    return do(request, SalesOrder, pk, actions.reopen_order)


@orders.post("/{int:pk}/coupon")
def apply_to_order(request: Request, pk: int, body: CouponIn) -> HttpResponse:
    """Take what a coupon is worth off a draft."""
    return do(request, SalesOrder, pk, apply_coupon, code=body.code)


@orders.delete("/{int:pk}/coupon")
def remove_from_order(request: Request, pk: int) -> HttpResponse:
    """Take the coupon off again."""
    return do(request, SalesOrder, pk, remove_coupon)


@orders.get("/{int:pk}/shipping")
def ways_of_order(request: Request, pk: int) -> HttpResponse:
    """Which shipping rules hold for a draft, and what each costs."""
    return _ways(request, SalesOrder, pk)


@orders.post("/{int:pk}/shipping")
def ship_order_by(request: Request, pk: int, body: ShippingIn) -> HttpResponse:
    """Choose how it is sent: what that costs becomes a line."""
    return do(request, SalesOrder, pk, ship_by, rule=_rule(body))


@orders.post("/{int:pk}/revise")
def revise_order(request: Request, pk: int, body: ReviseIn) -> HttpResponse:
    """Agree on other lines of an order that runs."""
    order = get_object_or_404(SalesOrder.objects.visible_to(request.user), pk=pk)
    said = read_input(SALES_ORDERS, {"lines": body.lines}, by=request.user, record=order)
    return do(request, SalesOrder, pk, actions.revise_order, lines=said["lines"])


@orders.post("/{int:pk}/cancel")
def cancel_order(request: Request, pk: int) -> HttpResponse:
    """Take an order back before anything came of it."""
    return do(request, SalesOrder, pk, actions.cancel_order)


@orders.post("/{int:pk}/delivery")
def deliver_order(request: Request, pk: int, body: DeliveryIn) -> HttpResponse:
    """A draft delivery of what is open."""
    lines = rows(body.lines)
    return do(request, SalesOrder, pk, actions.deliver_order, made=True, lines=lines)


@deliveries.post("/{int:pk}/submit")
def submit_delivery(request: Request, pk: int) -> HttpResponse:
    """It left the house, or came back: number it and count it."""
    return do(request, DeliveryNote, pk, actions.submit_delivery)


@deliveries.post("/{int:pk}/cancel")
def cancel_delivery(request: Request, pk: int) -> HttpResponse:
    """It never left, or never came back."""
    return do(request, DeliveryNote, pk, actions.cancel_delivery)


@deliveries.post("/{int:pk}/return")
def return_delivery(request: Request, pk: int, body: ReturnIn) -> HttpResponse:
    """A draft return of what the customer still has."""
    said = {"lines": rows(body.lines), "reopens_order": body.reopens_order}
    return do(request, DeliveryNote, pk, actions.return_delivery, made=True, **said)
