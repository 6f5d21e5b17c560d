"""Conversations: the list, and one of them beside it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from doorstep.history.rows import records_now
from doorstep.kit.addresses import address
from doorstep.kit.errors import Invalid
from doorstep.mail.actions import (
    finish_thread,
    hand_thread,
    ignore_thread,
    link_thread,
    make_lead_of,
    reopen_thread,
    snooze_thread,
    unlink_thread,
)
from doorstep.mail.models import MessageLink, SeenMessage, Thread
from doorstep.mail.queries import (
    MOST,
    count_of,
    messages_of,
    tally_for,
    thread_page,
    threads_for,
)
from doorstep.mail.reading.cleaning import safe_html
from doorstep.records.searching import search
from doorstep.records.types import record_type
from doorstep.ui.http import Request
from doorstep.ui.navigation import lead_to
from doorstep.ui.pages import go_to, say_done
from doorstep.users.access import Reach
from doorstep.users.models import User

SHOWS = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("Mine"),
    "unlinked": gettext_lazy("Unlinked"),
    "all": gettext_lazy("All"),
}
LINKABLE = ("lead", "contact", "customer", "supplier")


def may_read(user: User) -> bool:
    return user.reach(Thread, "view") != Reach.NONE


lead_to(
    "conversations",
    gettext_lazy("Conversations"),
    "inbox",
    order=2,
    may=may_read,
    instead_of="message",
)


@require_safe
@login_required
def conversations(request: Request) -> HttpResponse:
    """The list, and its first conversation beside it."""
    return _page(request, None)


@require_safe
@login_required
def conversation(request: Request, pk: int) -> HttpResponse:
    """One conversation beside the list."""
    return _page(request, _found(request, pk))


@require_POST
@login_required
def conversation_do(request: Request, pk: int, name: str) -> HttpResponse:
    """Done, opened again, put off, ignored, taken over, made a lead."""
    thread = _found(request, pk)
    done = {
        "done": lambda: (finish_thread(thread, by=request.user), _("Done.")),
        "open": lambda: (reopen_thread(thread, by=request.user), _("Open again.")),
        "ignore": lambda: (ignore_thread(thread, by=request.user), _("Ignored.")),
        "mine": lambda: (hand_thread(thread, by=request.user, to=request.user), _("Yours now.")),
        "tomorrow": lambda: _snoozed(request, thread, 1),
        "week": lambda: _snoozed(request, thread, 7),
        "lead": lambda: (make_lead_of(thread, by=request.user), _("Linked.")),
    }.get(name)
    if done is None:
        raise Http404
    _result, says = done()
    say_done(request, says)
    back = address("conversations") if name in ("done", "ignore", "tomorrow", "week") else ""
    return redirect(back) if back else go_to(request, thread)


@require_POST
@login_required
def conversation_link(request: Request, pk: int) -> HttpResponse:
    """Link it to a record, or take a link away: ``record`` is "lead:7"."""
    thread = _found(request, pk)
    record = _record(request)
    if request.POST.get("do") == "unlink":
        unlink_thread(thread, by=request.user, record=record)
        say_done(request, _("The link is taken away."))
    else:
        link_thread(thread, by=request.user, record=record)
        say_done(request, _("Linked to %s.") % record)
    return go_to(request, thread)


@require_safe
@login_required
def thread_pick(request: Request) -> HttpResponse:
    """What the field that links finds: parties of every kind."""
    text = request.GET.get("q", "").strip()[:100].replace("\0", "")
    kinds = [each for each in map(record_type, LINKABLE) if each]
    hits = search(request.user, text, kinds, limit=3) if text else []
    labels = {each.kind: each.model._meta.label_lower for each in kinds}
    rows = [(labels[hit.kind], hit.id) for hit in hits]
    context = {"found": list(records_now(rows).values()), "text": text}
    return render(request, "mail/_record_options.html", context)


def _page(request: Request, thread: Thread | None) -> HttpResponse:
    user, show = request.user, request.GET.get("show", "open")
    if show not in SHOWS:
        raise Http404
    page = thread_page(user, show, request.GET.get("after", ""))
    is_one = thread is not None
    if thread is None and page.items:
        thread = page.items[0].thread
    here = address("conversations")
    counts = {name: count_of(threads_for(user, name)) for name in ("open", "mine", "unlinked")}
    tabs = [(label, f"{here}?show={name}", counts.get(name, "")) for name, label in SHOWS.items()]
    context = {
        "page": page,
        "show": show,
        "tabs": tabs,
        "here": f"{here}?show={show}",
        "open_count": counts["open"],
        "tally": tally_for(user),
        "is_one": is_one,
        "thread": thread,
    }
    return render(request, "mail/conversations.html", context | _read(thread, user))


def _read(thread: Thread | None, user: User) -> dict[str, Any]:
    """What the reading pane and the rail show."""
    if thread is None:
        return {"shown": []}
    shown = messages_of(thread, user)
    links = MessageLink.objects.visible_to(user).filter(message__thread=thread).order_by("pk")
    whys = {(link.about_type, link.about_id): link.get_why_display() for link in links}
    records = records_now(list(whys)[:20])
    waits = SeenMessage._base_manager.filter(
        message__thread=thread, outcome=SeenMessage.Outcome.WAITING
    )
    return {
        "shown": shown,
        "older": shown[1:-1] if len(shown) > 3 else [],
        "formatted": {
            each.message.pk: Markup(safe_html(each.message.html))  # cleaned once more
            for each in shown
            if each.message.html
        },
        "linked": [(record, whys[row]) for row, record in records.items()],
        "waits": waits.exists(),
        "is_cut": len(shown) == MOST,
    }


def _snoozed(request: Request, thread: Thread, days: int) -> tuple[Thread, str]:
    morning = make_aware(datetime.combine(localdate() + timedelta(days=days), time(8)))
    return snooze_thread(thread, by=request.user, until=morning), _("Out of the way until then.")


def _record(request: Request) -> Any:
    kind, _colon, number = request.POST.get("record", "").partition(":")
    records = record_type(kind)
    if records is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Invalid(_("Choose a record."), record=_("Choose a record."))
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=int(number))


def _found(request: Request, pk: int) -> Thread:
    found = threads_for(request.user, "all")
    thread: Thread = get_object_or_404(found, pk=pk)
    return thread
