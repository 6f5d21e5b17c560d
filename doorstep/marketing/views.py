"""The pages of sequences: their letters, and putting people in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.kit.addresses import address
from doorstep.kit.numbers import row_number
from doorstep.marketing.actions import enrol_many, stop_enrolment, update_sequence
from doorstep.marketing.forms import EnrolForm, StepForm
from doorstep.marketing.models import SENT_TO, Enrolment, MailSequence, SequenceStep
from doorstep.records.types import record_type
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done

MOST = 500


@require_http_methods(["GET", "POST"])
@login_required
def step_add(request: Request, pk: int) -> HttpResponse:
    """One more letter for a sequence."""
    sequence = _sequence(request, pk)
    form = StepForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            update_sequence(
                sequence, by=request.user, steps=[*_steps(sequence), form.cleaned_data]
            )
            say_done(request, _("Added."))
            return go_to(request, sequence)
    context = {"sequence": sequence, "form": form}
    page = "marketing/_step.html" if request.htmx else "marketing/step.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_POST
@login_required
def step_remove(request: Request, pk: int, step: int) -> HttpResponse:
    """Take a letter out of a sequence."""
    sequence = _sequence(request, pk)
    kept = SequenceStep.objects.filter(sequence=sequence).exclude(pk=step)
    update_sequence(sequence, by=request.user, steps=_said(kept))
    say_done(request, _("Taken out."))
    return go_to(request, sequence)


@require_http_methods(["GET", "POST"])
@login_required
def sequence_enrol(request: Request, kind: str) -> HttpResponse:
    """Put those of ``?ids=1&ids=2`` into a sequence."""
    records = record_type(kind)
    if records is None or records.model._meta.label_lower not in SENT_TO:
        raise Http404
    numbers = [row_number(each) for each in request.GET.getlist("ids")[:MOST]]
    manager: Any = records.model._default_manager
    chosen = manager.permitted(request.user, "edit").filter(pk__in=[n for n in numbers if n])
    found = list(chosen.order_by("pk"))
    if not found:
        raise Http404
    back = found[0] if len(found) == 1 else address(records.route("list"))
    form = EnrolForm(posted(request), by=request.user)
    if form.is_valid():
        with refusals_shown_on(form):
            values = form.cleaned_data
            done = enrol_many(
                values["sequence"],
                by=request.user,
                records=found,
                starts_on=values["starts_on"],
            )
            told = [_("%(count)d in “%(name)s”.") % {"count": done, "name": values["sequence"]}]
            say_done(request, " ".join([*told, *done.left.told]))
            return go_to(request, back)
    context = {"form": form, "found": found, "here": request.get_full_path(), "back": back}
    page = "marketing/_enrol.html" if request.htmx else "marketing/enrol.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_http_methods(["GET"])
@login_required
def record_enrol(request: Request, kind: str, pk: int) -> HttpResponse:
    """The same for one record, from its menu."""
    request.GET = request.GET.copy()
    request.GET.setlist("ids", [str(pk)])
    request.META["QUERY_STRING"] = f"ids={pk}"
    request.path = address("sequence_enrol", kind)
    answer: HttpResponse = sequence_enrol(request, kind)
    return answer


@require_POST
@login_required
def enrolment_stop(request: Request, pk: int) -> HttpResponse:
    """No more letters of a sequence to one person."""
    enrolment = get_object_or_404(Enrolment.objects.visible_to(request.user), pk=pk)
    stop_enrolment(enrolment, by=request.user)
    say_done(request, _("Stopped: no more letters of this sequence."))
    return go_to(request, enrolment.about)


def _sequence(request: Request, pk: int) -> MailSequence:
    found: MailSequence = get_object_or_404(MailSequence.objects.visible_to(request.user), pk=pk)
    return found


def _steps(sequence: MailSequence) -> list[dict[str, Any]]:
    return _said(SequenceStep.objects.filter(sequence=sequence))


def _said(rows: Any) -> list[dict[str, Any]]:
    found = rows.select_related("template").order_by("after_days")
    return [{"after_days": each.after_days, "template": each.template} for each in found]
