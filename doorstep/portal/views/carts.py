"""The cart: looked at, filled, changed. Every change is a form and leads back to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doorstep.catalog.models import Item
from doorstep.kit.errors import Invalid, Refusal
from doorstep.portal.carts import add_to_cart, set_coupon, set_in_cart
from doorstep.portal.forms import LineForm
from doorstep.portal.models import Cart, CartLine, PortalAccount
from doorstep.portal.offering import pictures_of
from doorstep.portal.proofs import fresh_secret
from doorstep.portal.reckoning import Filled, filled, note_rates
from doorstep.portal.refusals import NotInShop
from doorstep.portal.site import public_page, site_of, while_open
from doorstep.portal.theirs import orders_of
from doorstep.portal.views.parts import own_page
from doorstep.portal.views.visitor import cart_in, cart_secret, keep_cart, web_user
from doorstep.portal.whom import customer_of, own_addresses
from doorstep.ui.limits import too_often, wait

MOST, FEW = 120, 12  # changes, and codes tried, a minute from one address


@require_safe
@while_open
@never_cache
def cart(request: HttpRequest) -> HttpResponse:
    """What is in it, what it costs now, and what it comes to."""
    return _page(request)


@require_POST
@while_open
def cart_add(request: HttpRequest) -> HttpResponse:
    """So many more of an item; the price is ours whatever is sent along."""
    if too_often(request, "cart", MOST):
        return wait()
    item, quantity = _said(request)
    user, secret = web_user(request), cart_secret(request)
    is_new = user is None and not secret
    secret = secret or fresh_secret()
    try:
        held = add_to_cart(item, 1 if quantity is None else quantity, user=user, secret=secret)
    except Refusal as refusal:
        return _page(request, refusal)
    note_rates(whole_of(request, held))
    response = redirect("cart")
    if is_new or user is None:
        keep_cart(response, request, secret)
    return response


@require_POST
@while_open
def cart_set(request: HttpRequest) -> HttpResponse:
    """So many of an item: as typed, one more, one less, or none."""
    if too_often(request, "cart", MOST):
        return wait()
    held = cart_in(request)
    item, quantity = _said(request)
    line = held and CartLine.objects.filter(cart=held, item=item).first()
    if held is None or not line:
        return redirect("cart")
    wanted = _wanted(request.POST.get("do", ""), line.quantity, quantity)
    try:
        set_in_cart(held, item, wanted)
    except Refusal as refusal:
        return _page(request, refusal)
    note_rates(whole_of(request, held))
    return redirect("cart")


@require_POST
@while_open
def cart_coupon(request: HttpRequest) -> HttpResponse:
    """Use a code, or with ``remove`` none."""
    if too_often(request, "coupon", FEW):
        return wait()
    held = cart_in(request)
    is_used = request.POST.get("do") != "remove"
    code = request.POST.get("code", "").strip() if is_used else ""
    try:
        if held is not None:
            set_coupon(held, code)
    except Refusal as refusal:
        return _page(request, refusal)
    return redirect("cart")


@require_POST
@own_page
def cart_again(request: HttpRequest, account: PortalAccount, pk: int) -> HttpResponse:
    """What was ordered before goes into the cart, as far as it is still for sale."""
    order = get_object_or_404(orders_of(account), pk=pk)
    left = []
    for line in order.lines.select_related("item"):
        try:
            if line.item is None:
                raise NotInShop(line.description)
            add_to_cart(line.item, max(int(line.quantity), 1), user=account.user)
        except Refusal:
            left.append(line.description)
    if left:
        says = _("Not in the cart, as it cannot be ordered here now: %s")
        messages.warning(request, says % ", ".join(left))
    return redirect("cart")


def whole_of(request: HttpRequest, held: Cart | None, **places: Any) -> Filled:
    """The cart of whoever looks with their prices, and the taxes of their first address."""
    account = site_of(request).account
    if account and not any(places.values()):
        first = own_addresses(account).first()
        places = {"billing": first, "shipping": first}
    return filled(held, customer=customer_of(account), **places)


def _wanted(do: str, held: int, typed: int | None) -> int:
    steps = {"remove": 0, "less": held - 1, "more": held + 1}
    return steps.get(do, held if typed is None else typed)


def _said(request: HttpRequest) -> tuple[Item, int | None]:
    form = LineForm(request.POST)
    if not form.is_valid():
        fields = {name: says[0] for name, says in form.errors.items()}
        raise Invalid(next(iter(fields.values())), **fields)
    item = Item._base_manager.filter(pk=form.cleaned_data["item"]).first()
    if item is None or not hasattr(item, "shop_item"):
        raise Http404
    return item, form.cleaned_data["quantity"]


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    held = cart_in(request)
    whole = whole_of(request, held)
    pictures = pictures_of([row.line.item_id for row in whole.rows])
    context = {"whole": whole, "pictures": pictures, "refusal": refusal}
    status = refusal.status if refusal else 200
    return public_page(request, "portal/cart.html", context, status=status)
