"""How many requests one user may send in a minute, so that a script gone wild stops itself."""

from __future__ import annotations

from collections import defaultdict
from time import monotonic
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

MINUTE = 60.0


class PerUser(BaseThrottle):
    """Counted in this process; ``DOORSTEP_API_RATE`` is the number, 0 is no limit."""

    def __init__(self) -> None:
        self._since = 0.0
        self._counts: dict[Any, int] = defaultdict(int)

    def allow_request(self, request: HttpRequest) -> bool:
        most: int = settings.API_RATE
        now = monotonic()
        if now - self._since >= MINUTE:
            self._since = now
            self._counts.clear()
        self._counts[request.user.pk] += 1
        return not most or self._counts[request.user.pk] <= most

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - (monotonic() - self._since)
