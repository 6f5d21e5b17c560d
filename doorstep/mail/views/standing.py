"""Whether letters that go to many are wanted: said by a colleague, or by whoever gets them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from doorstep.kit.normal.emails import email_key
from doorstep.mail.actions import clear_bounce, opt_in, opt_out
from doorstep.mail.addressees import addressees_of
from doorstep.mail.models import AddressStanding
from doorstep.mail.opting import address_in
from doorstep.records.models import Company
from doorstep.records.types import record_type
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, say_done
from doorstep.users.models import User

VERBS: dict[str, Any] = {"out": opt_out, "in": opt_in, "clear": clear_bounce}
Why = AddressStanding.Why


@require_http_methods(["GET", "POST"])
@login_required
def mail_standing(request: Request, kind: str, pk: int) -> HttpResponse:
    """The addresses of a person, each with what is known of it."""
    records = record_type(kind)
    if records is None:
        raise Http404
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    known = addressees_of(record, request.user)
    if request.method == "POST":
        mine = {email_key(each.person.email): each.person.email for each in known}
        given = mine.get(email_key(request.POST.get("address", "")))
        verb = VERBS.get(request.POST.get("do", ""))
        if given is None or verb is None:
            raise Http404
        verb(AddressStanding, by=request.user, address=given)
        say_done(request, _("Noted for %s.") % given)
        return go_to(request, record)
    page = "mail/_standing.html" if request.htmx else "mail/standing.html"
    return render(request, page, {"record": record, "known": known, "here": request.path})


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def mail_out(request: HttpRequest, token: str) -> HttpResponse:
    """No more letters. Looking at the page does nothing: programs look at links by themselves."""
    given = address_in(token)
    if not given:
        raise Http404
    if request.method == "POST":
        by = User.system()
        if request.POST.get("do") == "in":
            opt_in(AddressStanding, by=by, address=given)
        else:
            opt_out(AddressStanding, by=by, address=given, why=Why.LINK)
    standing = AddressStanding.objects.of([given]).get(email_key(given))
    is_out = bool(standing and standing.opted_out_at)
    context = {"address": given, "is_out": is_out, "company": Company.current(), "token": token}
    response = render(request, "mail/out.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
