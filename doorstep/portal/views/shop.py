"""The shop: its list, its items, its texts. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from doorstep.catalog.models import Item
from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid
from doorstep.portal.listing import Listing
from doorstep.portal.models import ShopItem, ShopPage, ShopSlug
from doorstep.portal.offering import (
    PICTURES,
    Offer,
    first,
    offers,
    pictures_of,
    prices_of,
    specifications,
    tiers_of,
    usual_of,
)
from doorstep.portal.site import public_page, site_of, while_open
from doorstep.portal.telling import Teller
from doorstep.portal.views.parts import local
from doorstep.portal.visits import keep_visit
from doorstep.portal.writing import blocks
from doorstep.records.files import place_of
from doorstep.records.models import Attachment
from doorstep.ui.files import AS_FILE

A_MONTH = 30 * 24 * 3600


@require_safe
@while_open
def shop(request: HttpRequest) -> HttpResponse:
    """What is for sale, as far as it was asked for."""
    site = site_of(request)
    listing = Listing(site, request.GET)
    group = f"?group={listing.group.pk}" if listing.group else ""
    context: dict[str, Any] = {
        "listing": listing,
        "canonical": request.build_absolute_uri(address("shop") + group),
        "offers": [],
    }
    try:
        context["page"] = listing.page()
        context["offers"] = offers(site, context["page"].items)
    except Invalid as refusal:
        context["refusal"] = refusal
    status = 422 if "refusal" in context else 200
    return public_page(request, "portal/shop.html", context, status)


@require_safe
@while_open
def shop_item(request: HttpRequest, slug: str) -> HttpResponse:
    """One item; whoever knows it by a former address is sent on."""
    site = site_of(request)
    rows = ShopItem.objects.published()
    found = rows.filter(slug=slug).select_related("item__unit", "item__group").first()
    if found is None:
        former = get_object_or_404(ShopSlug, slug=slug, shop_item__in=rows)
        return redirect("shop_item", former.shop_item.slug, permanent=True)
    pictures = pictures_of([found.item_id]).get(found.item_id, [])
    offer = Offer(found, prices_of(site, [found.item]).get(found.item_id), first(pictures))
    teller = Teller(request, site)
    context = {
        "offer": offer,
        "pictures": pictures,
        "tiers": tiers_of(site, offer),
        "usual": usual_of(site, offer),
        "facts": specifications(found),
        "text": blocks(found.text),
        "canonical": teller.full(offer.url),
        "picture": teller.full(first(pictures)) if pictures else "",
        "product": teller.product(offer, pictures),
    }
    return public_page(request, "portal/shop_item.html", context)


@require_safe
def shop_text(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of text; terms and privacy stand open even while the shop is closed."""
    page = get_object_or_404(ShopPage._base_manager, slug=slug, is_published=True)
    context = {"page": page, "text": blocks(page.text)}
    return public_page(request, "portal/shop_text.html", context)


@require_safe
@while_open
def shop_picture(request: HttpRequest, pk: int, digest: str) -> FileResponse:
    """A picture of an item that is shown; no other file is ever handed out here."""
    kept = Attachment._base_manager.filter(
        about_type=Item._meta.label_lower,
        about_id__in=ShopItem.objects.published().values("item"),
        content_type__in=PICTURES,
    )
    picture = get_object_or_404(kept, pk=pk, sha256__startswith=digest)
    try:
        held = place_of(picture.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(held, content_type=picture.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = AS_FILE
    answer["Cache-Control"] = f"public, max-age={A_MONTH}, immutable"
    return answer


@require_POST
@while_open
def shop_visit(request: HttpRequest) -> HttpResponse:
    """Whether we may remember how they came here."""
    response = redirect(local(request) or "shop")
    keep_visit(response, request, request.POST.get("came", "") if "yes" in request.POST else "")
    return response
