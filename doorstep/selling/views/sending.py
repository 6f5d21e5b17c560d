"""The letter before it goes: to whom, in which words, and which paper goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.kit.errors import Refusal
from doorstep.mail.addressees import addressees_of, parse_people
from doorstep.mail.composing import usual_mailbox, with_signature
from doorstep.paper.papers import file_name
from doorstep.records.models import Company
from doorstep.records.types import RecordType
from doorstep.selling.sending import may_be_sent
from doorstep.selling.views.dialogs import seen, visible
from doorstep.selling.views.orders import ASKS
from doorstep.ui.http import Request
from doorstep.ui.looks import day, in_full
from doorstep.ui.menus import in_menu
from doorstep.ui.pages import say_done

Act = Callable[..., Any]


@dataclass(frozen=True)
class Letter:
    """How a kind of document is sent: ``send`` is the action, ``says`` gives subject and text of
    what names it. ``alone`` submits a draft without a letter, where that can be chosen here.
    """

    records: RecordType
    send: Act
    subject: Any
    text: Any
    hint: Any = ""
    alone: Act | None = None
    alone_says: Any = ""
    more: dict[str, Any] = field(default_factory=dict)


def letter_urls(letter: Letter, prefix: str) -> list[URLPattern]:
    """``sales-orders/4/send/``, and its place in the menu."""
    tail = f"{prefix}/<int:pk>/send/"
    return [path(tail, letter_page, {"letter": letter}, name=letter.records.route("sending"))]


def in_menu_to_send(model: Any, verb: str = "send", may: Any = may_be_sent) -> None:
    in_menu(
        model,
        "sending",
        gettext_lazy("Send by letter"),
        "send",
        verb=verb,
        may=lambda user, record: may(record),
        how="go",
    )


@ASKS
@login_required
def letter_page(request: Request, letter: Letter, pk: int) -> HttpResponse:
    """Write to the customer about a document."""
    document = visible(request, letter.records.model, pk)
    return written(request, letter, document, document.customer_or_lead, file_name(document))


def written(
    request: Request,
    letter: Letter,
    record: Any,
    party: Any,
    paper: str,
    **names: Any,
) -> HttpResponse:
    """The page of a letter, and what it leads to. ``names`` stand in its words beside others."""
    refusal, typed = None, request.POST.dict()
    if request.method == "POST":
        try:
            is_alone = letter.alone and typed.get("do") == "submit"
            return redirect((_without_letter if is_alone else _send)(request, letter, record))
        except Refusal as error:
            refusal = error
    context = {
        "record": record,
        "records": letter.records,
        "letter": typed or _blank(request, letter, record, party, names),
        "hint": letter.hint,
        "paper": paper,
        "may_go_alone": letter.alone and getattr(record, "is_draft", False),
        "refusal": refusal,
        "mailbox": usual_mailbox(request.user),
    }
    status = refusal.status if refusal else 200
    return render(request, "documents/send.html", context, status=status)


def _blank(
    request: Request, letter: Letter, record: Any, party: Any, names: dict[str, Any]
) -> dict[str, str]:
    """What stands in it before anybody has typed."""
    person = getattr(record, "contact", None)
    known = addressees_of(person, request.user) if person else []
    known = known or addressees_of(party, request.user)
    hello = getattr(person or party, "first_name", "") or str(person or party)
    names = {"name": hello, "company": Company.current(), "document": record, **names}
    if hasattr(record, "grand_total"):
        names["total"] = in_full(record.grand_total, record.currency)
    until, due = getattr(record, "valid_until", None), getattr(record, "due_on", None)
    names["until"] = _("It is valid until %s.") % day(until) if until else ""
    names["due"] = _("Please pay it by %s.") % day(due) if due else ""
    to = known[0].person if known else None
    return {
        "to": f"{to.name} <{to.email}>" if to and to.name else (to.email if to else ""),
        "subject": str(letter.subject) % names,
        "text": with_signature((str(letter.text) % names).strip(), request.user),
    }


def _send(request: Request, letter: Letter, record: Any) -> Any:
    posted = request.POST
    done = letter.send(
        record,
        by=request.user,
        seen=seen(request),
        to=parse_people(posted.get("to", "")[:2_000], "to"),
        subject=posted.get("subject", "")[:250],
        text=posted.get("text", "")[:50_000],
        **letter.more,
    )
    say_done(request, _("%s is on its way.") % done)
    return done


def _without_letter(request: Request, letter: Letter, record: Any) -> Any:
    assert letter.alone
    done = letter.alone(record, by=request.user, seen=seen(request))
    say_done(request, str(letter.alone_says) % done)
    return done
