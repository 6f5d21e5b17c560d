"""How Doorstep looks for you: a page of the settings that asks no table."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from doorstep.ui.context import preferences_of
from doorstep.ui.http import Request
from doorstep.ui.settings_pages import settings_page

settings_page(
    "display",
    gettext_lazy("Display and shortcuts"),
    "sliders-horizontal",
    group="you",
    order=80,
    may=lambda user: True,
)


@require_safe
@login_required
def display_page(request: Request) -> HttpResponse:
    choices = [
        (
            "theme",
            _("Theme"),
            [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
        ),
        (
            "density",
            _("Density"),
            [("compact", _("Compact")), ("", _("Usual")), ("roomy", _("Roomy"))],
        ),
        ("shortcuts", _("Single-key shortcuts"), [("on", _("On")), ("off", _("Off"))]),
    ]
    chosen = preferences_of(request, request.user)
    return render(request, "ui/display.html", {"choices": choices, "chosen": chosen})
