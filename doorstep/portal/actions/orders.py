"""A cart becomes an order: once for each round of it, or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import AlreadyDone, action
from doorstep.parties.models import Address
from doorstep.portal.guests import Guest, check_email, guest_address, party_of_guest
from doorstep.portal.letters import send_order
from doorstep.portal.models import Cart, PlacedOrder, shop_policy
from doorstep.portal.ordering import Wanted, become_customer, check_cart, empty, make_order
from doorstep.portal.proofs import hash_of
from doorstep.portal.reckoning import filled
from doorstep.portal.refusals import CartMoved, NotHere, ShopClosed
from doorstep.portal.whom import account_of, customer_of
from doorstep.selling.actions import hold_order, resume_order
from doorstep.selling.models import SalesOrder
from doorstep.users.models import User

ORDERED = gettext_lazy("The order is placed: cancel it instead.")


@action(
    "cart.ordered",
    verb="edit",
    label=gettext_lazy("Place the order"),
    told=gettext_lazy("ordered on the public site"),
    icon="shopping-bag",
    undoable=ORDERED,
)
def place_order(
    cart: Cart,
    *,
    by: User,
    round: UUID,
    billing_address: Address | None = None,
    shipping_address: Address | None = None,
    reference: str = "",
    note: str = "",
    total: Decimal | None = None,
    origin: str = "",
) -> SalesOrder:
    """Make the order of a web user's cart. A lead becomes a customer with it."""
    _check_round(cart, round, by)
    account = account_of(by)
    if account is None or not shop_policy().is_open:
        raise ShopClosed(_("Nothing can be ordered here at the moment."))
    wanted = Wanted(reference=reference, note=note)
    wanted.choose(account, cart, billing_address, shipping_address)
    customer = customer_of(account)
    whole = filled(cart, customer=customer, billing=wanted.billing, shipping=wanted.shipping)
    check_cart(whole, total)
    customer = become_customer(account)
    order = make_order(whole, customer, wanted, contact=getattr(by, "contact", None))
    placed = PlacedOrder.objects.create(
        round=round, order=order, user=by, email=by.email, confirmed_at=now()
    )
    empty(cart)
    send_order.enqueue(placed.pk, "", origin)
    return order


@action(
    "cart.ordered_by_guest",
    verb="edit",
    label=gettext_lazy("Place the order as a guest"),
    told=gettext_lazy("ordered as a guest"),
    icon="shopping-bag",
    undoable=ORDERED,
)
def place_guest_order(
    cart: Cart,
    *,
    by: User,
    round: UUID,
    guest: Guest,
    secret: str,
    total: Decimal | None = None,
    origin: str = "",
) -> SalesOrder:
    """Make the order of a guest's cart. It is held until they prove their address."""
    _check_round(cart, round, None)
    policy = shop_policy()
    if not (policy.is_open and policy.has_guest_orders):
        raise ShopClosed(_("Guests cannot order here: sign up, or sign in."))
    check_email(guest)
    customer = party_of_guest(guest)
    address = guest_address(guest, customer)
    wanted = Wanted(reference=guest.reference, note=guest.note)
    wanted.billing = address
    whole = filled(cart, billing=address, shipping=address)
    wanted.shipping = address if whole.is_goods else None
    check_cart(whole, total)
    order = make_order(whole, customer, wanted, contact=None, is_guest=True)
    order = hold_order(order, by=User.system(), reason=_("The guest's e-mail is not confirmed."))
    placed = PlacedOrder.objects.create(
        round=round, order=order, email=guest.email, secret_hash=hash_of(secret)
    )
    empty(cart)
    send_order.enqueue(placed.pk, secret, origin)
    return order


@action(
    "sales_order.confirmed",
    verb="hold",
    label=gettext_lazy("Confirm the e-mail of a guest"),
    told=gettext_lazy("confirmed the address of this order"),
    icon="check",
    undoable=gettext_lazy("An address stays proved: hold the order instead."),
    fits=lambda order: False,
)
def confirm_order(order: SalesOrder, *, by: User) -> SalesOrder:
    """The guest opened the link of their letter: the order goes on."""
    placed = PlacedOrder.objects.select_for_update().filter(order=order).first()
    if placed is None or placed.confirmed_at:
        raise AlreadyDone(order)
    placed.confirmed_at = now()
    placed.save(update_fields=["confirmed_at"])
    if order.status == SalesOrder.Status.ON_HOLD:
        order = resume_order(order, by=by)
    return order


def _check_round(cart: Cart, round: UUID, user: User | None) -> None:
    """What this round became already; refuse a form of another cart."""
    placed: Any = PlacedOrder.objects.select_related("order").filter(round=round).first()
    if placed is not None and placed.user_id == (user.pk if user else None):
        raise AlreadyDone(placed.order)
    if cart.round != round:
        raise CartMoved(_("This cart was ordered already, or has changed. Look at it again."))
    if user is not None and cart.user_id != user.pk:
        raise NotHere(_("This is another cart."))
