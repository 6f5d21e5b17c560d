"""Everything anyone did: a page of the settings for those who administer."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from doorstep.history.audit import Asked, Line, audit, deeds
from doorstep.history.source import Source
from doorstep.kit.addresses import address, has_address
from doorstep.kit.errors import Invalid
from doorstep.kit.journaled import Journaled
from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.ui.http import Request
from doorstep.ui.settings_pages import administers, settings_page
from doorstep.users.models import User

settings_page("audit", gettext_lazy("Audit"), "shield-check", order=90)


@require_safe
@login_required
def audit_page(request: Request) -> HttpResponse:
    """A page of it, filtered by who, what, which way and when."""
    if not administers(request.user):
        raise Http404
    asked = _asked(request.GET)
    page = audit(request.user, asked, after=request.GET.get("after", ""))
    context = {"page": page, "asked": asked, "choices": _choices(), "url_of_line": _url}
    is_part = request.htmx.target in ("lines", "earlier")
    return render(request, "ui/_audit.html" if is_part else "ui/audit.html", context)


def _asked(query: QueryDict) -> Asked:
    day = _day(query.get("day", ""))
    return Asked(
        who=[pk for who in query.getlist("who") if (pk := row_number(who))],
        kinds=[kind for kind in query.getlist("kind") if kind],
        did=[deed for deed in query.getlist("did") if deed],
        sources=[way for way in query.getlist("source") if way],
        last=day,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(_("This is no date."), day=_("Write it as %s.") % localdate()) from error


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What can be chosen: name, label, and the values of each."""
    people = [(str(user.pk), str(user)) for user in User.objects.order_by("name", "pk")[:200]]
    tables = [model for model in apps.get_models() if issubclass(model, Journaled)]
    kinds = [(m._meta.label_lower, capfirst(str(m._meta.verbose_name))) for m in tables]
    kinds.sort(key=lambda kind: kind[1])
    ways = [(value, str(label)) for value, label in Source.choices]
    every = ("", _("All"))
    return [
        ("who", _("Who"), [every, *people]),
        ("did", _("Did"), [every, *deeds()]),
        ("kind", _("What"), [every, *kinds]),
        ("source", _("From"), [every, *ways]),
    ]


def _url(line: Line) -> str:
    """The record's page; of one that is gone its history."""
    event = line.event
    if not event.subject_type:
        return ""
    kind = kind_of(apps.get_model(event.subject_type))
    page = f"{kind}_detail" if line.is_there else f"{kind}_history"
    return address(page, event.subject_id) if has_address(page, event.subject_id) else ""
