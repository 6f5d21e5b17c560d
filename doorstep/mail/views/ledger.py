"""The ledger: every message that was seen, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from doorstep.kit.addresses import address
from doorstep.mail.actions import want_message
from doorstep.mail.fetching.again import fetch_in_worker
from doorstep.mail.fetching.reading import read_soon
from doorstep.mail.ledger_file import ledger_lines
from doorstep.mail.models import Mailbox, SeenMessage, Thread
from doorstep.mail.queries import boxes_for, ledger_for, ledger_page
from doorstep.ui.http import Request
from doorstep.ui.pages import safe_next, say_done
from doorstep.users.access import allow

Outcome = SeenMessage.Outcome
SHOWS = {
    "": gettext_lazy("All"),
    Outcome.WAITING.value: gettext_lazy("Waiting"),
    Outcome.FAILED.value: gettext_lazy("Failed"),
    Outcome.IGNORED.value: gettext_lazy("Ignored"),
    Outcome.LINKED.value: gettext_lazy("Linked"),
}
DAYS = {"7": gettext_lazy("Last 7 days"), "30": gettext_lazy("Last 30"), "0": gettext_lazy("All")}


@dataclass(frozen=True)
class Chosen:
    """What the address of the page asks for; ``rows`` are those of all outcomes."""

    outcome: str
    days: str
    box: str
    rows: QuerySet[SeenMessage]

    @classmethod
    def of(cls, request: Request) -> Self:
        """``?outcome=FAILED&mailbox=3&days=30``."""
        allow(request.user, "view", Thread)
        outcome, days = request.GET.get("outcome", ""), request.GET.get("days", "7")
        box = request.GET.get("mailbox", "")
        if outcome not in SHOWS or days not in DAYS or not (box == "" or box.isdecimal()):
            raise Http404
        rows = ledger_for(request.user, int(days))
        return cls(outcome, days, box, rows.filter(mailbox=int(box[:18])) if box else rows)

    @property
    def of_outcome(self) -> QuerySet[SeenMessage]:
        return self.rows.filter(outcome=self.outcome) if self.outcome else self.rows


@require_safe
@login_required
def ledger(request: Request) -> HttpResponse:
    """What the address asks for, a page at a time."""
    chosen = Chosen.of(request)
    outcome, days, box = chosen.outcome, chosen.days, chosen.box
    counts = dict(chosen.rows.order_by().values_list("outcome").annotate(n=Count("pk")))
    counts[""] = sum(counts.values())
    here = address("ledger")
    more = f"&days={days}&mailbox={box}"
    tabs = [
        (label, f"{here}?outcome={name}{more}", counts.get(name, 0))
        for name, label in SHOWS.items()
    ]
    spans = [
        (label, f"{here}?outcome={outcome}&days={name}&mailbox={box}", "")
        for name, label in DAYS.items()
    ]
    context = {
        "boxes": boxes_for(request.user, int(days)),
        "days": days,
        "page": ledger_page(chosen.of_outcome, request.user, request.GET.get("after", "")),
        "tabs": tabs,
        "spans": spans,
        "here": f"{here}?outcome={outcome}{more}",
        "file": f"{address('ledger_csv')}?outcome={outcome}{more}",
        "outcome": outcome,
        "may": bool(request.user.reaches(Thread, "edit")),
    }
    return render(request, "mail/ledger.html", context)


@require_safe
@login_required
def ledger_csv(request: Request) -> StreamingHttpResponse:
    """The same rows as a file, however many they are."""
    lines = ledger_lines(Chosen.of(request).of_outcome, request.user)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{localdate()}.csv"'
    return answer


@require_POST
@login_required
def ledger_read(request: Request) -> HttpResponse:
    """Read all mailboxes one may see now, instead of in a minute or two."""
    allow(request.user, "view", Thread)
    shown = [box.mailbox for box in boxes_for(request.user)]
    begun = sum(read_soon(each) for each in shown if each.is_active and each.imap_host)
    if begun:
        messages.success(request, _("Being read. This page shows it in a moment."))
    else:
        messages.info(request, _("They are being read already, or none is connected."))
    return redirect("ledger")


@require_POST
@login_required
def ledger_again(request: Request, pk: int) -> HttpResponse:
    """Fetch one that failed once more; or one that a rule ignored, because somebody wants it."""
    rows = SeenMessage.objects.permitted(request.user, "edit")
    row = get_object_or_404(rows.exclude(outcome__in=(Outcome.LINKED, Outcome.WAITING)), pk=pk)
    if row.message_id and row.outcome == Outcome.IGNORED:
        want_message(row, by=request.user)
        say_done(request, _("It is taken in."))
    elif row.is_gone or not Mailbox.objects.filter(pk=row.mailbox_id, is_active=True).exists():
        messages.error(request, _("The server does not hold this message any more."))
    elif row.message_id:
        messages.info(request, _("It is here already: open its conversation."))
    else:
        fetch_in_worker.enqueue(row.pk)
        messages.success(request, _("Being fetched again."))
    return redirect(safe_next(request))
