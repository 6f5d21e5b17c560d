"""What placing an order does, from the lead to the submitted order.

Helpers of actions: they write, so they only work inside one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Address, Contact, Customer, Lead
from doorstep.portal.carts import check_stock
from doorstep.portal.models import Cart, PortalAccount, ShopItem, shop_policy
from doorstep.portal.reckoning import Filled, filled
from doorstep.portal.refusals import (
    AddressRequired,
    CartEmpty,
    CartMoved,
    NoPrice,
    NotHere,
    NotInShop,
)
from doorstep.portal.whom import own_addresses, party_of
from doorstep.receivables.credit import credit_limit_of, exposure_of
from doorstep.selling.actions import (
    create_quotation,
    order_quotation,
    submit_order,
    submit_quotation,
)
from doorstep.selling.couponing import apply_coupon
from doorstep.selling.models import Quotation, SalesOrder
from doorstep.users.models import User


@dataclass
class Wanted:
    """What is said with an order beside what is in the cart."""

    reference: str = ""
    note: str = ""
    billing: Address | None = None
    shipping: Address | None = None

    def choose(
        self, account: PortalAccount, cart: Cart, billing: Address | None, shipping: Address | None
    ) -> None:
        """The addresses that were chosen, if they are theirs; the only one chooses itself."""
        own = list(own_addresses(account))
        for name, said in (("billing_address", billing), ("shipping_address", shipping)):
            if said is not None and said not in own:
                says = _("This address is not there.")
                raise AddressRequired(says, **{name: says})
        only = own[0] if len(own) == 1 else None
        is_goods = shop_policy().asks_shipping and filled(cart).is_goods
        self.shipping = (shipping or only or billing) if is_goods else None
        self.billing = billing or self.shipping or only
        if self.billing is None:
            says = _("Say where the invoice goes.")
            raise AddressRequired(says, billing_address=says)


def check_cart(whole: Filled, total: Decimal | None) -> None:
    """Refuse what is empty, cannot be had, or costs something else than was shown."""
    if not whole.rows:
        raise CartEmpty(_("There is nothing in the cart."))
    for row in whole.rows:
        if row.shown is None:
            raise NotInShop(_("“%s” is not for sale any more: take it out.") % row.title)
        if row.rate is None:
            raise NoPrice(_("“%s” has no price here: ask us for a quotation.") % row.title)
    if whole.coupon_refusal:
        raise whole.coupon_refusal
    if total is not None and total != whole.document.grand_total:
        raise CartMoved(_("It comes to something else now. Look at it once more."))


def become_customer(account: PortalAccount) -> Customer:
    """The customer of an account; a lead is converted, which ties the user to what it becomes."""
    party = party_of(account)
    if party is None:
        raise NotHere(_("Your account belongs to nobody yet. Write to us."))
    return converted(party, account.user.name) if isinstance(party, Lead) else party


def converted(lead: Lead, name: str) -> Customer:
    """The lead as a customer of the shop's group and price list."""
    customer = convert_lead(lead, by=User.system(), name=lead.organisation or name)
    policy = shop_policy()
    customer.refresh_from_db()
    if customer.lead_id == lead.pk:
        customer.group = policy.customer_group or customer.group
        if policy.price_list and not customer.group.price_list_id:
            customer.price_list = customer.price_list or policy.price_list
        customer.save()
    return customer


def make_order(
    whole: Filled,
    customer: Customer,
    wanted: Wanted,
    *,
    contact: Contact | None,
    is_guest: bool = False,
) -> SalesOrder:
    """A submitted quotation of the cart, and the submitted order that was made of it."""
    system = User.system()
    check_standing(customer)
    _take_from_stock(whole)
    said: dict[str, Any] = {"note": wanted.note, "billing_address": wanted.billing}
    said |= {"shipping_address": wanted.shipping, "owner": customer.account_manager or system}
    if is_guest:  # what a customer pays is nothing for whoever types their address
        said["price_list"] = shop_policy().price_list_for(None)
    if contact is not None:
        said["contact"] = contact
    lines = [_line(row, is_guest) for row in whole.rows]
    quotation = create_quotation(Quotation, by=system, party=customer, lines=lines, **said)
    if whole.cart and whole.cart.coupon:
        quotation = apply_coupon(quotation, by=system, code=whole.cart.coupon)
    quotation = submit_quotation(quotation, by=system)
    more: dict[str, Any] = {"customer_reference": wanted.reference, "owner": quotation.owner}
    more["needs_delivery"] = whole.is_goods
    if whole.is_goods:
        more["delivery_on"] = localdate() + timedelta(days=shop_policy().delivery_days)
    order = order_quotation(quotation, by=system, **more)
    order = submit_order(order, by=system)
    _check_credit(customer)
    return order


def empty(cart: Cart) -> None:
    """Nothing in it, and the next round."""
    cart.lines.all().delete()
    cart.round, cart.coupon = uuid4(), ""
    cart.save(update_fields=["round", "coupon"])


def check_standing(customer: Customer) -> None:
    """The system may sell to anybody; who orders here is no exception to any rule."""
    if customer.frozen or customer.disabled:
        raise NotHere(_("We cannot take this order here. Write to us, please."))


def _check_credit(customer: Customer) -> None:
    limit = credit_limit_of(customer)
    if limit.amount is None or limit.bypass_at_order:
        return
    if exposure_of(customer) > limit.amount:
        raise NotHere(_("This goes beyond what we agreed that you may owe. Write to us, please."))


def _line(row: Any, is_guest: bool) -> dict[str, Any]:
    said = {"item": row.line.item, "quantity": Decimal(row.line.quantity)}
    if row.title != row.line.item.name:
        said["description"] = row.title
    if row.line.note:
        said["description"] = f"{row.title} ({row.line.note})"[:500]
    return said | ({"rate": row.rate} if is_guest else {})


def _take_from_stock(whole: Filled) -> None:
    """Two who want the last one wait for each other; who comes second is told."""
    counted = {row.line.item_id: row.line.quantity for row in whole.rows}
    rows = ShopItem.objects.filter(item__in=counted).exclude(in_stock=None)
    for shown in rows.select_for_update(of=("self",)).order_by("pk"):
        check_stock(shown, counted[shown.item_id])
        shown.in_stock -= counted[shown.item_id]
        shown.save()
