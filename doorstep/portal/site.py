"""What the frame of every public page needs: who looks, what is open, how much is in the cart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.parties.models import Customer
from doorstep.portal.carts import CART, cart_of
from doorstep.portal.models import Cart, CartLine, PortalAccount, ShopPage, ShopPolicy, shop_policy
from doorstep.portal.visits import came_by
from doorstep.portal.whom import customer_of
from doorstep.records.models import Company
from doorstep.ui import errors
from doorstep.ui.sources import PUBLIC
from doorstep.users.models import User

MENU = (
    ("shop", _("Shop"), "store"),
    ("my_quotations", _("Quotes"), "file-text"),
    ("my_orders", _("Orders"), "package"),
    ("my_invoices", _("Invoices"), "receipt"),
    ("my_messages", _("Messages"), "message-square"),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_here: bool
    icon: str = ""


@dataclass
class Site:
    """Read as far as a page asks for it."""

    request: HttpRequest
    cart: Cart | None = None

    @cached_property
    def policy(self) -> ShopPolicy:
        return shop_policy()

    @property
    def is_open(self) -> bool:
        return self.policy.is_open

    @cached_property
    def account(self) -> PortalAccount | None:
        """Of whoever is signed in as a web user."""
        user: Any = self.request.user
        if not user.is_authenticated:
            return None
        return PortalAccount.objects.filter(user=user.pk).select_related("user", "lead").first()

    @cached_property
    def customer(self) -> Customer | None:
        """For whom whoever is signed in buys."""
        return customer_of(self.account)

    @property
    def is_staff(self) -> bool:
        return self.request.user.is_authenticated and self.account is None

    @property
    def sees_prices(self) -> bool:
        """Everybody, or only who is signed in as a web user."""
        return self.policy.shows_prices or self.account is not None

    @cached_property
    def cart_count(self) -> int:
        if self.cart is None:
            return 0
        rows = CartLine.objects.filter(cart=self.cart)
        return int(rows.aggregate(count=Sum("quantity"))["count"] or 0)

    @cached_property
    def links(self) -> list[Link]:
        """The menu: what is there, and is for whoever looks."""
        path = self.request.path
        found = []
        for name, label, icon in MENU:
            if name != "shop" and self.account is None:
                continue
            where = address(name)
            found.append(Link(str(label), where, path.startswith(where), icon))
        head = [page for page in self.pages if page.place == ShopPage.Place.HEAD]
        return found + [
            Link(page.title, url_of_text(page), path == url_of_text(page)) for page in head
        ]

    @cached_property
    def pages(self) -> list[ShopPage]:
        """Those that every page links."""
        rows = ShopPage._base_manager.filter(is_published=True).exclude(
            place=ShopPage.Place.NOWHERE
        )
        return list(rows.only("slug", "title", "place").order_by("title"))

    @property
    def foot(self) -> list[ShopPage]:
        return [page for page in self.pages if page.place == ShopPage.Place.FOOT]

    @cached_property
    def came_by(self) -> str:
        """How they came here, if we have still to ask whether we may keep it."""
        return came_by(self.request) if self.is_open and self.account is None else ""

    @property
    def imprint(self) -> str:
        company = Company.current()
        name = company.legal_name or str(company)
        return ", ".join(filter(None, (name, company.street, company.city)))


def url_of_text(page: ShopPage) -> str:
    return address("shop_text", page.slug)


def site_of(request: HttpRequest) -> Site:
    """One for each request: whoever knows of a cart says it there."""
    found: Site | None = getattr(request, "_site", None)
    if found is None:
        user: Any = request.user
        own = user if user.is_authenticated and user.kind == User.Kind.PORTAL else None
        found = Site(request, cart_of(user=own, secret=request.COOKIES.get(CART, "")))
        request._site = found  # type: ignore[attr-defined]
    return found


def public_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in the frame of the public site."""
    shown = {"site": site_of(request), **(context or {})}
    return render(request, template, shown, status=status)


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As long as the shop is closed there is no such page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if not site_of(request).is_open:
            raise Http404
        return view(request, *args, **values)

    return answer


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What is not there: of the public site said in its own frame."""
    if request.path.startswith(PUBLIC) and not request.headers.get("HX-Request"):
        return public_page(request, "portal/not_found.html", status=404)
    return errors.not_found(request, exception)
