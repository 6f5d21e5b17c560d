"""Messages: the thread of a web user, and the answer of a colleague."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.kit.errors import Refusal
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Customer, Lead
from doorstep.portal.actions import answer_message, write_message
from doorstep.portal.models import PortalAccount
from doorstep.portal.site import public_page
from doorstep.portal.theirs import orders_of
from doorstep.portal.threads import thread_of
from doorstep.portal.views.parts import own_page
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, say_done

PARTIES: dict[str, Any] = {"lead": Lead, "customer": Customer}
ABOUT = "order-"


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def messages_page(request: Request, account: PortalAccount) -> HttpResponse:
    """What was said, and a few lines more; ``?about=order-7`` says what they are about."""
    order = _order_of(request, account)
    refusal = None
    if request.method == "POST":
        try:
            write_message(account, by=request.user, text=request.POST.get("text", ""), order=order)
            return redirect("my_messages")
        except Refusal as error:
            refusal = error
    context = {
        "account": account,
        "thread": thread_of(account),
        "order": order,
        "refusal": refusal,
        "typed": request.POST.get("text", "") if refusal else "",
    }
    status = refusal.status if refusal else 200
    return public_page(request, "portal/my_messages.html", context, status)


@require_POST
@login_required
def message_answer(request: Request, kind: str, pk: int) -> HttpResponse:
    """A colleague answers on the page of a lead or a customer."""
    if kind not in PARTIES:
        raise Http404
    record = get_object_or_404(PARTIES[kind].objects.visible_to(request.user), pk=pk)
    answer_message(record, by=request.user, text=request.POST.get("text", ""))
    say_done(request, _("Sent."))
    return go_to(request, record)


def _order_of(request: Request, account: PortalAccount) -> Any:
    asked = request.POST.get("about") or request.GET.get("about", "")
    number = row_number(asked.removeprefix(ABOUT)) if asked.startswith(ABOUT) else None
    return orders_of(account).filter(pk=number).first() if number else None
