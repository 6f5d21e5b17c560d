"""A web user's own pages: the way in, and their addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.kit.errors import Refusal
from doorstep.parties.models import Address, AddressLink, Customer, Lead
from doorstep.portal.actions import add_own_address, change_own_address
from doorstep.portal.forms import AddressForm
from doorstep.portal.models import PortalAccount
from doorstep.portal.site import public_page
from doorstep.portal.views.parts import local, own_page
from doorstep.portal.whom import own_addresses, party_of

LOOK = ["GET", "HEAD", "POST"]


@require_safe
@own_page
def home(request: HttpRequest, account: PortalAccount) -> HttpResponse:
    """Where signing in leads: to the orders; without an address to the form for one."""
    if not own_addresses(account).exists():
        return redirect("my_address_new")
    return redirect("my_orders")


@require_safe
@own_page
def my_addresses(request: HttpRequest, account: PortalAccount) -> HttpResponse:
    party = party_of(account)
    rows = own_addresses(account)
    links = {link.address_id: link for link in _links(party)}
    context = {"addresses": [(each, links.get(each.pk)) for each in rows]}
    return public_page(request, "portal/addresses.html", context)


@require_http_methods(LOOK)
@own_page
def address_new(request: HttpRequest, account: PortalAccount) -> HttpResponse:
    """The first page after signing up."""
    party = party_of(account)
    title = party.name if party is not None else ""
    form = AddressForm(request.POST or None, initial={"title": title})
    return _answer(request, form, lambda said: add_own_address(account, by=account.user, **said))


@require_http_methods(LOOK)
@own_page
def address_edit(request: HttpRequest, account: PortalAccount, pk: int) -> HttpResponse:
    address = get_object_or_404(own_addresses(account), pk=pk)
    form = AddressForm(request.POST or None, initial=_held(address))
    return _answer(
        request,
        form,
        lambda said: change_own_address(account, by=account.user, address=address, **said),
        address,
    )


def _answer(
    request: HttpRequest, form: AddressForm, save: Any, address: Address | None = None
) -> HttpResponse:
    context = {"form": form, "next": local(request), "address": address}
    if request.method != "POST":
        return public_page(request, "portal/address.html", context)
    if form.is_valid():
        try:
            save(form.said())
        except Refusal as refusal:
            context["refusal"] = refusal
            return public_page(request, "portal/address.html", context, status=refusal.status)
        messages.success(request, _("The address is saved."))
        return redirect(context["next"] or "my_addresses")
    return public_page(request, "portal/address.html", context, status=422)


def _links(party: Customer | Lead | None) -> Any:
    if party is None:
        return ()
    field = "customer" if isinstance(party, Customer) else "lead"
    return AddressLink.objects.filter(**{field: party})


def _held(address: Address) -> dict[str, Any]:
    names = ("title", "line1", "line2", "postal_code", "city", "country", "phone")
    use = "delivery" if address.type == Address.Type.SHIPPING else "billing"
    return {name: getattr(address, name) for name in names} | {"use": use}
