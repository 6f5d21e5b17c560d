"""What every template is given: who asks, what has just been said, how pages look for them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from doorstep.records.models import Company
from doorstep.ui.frame import Frame
from doorstep.users.models import User


def shell(request: HttpRequest) -> dict[str, Any]:
    """For every page: its frame, what has just been said, which theme."""
    user: Any = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    token = SimpleLazyObject(partial(get_token, request))  # one for all forms
    return {
        "frame": SimpleLazyObject(partial(Frame, request, token)),
        "user": user,
        "notes": get_messages(request),
        "csrf_token": token,
        "language": get_language() or "en",
        "company": SimpleLazyObject(lambda: str(Company.current())),
        **preferences_of(request, user if signed_in else None),
    }


def preferences_of(request: HttpRequest, user: User | None) -> dict[str, str]:
    """What this browser was told, else what its user prefers everywhere."""
    told = {name: request.COOKIES.get(name) for name in ("theme", "density", "shortcuts")}
    kept = {"theme": "", "density": "", "shortcuts": ""}
    if user:
        kept |= {"theme": user.theme, "density": user.density}
        kept["shortcuts"] = "on" if user.shortcuts else "off"
    return {name: kept[name] if told[name] is None else str(told[name]) for name in told}
