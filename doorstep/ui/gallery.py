"""Every part on one page, for those who build: with DEBUG, or for administrators."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from doorstep.ui.http import Request

DOOR = (50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950)
STATUSES = (
    ("Open", "blue", "st-open"),
    ("Replied", "door", "st-q1"),
    ("Interested", "violet", "st-q2"),
    ("Opportunity", "violet", "st-q3"),
    ("Quotation", "rose", "st-q4"),
    ("Converted", "green", "st-done"),
    ("Do not contact", "gray", "st-ban"),
    ("Lost", "red", "st-x"),
    ("Draft", "gray", "st-draft"),
    ("Submitted", "blue", "st-q2"),
    ("Overdue", "red", "st-late"),
)


@require_safe
@login_required
def gallery_page(request: Request) -> HttpResponse:
    if not (settings.DEBUG or request.user.is_administrator):
        raise Http404
    moments = {
        "today": now(),
        "late": now() - timedelta(days=2),
        "later": now() + timedelta(days=9),
    }
    return render(
        request, "ui/components.html", {"door": DOOR, "statuses": STATUSES, "moments": moments}
    )
