"""What marketing shows: the letters and people of a sequence, the sequences of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.marketing.models import Enrolment, MailSequence, SequenceStep
from doorstep.marketing.placing import company_day
from doorstep.marketing.schedule import last_day
from doorstep.parties.models import Contact, Lead
from doorstep.ui.bulk import Together, together
from doorstep.ui.http import Request
from doorstep.ui.menus import in_menu
from doorstep.ui.panels import panel_answer, panel_on
from doorstep.users.access import Reach
from doorstep.users.models import User

SHOWN = 50


@panel_on(MailSequence, _("Letters"), order=1)
def sequence_steps(request: Request, sequence: MailSequence) -> HttpResponse:
    """What is sent, and after how many days."""
    rows = SequenceStep.objects.filter(sequence=sequence).select_related("template")
    steps = list(rows.annotate(gone=Count("taken")).order_by("after_days"))
    may = MailSequence.objects.permitted(request.user, "edit").filter(pk=sequence.pk).exists()
    context = {"sequence": sequence, "steps": steps, "may": may}
    add = address("step_add", sequence.pk) if may else ""
    return panel_answer(
        request,
        "marketing/_steps_panel.html",
        context,
        count=len(steps) or "",
        add=add,
        add_label=str(_("Add a letter")),
    )


@panel_on(MailSequence, _("Who is in it"), order=2)
def sequence_people(request: Request, sequence: MailSequence) -> HttpResponse:
    """Those one may see, the latest first."""
    rows = Enrolment.objects.visible_to(request.user).filter(sequence=sequence)
    return _enrolments(request, rows, sequence.stages(), with_names=True)


@panel_on(Lead, _("Sequences"), order=60)
@panel_on(Contact, _("Sequences"), order=60)
def sequences_of(request: Request, record: Any) -> HttpResponse:
    """The sequences that somebody is or was in; nothing where there are none."""
    rows = Enrolment.objects.about(record)
    if not rows.exists():
        return HttpResponse("")
    return _enrolments(request, rows, [], with_names=False)


def _enrolments(
    request: Request, rows: Any, stages: list[Any], *, with_names: bool
) -> HttpResponse:
    today = company_day(now())
    found = rows.select_related("sequence").order_by("-pk")[:SHOWN]
    editable = set(
        Enrolment.objects.permitted(request.user, "edit")
        .filter(pk__in=[each.pk for each in found])
        .values_list("pk", flat=True)
    )
    lines = [
        (each, each.standing(today), _days(each, stages), each.pk in editable) for each in found
    ]
    context = {"lines": lines, "with_names": with_names}
    return render(request, "marketing/_enrolments_panel.html", context)


def _days(enrolment: Enrolment, stages: list[Any]) -> str:
    """When the next letter goes, and when it is over."""
    if enrolment.status != Enrolment.Status.ACTIVE or not enrolment.next_on:
        return ""
    says = _("next letter on %s") % date_format(enrolment.next_on, "SHORT_DATE_FORMAT")
    if not stages:
        return str(says)
    ends = date_format(last_day(stages, enrolment.starts_on), "SHORT_DATE_FORMAT")
    return f"{says}, {_('ends on %s') % ends}"


def may_enrol(user: User, record: Any) -> bool:
    return user.reach(MailSequence, "enrol") != Reach.NONE


for model in (Lead, Contact):
    together(model, Together("sequence_enrol", _("Add to a sequence"), "mail", "edit", 1, 500))
    in_menu(model, "record_enrol", _("Add to a sequence"), "send", verb="edit", may=may_enrol)
