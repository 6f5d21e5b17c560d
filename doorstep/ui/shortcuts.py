"""The cheat sheet, and what one prefers: theme, density, single keys. Kept in cookies, so that the
server paints the first frame right also before someone signed in.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from doorstep.ui.http import Request
from doorstep.ui.pages import safe_next
from doorstep.users.models import User

YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": ("", "light", "dark"),
    "density": ("", "compact", "roomy"),
    "shortcuts": ("on", "off"),
}


def _keys() -> list[tuple[str, list[tuple[str, str]]]]:
    anywhere = [
        ("Ctrl K", _("search or do something")),
        ("C", _("new record here")),
        ("Z", _("undo the last thing")),
        ("?", _("all shortcuts")),
        ("Ctrl Enter", _("save, send, confirm")),
        ("Esc", _("close, clear")),
    ]
    lists = [
        ("J K", _("move in the list")),
        ("X", _("select; with Shift a range")),
        ("Space", _("peek")),
        ("Enter", _("open")),
        ("F", _("add a filter")),
        ("/", _("search this list")),
        ("← →", _("move a card to another stage")),
    ]
    record = [
        ("J K", _("next and previous record")),
        ("M", _("make something of it; then the letter in the menu")),
        ("E", _("e-mail")),
        ("N", _("next contact")),
    ]
    more = [
        ("1 2 3", _("merging: take that column")),
        ("Alt ↑", _("settings: move the row up; ↓ down")),
        ("← →", _("history: earlier and later version")),
    ]
    return [
        (_("Anywhere"), anywhere),
        (_("Lists"), lists),
        (_("A record"), record),
        (_("Today"), _of_today()),
        (_("The calendar"), _of_the_calendar()),
        (_("Elsewhere"), more),
    ]


def _of_the_calendar() -> list[tuple[str, str]]:
    return [
        ("D W M A", _("day, week, month, agenda")),
        ("T", _("today; ← and → earlier and later")),
        ("Alt ↑", _("move an event; with Shift make it shorter or longer")),
    ]


def _of_today() -> list[tuple[str, str]]:
    return [
        ("J K", _("move in the list")),
        ("X", _("done")),
        ("T", _("move to tomorrow")),
        ("M", _("move to another day")),
        ("L", _("log a call")),
        ("N", _("plan what comes next")),
        ("Enter", _("open")),
    ]


@require_safe
@login_required
def shortcuts_page(request: Request) -> HttpResponse:
    template = "ui/_shortcuts.html" if request.htmx else "ui/shortcuts.html"
    return render(request, template, {"groups": _keys()})


@require_POST
def preferences(request: Request) -> HttpResponse:
    """Remember what was chosen, and go back."""
    response = redirect(safe_next(request))
    chosen = {n: v for n, v in request.POST.items() if v in CHOICES.get(n, ())}
    for name, value in chosen.items():
        response.set_cookie(name, value, max_age=YEAR, samesite="Lax")
    if chosen and request.user.is_authenticated:
        _keep(request.user, chosen)
    return response


def _keep(user: User, chosen: dict[str, str]) -> None:
    """With the user as well, for other browsers. A preference is no event."""
    for name, value in chosen.items():
        setattr(user, name, value == "on" if name == "shortcuts" else value)
    user.save(update_fields=list(chosen))
