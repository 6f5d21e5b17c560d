"""What search engines and price comparisons are told of an item, and all addresses there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpRequest
from markupsafe import Markup

from doorstep.kit.addresses import address
from doorstep.kit.guarded import csv_line
from doorstep.kit.money import money
from doorstep.portal.models import ShopItem, ShopPage
from doorstep.portal.offering import Offer, offers
from doorstep.portal.site import Site
from doorstep.records.models import Company

AT_ONCE = 200
MOST_ADDRESSES = 49_000  # a sitemap holds 50,000
NAMES = ("id", "title", "description", "link", "image_link", "availability", "price")
MORE = ("product_type", "gtin", "condition")


@dataclass(frozen=True)
class Teller:
    """Of what a guest sees: prices only where everybody may see them."""

    request: HttpRequest
    site: Site

    def product(self, offer: Offer, pictures: list[str]) -> Markup:
        """schema.org says it in these words; nothing in them can end the element."""
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": offer.shown.title,
            "sku": offer.item.code,
            "url": self.full(offer.url),
        }
        if offer.shown.summary:
            said["description"] = offer.shown.summary
        if pictures:
            said["image"] = [self.full(each) for each in pictures]
        if offer.item.group:
            said["category"] = offer.item.group.name
        if offer.price and offer.price.rate is not None:
            there = _availability(offer, "InStock", "OutOfStock")
            said["offers"] = {
                "@type": "Offer",
                "url": self.full(offer.url),
                "price": str(money(offer.price.rate)),
                "priceCurrency": offer.price.currency,
                "availability": f"https://schema.org/{there}",
            }
        text = json.dumps(said, ensure_ascii=False)
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return Markup('<script type="application/ld+json">%s</script>') % Markup(text)

    def sitemap(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        yield f"<url><loc>{escape(self.full(address('shop')))}</loc></url>\n"
        pages = ShopPage._base_manager.filter(is_published=True).order_by("slug")
        for slug, changed in pages.values_list("slug", "updated_at"):
            yield self._place(address("shop_text", slug), changed)
        rows = ShopItem.objects.published().order_by("-pk").values_list("slug", "updated_at")
        for slug, changed in rows[:MOST_ADDRESSES].iterator(chunk_size=1000):
            yield self._place(address("shop_item", slug), changed)
        yield "</urlset>\n"

    def merchant(self) -> Iterator[str]:
        """RSS 2.0 with the names of Google Merchant Center."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
        yield f"<title>{escape(str(Company.current()))}</title>"
        yield f"<link>{escape(self.full(address('shop')))}</link>"
        yield f"<description>{escape(self.site.policy.headline)}</description>\n"
        for row in self._rows():
            fields = (f"<g:{name}>{escape(_clean(row[name]))}</g:{name}>" for name in row)
            yield f"<item>{''.join(fields)}</item>\n"
        yield "</channel></rss>\n"

    def sheet(self) -> Iterator[str]:
        """The same as CSV; no cell is taken for a formula."""
        yield csv_line((*NAMES, *MORE))
        for row in self._rows():
            yield csv_line(row.get(name, "") for name in (*NAMES, *MORE))

    def full(self, path: str) -> str:
        return self.request.build_absolute_uri(path)

    def _rows(self) -> Iterator[dict[str, str]]:
        rows = ShopItem.objects.published().select_related("item__unit", "item__group")
        place = 0
        while found := list(rows.filter(pk__gt=place).order_by("pk")[:AT_ONCE]):
            place = found[-1].pk
            for offer in offers(self.site, found):
                if offer.rate is not None and offer.price:
                    yield self._row(offer)

    def _row(self, offer: Offer) -> dict[str, str]:
        shown, item = offer.shown, offer.item
        currency = offer.price.currency if offer.price else ""
        row = {
            "id": item.code,
            "title": shown.title,
            "description": shown.summary or shown.text[:5000] or shown.title,
            "link": self.full(offer.url),
            "availability": _availability(offer, "in_stock", "out_of_stock"),
            "price": f"{money(offer.rate or 0)} {currency}",
            "condition": "new",
        }
        if offer.picture:
            row["image_link"] = self.full(offer.picture)
        if item.group:
            row["product_type"] = item.group.name
        if item.barcode.isdecimal() and len(item.barcode) in (8, 12, 13, 14):
            row["gtin"] = item.barcode
        return row

    def _place(self, path: str, changed: Any) -> str:
        where = escape(self.full(path))
        return f"<url><loc>{where}</loc><lastmod>{changed:%Y-%m-%d}</lastmod></url>\n"


def _availability(offer: Offer, there: str, later: str) -> str:
    return there if offer.has_stock else later


def _clean(text: str) -> str:
    """XML has no control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
