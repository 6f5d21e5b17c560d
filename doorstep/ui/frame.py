"""What frames every page: sidebar, dock, palette. Made once for all who see the same, and kept.

Nobody has to say that a frame is no longer right: all it shows is part of what it is kept under.
What a request alone knows, its CSRF token and the record that is open, is put in afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from secrets import token_hex
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup, escape

from doorstep.kit.addresses import address
from doorstep.records.models import Company
from doorstep.ui.navigation import Creation, Place, creations, places
from doorstep.ui.pinned import Pinned, pinned
from doorstep.ui.settings_pages import settings_of
from doorstep.ui.tabs import KeptView, views_of
from doorstep.users.models import User

TOKEN, OPEN = (token_hex(16) for _ in range(2))  # blanks that nothing else on a page can hold
PARTS = ("ui/_frame_before.html", "ui/_frame_after.html")
KEPT = 256  # frames of a few kilobytes each


@dataclass(frozen=True)
class Seer:
    """All that a frame depends on: where two are equal, they see the same."""

    pk: int
    name: str
    kind: str
    is_active: bool
    rights: tuple[Any, ...]
    language: str
    company: str
    pinned: tuple[KeptView, ...]
    user: User = field(compare=False)

    @classmethod
    def of(cls, request: Any) -> Seer | None:
        """Who is signed in."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        return cls(
            pk=user.pk,
            name=str(user),
            kind=user.kind,
            is_active=user.is_active,
            rights=user.rights,
            language=get_language() or "en",
            company=str(Company.current()),
            pinned=tuple(view for view in views_of(request) if view.is_pinned),
            user=user,
        )


class Frame:
    """The frame of one page: what stands before its panel, and what comes after."""

    def __init__(self, request: HttpRequest, token: object) -> None:
        self._token = str(token)
        if settings.DEBUG:
            _drawn.cache_clear()  # templates are read anew
        seer = Seer.of(request)
        here = _outline(seer).here(request.path, request.get_full_path()) if seer else ()
        self._before, self._after = _drawn(seer, here)

    def before(self) -> Markup:
        return self._filled(self._before)

    def after(self, on: str = "") -> Markup:
        """``on`` names the record that is open: "lead:7"."""
        return self._filled(self._after.replace(OPEN, escape(on)))

    def _filled(self, text: str) -> Markup:
        return Markup(text.replace(TOKEN, self._token))  # rendered and escaped before


@dataclass(frozen=True)
class _Outline:
    """Where one may go, and what one may make."""

    places: list[Place]
    pinned: list[Pinned]
    creations: list[Creation]

    def here(self, path: str, full: str) -> tuple[str, ...]:
        """Those of its addresses that lead to this page."""
        above = [*(place.url for place in self.places), address("settings")]
        found = [url for url in above if path.startswith(url)]
        if self.pinned:
            asked = unquote_plus(full)
            found += [view.url for view in self.pinned if unquote_plus(view.url) == asked]
        return tuple(found)

    def new(self, here: Iterable[str]) -> Creation | None:
        """What a new record would be: of the kind of this page, else of the first kind."""
        own = [each for each in self.creations if each.list_url in here]
        return next(iter(own or self.creations), None)


@lru_cache(maxsize=KEPT)
def _outline(seer: Seer) -> _Outline:
    user = seer.user
    return _Outline(places(user), pinned(user, seer.pinned), creations(user))


@lru_cache(maxsize=KEPT)
def _drawn(seer: Seer | None, here: tuple[str, ...]) -> tuple[str, str]:
    """The two parts as text, with their blanks."""
    outline = _outline(seer) if seer else _Outline([], [], [])
    context = {
        "csrf_token": TOKEN,
        "on": OPEN,
        "here": here,
        "company": seer.company if seer else "",
        "user": seer.name if seer else "",
        "places": outline.places,
        "pinned": outline.pinned,
        "new": outline.new(here),
        "settings": settings_of(seer.user) if seer else [],
    }
    env = engines["jinja2"].env
    before, after = (env.get_template(part).render(context) for part in PARTS)
    return before, after
