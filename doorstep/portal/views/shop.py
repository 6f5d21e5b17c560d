"""The shop: its list, its items, its texts. Works without JavaScript."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from doorstep.catalog.models import Item
from doorstep.kit.keyset import keyset_page
from doorstep.portal.models import ShopItem, ShopPage, ShopSlug
from doorstep.portal.offering import PICTURES, Offer, first, offers, pictures_of, prices_of
from doorstep.portal.site import public_page, site_of, while_open
from doorstep.records.files import place_of
from doorstep.records.models import Attachment
from doorstep.ui.files import AS_FILE

A_PAGE = 24
A_MONTH = 30 * 24 * 3600


@require_safe
@while_open
def shop(request: HttpRequest) -> HttpResponse:
    """What is for sale."""
    rows = ShopItem.objects.published().select_related("item__unit", "item__group")
    page = keyset_page(rows, sort="-ranking", after=request.GET.get("after", ""), size=A_PAGE)
    context: dict[str, Any] = {"offers": offers(site_of(request), page.items), "page": page}
    return public_page(request, "portal/shop.html", context)


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
    price = prices_of(site, [found.item]).get(found.item_id)
    offer = Offer(found, price, first(pictures))
    return public_page(request, "portal/shop_item.html", {"offer": offer, "pictures": pictures})


@require_safe
def shop_text(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of text; terms and privacy stand open even while the shop is closed."""
    page = get_object_or_404(ShopPage._base_manager, slug=slug, is_published=True)
    return public_page(request, "portal/shop_text.html", {"page": page})


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
