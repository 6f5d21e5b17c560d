"""For search engines and price comparisons: what may be read, all addresses, the feeds."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address
from doorstep.portal.models import shop_policy
from doorstep.portal.site import Site, site_of, while_open
from doorstep.portal.telling import Teller

OPEN = ("/shop/", "/static/")  # what a search engine may read


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The pages of the house are nobody's to list; those of the shop while it is open."""
    lines = ["User-agent: *"]
    if shop_policy().is_open:
        lines += [f"Allow: {path}" for path in OPEN]
    lines.append("Disallow: /")
    if shop_policy().is_open:
        lines.append(f"Sitemap: {request.build_absolute_uri(address('shop_sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")


@require_safe
@while_open
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    """Every address that is shown."""
    return _stream(Teller(request, _as_guest(request)).sitemap(), "application/xml")


@require_safe
@while_open
def feed_xml(request: HttpRequest) -> StreamingHttpResponse:
    """For Google Merchant Center."""
    return _stream(_feed(request).merchant(), "application/xml")


@require_safe
@while_open
def feed_csv(request: HttpRequest) -> StreamingHttpResponse:
    """For price comparisons that read sheets."""
    return _stream(_feed(request).sheet(), "text/csv")


def _feed(request: HttpRequest) -> Teller:
    """Nothing without prices is a feed; and what guests do not see is in none."""
    if not site_of(request).policy.shows_prices:
        raise Http404
    return Teller(request, _as_guest(request))


def _as_guest(request: HttpRequest) -> Site:
    """Whoever asks: a feed holds the prices of everybody."""
    site = Site(request)
    site.account = None
    return site


def _stream(parts: Iterator[str], content_type: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type=f"{content_type}; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=900"
    return answer
