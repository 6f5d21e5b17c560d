"""Your account: name, password, data, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.kit.errors import Refusal
from doorstep.kit.origin import origin
from doorstep.office.signin.letters import send_reset
from doorstep.portal.actions import ask_about_data, rename_account
from doorstep.portal.models import PortalAccount
from doorstep.portal.refusals import TooMany
from doorstep.portal.site import public_page
from doorstep.portal.views.parts import own_page
from doorstep.portal.whom import party_of
from doorstep.ui.http import Request
from doorstep.ui.limits import too_often

MOST_LETTERS = 5  # an hour


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def profile_page(request: Request, account: PortalAccount) -> HttpResponse:
    """Look at it; change one thing at a time."""
    refusal = None
    if request.method == "POST":
        try:
            messages.success(request, _done(request, account))
            return redirect("my_profile")
        except Refusal as error:
            refusal = error
    context = {
        "account": account,
        "party": party_of(account),
        "refusal": refusal,
        "name": request.POST.get("name", "") if refusal else account.user.name,
    }
    status = refusal.status if refusal else 200
    return public_page(request, "portal/my_profile.html", context, status)


def _done(request: Request, account: PortalAccount) -> str:
    do = request.POST.get("do", "")
    if do == "password":
        if too_often(request, "profile-password", MOST_LETTERS, seconds=3600):
            raise TooMany(_("Some letters are on their way already. Look in your mail."))
        send_reset.enqueue(account.user.email, origin())
        return _("Look in your mail: the letter leads to a new password.")
    if do in ("data", "erase"):
        ask_about_data(account, by=request.user, wish=do)
        return _("We have your request and will write to you.")
    rename_account(account, by=request.user, name=request.POST.get("name", ""))
    return _("Saved.")
