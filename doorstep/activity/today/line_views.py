"""The line at the top of Today, read while it is typed, and done."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from doorstep.activity.models import How
from doorstep.activity.today.line import do, read
from doorstep.activity.today.views import answered_again
from doorstep.kit.errors import Refusal
from doorstep.ui.http import Request
from doorstep.ui.pages import say_done


@require_safe
@login_required
def today_read(request: Request) -> HttpResponse:
    """What the line is understood as, and whom it may be about."""
    said = request.GET
    reading = read(request.user, said.get("line", ""), said.get("then", ""), said.get("about", ""))
    context = {"reading": reading, "hows": dict(How.choices)}
    return render(request, "activity/_today_read.html", context)


@require_POST
@login_required
def today_line(request: Request) -> HttpResponse:
    """Log what was done, and plan what comes next."""
    said = {name: request.POST.get(name, "").strip() for name in ("line", "then", "about")}
    reading = read(request.user, **said)
    problem = reading.problem
    if reading.said and not problem:
        try:
            say_done(request, do(request.user, reading))
            said = {}
        except Refusal as refusal:
            problem = refusal.message
    return answered_again(request, free=said | {"problem": problem})
