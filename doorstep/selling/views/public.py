"""The page of an offer for whoever has its link: no sign-in, and nothing but this offer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from secrets import compare_digest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from doorstep.kit.errors import Invalid, Refusal
from doorstep.paper.answers import pdf_answer
from doorstep.records.models import Company
from doorstep.selling.actions import accept_quotation, comment_quotation, decline_quotation
from doorstep.selling.models import Quotation, QuotationView
from doorstep.selling.quotation_page import answer_of, is_over
from doorstep.ui.limits import address_of, too_often, wait
from doorstep.users.models import User

MOST_LOOKS, MOST_ANSWERS = 120, 12  # a minute, from one address
LETS_US_KNOW = "quotation-looks"
PAUSE = timedelta(minutes=30)  # so long a look is the same one
SECRET = re.compile(r"[\w-]{20,64}", re.ASCII)
INK = re.compile(r"(?:[ML]\d{1,4}(?:\.\d)? \d{1,4}(?:\.\d)?){0,1200}")
SHOWN = (Quotation.Status.DRAFT,)
View = Callable[..., HttpResponse]


def strictly(view: View) -> View:
    """Not indexed, not kept, not handed on; and not too often from one address."""

    @wraps(view)
    def answer(request: HttpRequest, secret: str) -> HttpResponse:
        is_said = request.method == "POST"
        if too_often(request, "offer", MOST_ANSWERS if is_said else MOST_LOOKS):
            response = wait()
        else:
            response = view(request, secret)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"  # with none, browsers hide their origin
        return response

    return never_cache(answer)


@strictly
@require_http_methods(["GET", "HEAD", "POST"])
def public_quotation(request: HttpRequest, secret: str) -> HttpResponse:
    """Read it; say yes, no, or something else."""
    quotation = offer_of(secret)
    refusal = None
    if request.method == "POST":
        try:
            return _said(request, quotation)
        except Refusal as error:
            refusal = error
            quotation = offer_of(secret)
    _look(request, quotation)
    context = _page(request, quotation) | {"refusal": refusal, "posted": request.POST}
    status = refusal.status if refusal else 200
    return render(request, "selling/public_quotation.html", context, status=status)


@strictly
@require_safe
def public_quotation_pdf(request: HttpRequest, secret: str) -> HttpResponse:
    """The same on paper."""
    return pdf_answer(request, offer_of(secret))


def offer_of(secret: str) -> Quotation:
    """By its secret, compared in constant time; a draft is nobody's yet."""
    rows = Quotation._base_manager.exclude(status__in=SHOWN)
    rows = rows.select_related("customer", "lead", "contact", "payment_terms", "owner")
    found = rows.filter(secret=secret).first() if SECRET.fullmatch(secret) else None
    if found is None or not compare_digest(str(found.secret), secret):
        raise Http404
    return found  # type: ignore[no-any-return]


def _said(request: HttpRequest, quotation: Quotation) -> HttpResponse:
    posted, by = request.POST, User.system()
    do = posted.get("do", "")
    response = redirect("public_quotation", quotation.secret)
    name = posted.get("name", "")[:200]
    if do == "accept":
        ink = posted.get("signature", "")
        signature = ink if len(ink) < 20_000 and INK.fullmatch(ink) else ""
        version = posted.get("seen", "")
        said = {"ip": address_of(request) or None, "signature": signature, "name": name}
        seen = int(version) if version.isdecimal() and len(version) < 10 else None
        if not posted.get("agree"):
            says = _("Tick that you accept it.")
            raise Invalid(says, agree=says)
        if quotation.accepted_at is None:  # pressed twice: once is enough
            accept_quotation(quotation, by=by, seen=seen, **said)
    elif do == "decline":
        if quotation.declined_at is None:
            decline_quotation(quotation, by=by, reason=posted.get("reason", "")[:5_000])
    elif do == "comment":
        comment_quotation(
            quotation, by=by, name=posted.get("who", "")[:200], text=posted.get("text", "")[:5_000]
        )
        response["Location"] += "?said=1"
    elif do in ("looks", "no-looks"):
        days = 180 * 24 * 3600
        response.set_cookie(
            LETS_US_KNOW,
            "yes" if do == "looks" else "no",
            max_age=days,
            path=request.path,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _look(request: HttpRequest, quotation: Quotation) -> None:
    """Count it, if they do not mind; the house looking at its own page is no customer."""
    if request.COOKIES.get(LETS_US_KNOW) != "yes" or request.method != "GET":
        return
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        return
    since = now() - PAUSE
    if not QuotationView.objects.filter(quotation=quotation, at__gt=since).exists():
        QuotationView.objects.create(quotation=quotation)


def _page(request: Any, quotation: Quotation) -> dict[str, Any]:
    lines = list(quotation.lines.select_related("unit", "item"))
    over = quotation.status == Quotation.Status.EXPIRED or is_over(quotation)
    is_open = quotation.status in Quotation.WAITING and not over and quotation.accepted_at is None
    instead = quotation.amendments.exclude(status__in=SHOWN).order_by("-pk").first()
    return answer_of(request, quotation, lines) | {
        "record": quotation,
        "lines": lines,
        "company": Company.current(),
        "is_open": is_open and quotation.declined_at is None,
        "is_over": over,
        "instead": instead,
        "asks_about_looks": LETS_US_KNOW not in request.COOKIES,
        "said": "said" in request.GET,
        "to": quotation.printed.get("contact") or quotation.party_name,
    }
