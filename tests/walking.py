"""Every address of the product, for tests that try them all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import get_resolver

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


class Route(NamedTuple):
    """A pattern like ``leads/<int:pk>/``, and its name."""

    pattern: str
    name: str

    @property
    def place(self) -> str:
        """Its first part: "leads"."""
        return self.pattern.partition("/")[0]

    @property
    def places(self) -> list[str]:
        return PLACE.findall(self.pattern)

    def filled(self, values: dict[str, Any]) -> str:
        return "/" + PLACE.sub(lambda place: str(values[place[1]]), self.pattern)


def routes() -> list[Route]:
    """Those of the pages: the API is described by its document."""
    found = [route for route in _walk(get_resolver(), "") if not route.pattern.startswith("api/")]
    return list({route.pattern: route for route in found}.values())


def _walk(resolver: Any, prefix: str) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _walk(each, pattern)
        else:
            yield Route(pattern, each.name or "")
