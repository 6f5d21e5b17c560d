"""The pages of the settings: apps contribute theirs, the layout lists what a user may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from doorstep.kit.addresses import address, has_address
from doorstep.ui.http import Request

GROUPS = {
    "workspace": _("Workspace"),
    "data": _("Data"),
    "lists": _("Lists"),
    "selling": _("Selling"),
    "you": _("You"),
}
May = Callable[[Any], bool]


@dataclass(frozen=True)
class SettingsPage:
    page: str
    label: Any  # a text, or what becomes one in the language of whoever reads it
    icon: str
    group: str
    order: int
    may: May
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return address(self.page, *self.args)

    @property
    def is_there(self) -> bool:
        return has_address(self.page, *self.args)


_pages: dict[tuple[str, ...], SettingsPage] = {}


def administers(user: Any) -> bool:
    """Whether a user runs this installation."""
    return bool(user.is_administrator)


def settings_page(
    page: str,
    label: Any,
    icon: str,
    *,
    args: tuple[str, ...] = (),
    group: str = "workspace",
    order: int = 50,
    may: May = administers,
) -> None:
    """List the page of this URL name under the settings, for those who ``may``: a matter of what
    their roles grant and of nothing else, for the answer is kept.
    """
    _pages[page, *args] = SettingsPage(page, label, icon, group, order, may, args)


def settings_of(user: Any) -> list[tuple[Any, list[SettingsPage]]]:
    """The groups that hold something a user may open."""
    mine = [each for each in _pages.values() if each.is_there and each.may(user)]
    mine.sort(key=lambda each: (list(GROUPS).index(each.group), each.order))
    grouped = [(GROUPS[name], [each for each in mine if each.group == name]) for name in GROUPS]
    return [(label, pages) for label, pages in grouped if pages]


@require_safe
@login_required
def settings_home(request: Request) -> HttpResponse:
    """The first page of the settings that one may open."""
    for _label, pages in settings_of(request.user):
        return redirect(pages[0].url)
    raise Http404
