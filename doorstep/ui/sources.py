"""Each request says by which way it came in, and starts with nothing done."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from doorstep.history.source import Source, acting_from

PUBLIC = ("/shop/", "/signup/", "/cart/", "/checkout/", "/my/")
WAYS = {"/api/": Source.API, "/mcp/": Source.MCP, "/dav/": Source.DAV}
WAYS |= dict.fromkeys(PUBLIC, Source.PORTAL)


def say_where_from(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def with_source(request: HttpRequest) -> HttpResponse:
        ways = (way for start, way in WAYS.items() if request.path.startswith(start))
        with acting_from(next(ways, Source.PAGE)):
            return answer(request)

    return with_source
