"""From the cart to the order: of a web user, or of a guest who proves their address after it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.documents.reckoning import less_of, written_amount
from doorstep.kit.errors import Refusal
from doorstep.parties.models import Address
from doorstep.portal.actions import confirm_order, place_guest_order, place_order
from doorstep.portal.forms import GuestForm, OrderForm, PlaceForm
from doorstep.portal.guests import Guest
from doorstep.portal.models import Cart, PlacedOrder, PortalAccount
from doorstep.portal.progress import word_for
from doorstep.portal.proofs import fresh_secret, hash_of
from doorstep.portal.refusals import AddressRequired
from doorstep.portal.site import public_page, site_of, while_open
from doorstep.portal.views.carts import whole_of
from doorstep.portal.views.parts import own_page
from doorstep.portal.views.visitor import cart_in, privately
from doorstep.portal.visits import visit_of
from doorstep.portal.whom import own_addresses
from doorstep.ui.limits import too_often, wait
from doorstep.users.models import User

MOST = 12  # orders a minute, from one address


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
@never_cache
def checkout(request: HttpRequest) -> HttpResponse:
    """Choose where it goes, and order."""
    if request.method == "POST" and too_often(request, "checkout", MOST):
        return wait()
    held, account = cart_in(request), site_of(request).account
    if held is None:
        return redirect("cart")
    if account is None:
        return _of_guest(request, held)
    if request.method != "POST":
        return _choose(request, held, account)
    form = OrderForm(request.POST)
    try:
        if not form.is_valid():
            raise AddressRequired(next(iter(form.errors.values()))[0])
        order = _placed(request, held, account, form.cleaned_data)
    except Refusal as refusal:
        return _choose(request, held, account, refusal)
    return redirect("order_thanks", order.pk)


@require_safe
@own_page
def thanks(request: HttpRequest, account: PortalAccount, pk: int) -> HttpResponse:
    """What was ordered, to whoever ordered it."""
    rows = PlacedOrder.objects.filter(user=account.user)
    placed = get_object_or_404(rows.select_related("order"), order=pk)
    return public_page(request, "portal/thanks.html", _shown(placed))


@require_safe
@while_open
def order_sent(request: HttpRequest) -> HttpResponse:
    """To a guest who ordered: the rest is in the letter."""
    cart_in(request)
    return public_page(request, "portal/order_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@privately
def guest_order(request: HttpRequest, secret: str) -> HttpResponse:
    """A guest's order, by the link of their letter; the button proves the address."""
    if too_often(request, "guest-order", 10 * MOST):
        return wait()
    rows = PlacedOrder.objects.select_related("order")
    placed = rows.filter(secret_hash=hash_of(secret) or "-").first()
    if placed is None:
        raise Http404
    if request.method == "POST":
        confirm_order(placed.order, by=User.system())
        return redirect("guest_order", secret)
    context = _shown(placed) | {"word": word_for(placed.order)}
    return public_page(request, "portal/guest_order.html", context)


def _placed(request: HttpRequest, held: Cart, account: PortalAccount, said: dict[str, Any]) -> Any:
    own = {each.pk: each for each in own_addresses(account)}
    places = {}
    for name in ("billing_address", "shipping_address"):
        pk = said.pop(name)
        if pk and pk not in own:
            raise Http404  # somebody else's is as one that is not there
        places[name] = own.get(pk)
    return place_order(held, by=account.user, **said, **places, origin=_origin(request))


def _choose(
    request: HttpRequest, held: Cart, account: PortalAccount, refusal: Refusal | None = None
) -> HttpResponse:
    addresses = list(own_addresses(account))
    known = {each.pk: each for each in addresses}
    chosen = {
        use: _preferred(addresses, request.POST.get(f"{use}_address"), account, use)
        for use in ("billing", "shipping")
    }
    places = {use: known.get(pk) for use, pk in chosen.items()}
    context = {
        "whole": whole_of(request, held, **places),
        "addresses": addresses,
        **chosen,
        "refusal": refusal,
        "form": OrderForm(request.POST or None),
    }
    status = refusal.status if refusal else 200
    return public_page(request, "portal/checkout.html", context, status=status)


def _preferred(addresses: Any, posted: str | None, account: PortalAccount, use: str) -> int | None:
    if posted and posted.isdecimal() and len(posted) < 19:
        return int(posted)
    marked = own_addresses(account).filter(**{f"links__is_{use}": True})
    chosen = marked.values_list("pk", flat=True).first()
    return chosen or (addresses[0].pk if addresses else None)


def _of_guest(request: HttpRequest, held: Cart) -> HttpResponse:
    site = site_of(request)
    form = GuestForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            _place_for_guest(request, held, form)
            return redirect("order_sent")
        except Refusal as error:
            refusal = error
    place = _typed_place(form)
    whole = whole_of(request, held, billing=place, shipping=place)
    context = {"whole": whole, "form": form, "refusal": refusal}
    context["may_order"] = site.policy.has_guest_orders and site.sees_prices
    status = refusal.status if refusal else 422 if request.method == "POST" else 200
    return public_page(request, "portal/checkout_guest.html", context, status=status)


def _typed_place(form: GuestForm) -> Address | None:
    """Where it would go, as far as it is typed: the taxes follow from it. Nothing is saved."""
    said = getattr(form, "cleaned_data", None)
    if not said:
        return None
    return Address(**{name: said.get(name, "") for name in PlaceForm.base_fields})


def _place_for_guest(request: HttpRequest, held: Cart, form: GuestForm) -> None:
    said = form.cleaned_data
    names = ("name", "email", "organisation", "reference")
    place = {name: said[name] for name in PlaceForm.base_fields}
    guest = Guest(**{name: said[name] for name in names}, address=place, visit=visit_of(request))
    place_guest_order(
        held,
        by=User.system(),
        round=said["round"],
        guest=guest,
        secret=fresh_secret(),
        total=said["total"],
        origin=_origin(request),
    )


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _shown(placed: PlacedOrder) -> dict[str, Any]:
    order = placed.order
    lines = list(order.lines.select_related("item"))
    less = less_of(order, written_amount(order, lines))
    return {"placed": placed, "order": order, "lines_of": lines, "less": less}
