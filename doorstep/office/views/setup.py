"""The first start: who runs this, and for which company."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import authenticate
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from doorstep.kit.errors import Conflict
from doorstep.office.actions import found_company
from doorstep.office.doorman import set_up
from doorstep.office.forms.company import SetupForm
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on
from doorstep.users.models import User


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def setup_page(request: Request) -> HttpResponse:
    """Make the company and its first administrator; afterwards there is no such page."""
    if not set_up.still_missing():
        raise Http404
    form = SetupForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            _found(form)
            return _come_in(request, form)
    context = {"form": form, "later": _later()}
    return render(request, "office/setup.html", context, status=422 if form.errors else 200)


def _found(form: SetupForm) -> None:
    said = form.cleaned_data
    system = User.system()
    found_company(
        system,
        by=system,
        email=said["email"],
        name=said["name"],
        password=said["password"],
        company={"name": said["company"]} | {n: said[n] for n in COMPANY},
    )


COMPANY = ("country", "currency", "time_zone")


def _come_in(request: Request, form: SetupForm) -> HttpResponse:
    said = form.cleaned_data
    user = authenticate(request, email=said["email"], password=said["password"])
    if user is None:
        raise Conflict(_("Sign in with what you have just chosen."))
    get_adapter().login(request, user)
    return redirect("home")


def _later() -> list[tuple[str, str]]:
    return [
        (_("Second step"), _("A passkey for your own sign-in, under Settings")),
        (_("Mail"), _("Doorstep reads and sends with your own mailbox")),
        (_("Data"), _("Import a file, or start by hand")),
        (_("Colleagues"), _("Invite them whenever you like")),
    ]
