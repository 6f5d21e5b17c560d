"""What is asked before something is done with an opportunity."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import push_url, reswap, retarget

from doorstep.kit.addresses import address
from doorstep.kit.numbers import row_number
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.actions import (
    lose_opportunity,
    make_opportunity_of_customer,
    make_opportunity_of_lead,
    move_stage,
    update_opportunity,
)
from doorstep.pipeline.forms import MADE_OF, LoseForm, line_forms, make_form
from doorstep.pipeline.models import Opportunity, Stage
from doorstep.pipeline.queries import customer_of
from doorstep.pipeline.records import OPPORTUNITIES
from doorstep.pipeline.rules import of_party
from doorstep.records.query import ListQuery
from doorstep.ui.board import move_page
from doorstep.ui.filtering import list_url
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done


@login_required
def lead_pursue(request: Request, pk: int) -> HttpResponse:
    """Make an opportunity of a lead; a converted one's is its customer's."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    return _make(request, lead, make_opportunity_of_lead)


@login_required
def customer_pursue(request: Request, pk: int) -> HttpResponse:
    customer = get_object_or_404(Customer.objects.visible_to(request.user), pk=pk)
    return _make(request, customer, make_opportunity_of_customer)


@require_http_methods(["GET", "POST"])
def _make(request: Request, party: Lead | Customer, action: Any) -> HttpResponse:
    usual = of_party(party)
    first = {name: usual[name] for name in MADE_OF if name in usual}
    form = make_form(request.user)(posted(request), initial=first, auto_id="deal_%s")
    form.fields["stage"].required = False
    if form.is_valid():
        with refusals_shown_on(form):
            made = action(party, by=request.user, **_said(form))
            say_done(request, customer_of(party) or _("%s is there.") % made)
            return go_to(request, made)
    notice = customer_of(party)
    return _dialog(
        request, "pipeline/_make.html", {"form": form, "party": party, "notice": notice}
    )


@require_http_methods(["GET", "POST"])
@login_required
def opportunity_lose(request: Request, pk: int) -> HttpResponse:
    """Why it was lost, and to whom."""
    opportunity = _seen(request, pk)
    form = LoseForm(posted(request), initial={"lost_text": opportunity.lost_text})
    if form.is_valid():
        with refusals_shown_on(form):
            lose_opportunity(opportunity, by=request.user, **_lists(form.cleaned_data))
            say_done(request, _("%s is lost.") % opportunity)
            asked = request.POST.get("query", "")
            is_on_board = request.GET.get("from") == "board"
            board = list_url(OPPORTUNITIES, ListQuery.of(asked), "board")
            return go_to(request, board if is_on_board else opportunity)
    query = request.POST.get("query", request.GET.get("query", ""))
    return _dialog(
        request, "pipeline/_lose.html", {"form": form, "opportunity": opportunity, "query": query}
    )


@require_http_methods(["GET", "POST"])
@login_required
def opportunity_items(request: Request, pk: int) -> HttpResponse:
    """What may be sold, how many and for how much: they make the amount."""
    opportunity = _seen(request, pk)
    lines = line_forms(opportunity, posted(request), request.user)
    status = 200
    if request.method == "POST":
        lines = lines or line_forms(opportunity, None, request.user)
        if all(line.is_valid() for line in lines):
            items = [line.cleaned_data for line in lines if line.has_changed()]
            with refusals_shown_on(lines[0]):
                seen = row_number(request.POST.get("seen", ""))
                update_opportunity(opportunity, by=request.user, seen=seen, items=items)
                say_done(request, _("Saved."))
                return go_to(request, opportunity)
        status = 422
    context = {"opportunity": opportunity, "lines": lines}
    return _dialog(request, "pipeline/_items.html", context, status)


@require_POST
@login_required
def opportunity_status(request: Request, pk: int) -> HttpResponse:
    """Move it to another stage from its page; to the last one by saying why."""
    opportunity = _seen(request, pk)
    if request.POST.get("was", str(opportunity.stage_id)) != str(opportunity.stage_id):
        says = _("Meanwhile it was moved to “%s”. Choose again, if that is not right.")
        messages.error(request, says % opportunity.stage)
        return redirect(opportunity)
    stage = get_object_or_404(Stage, pk=row_number(request.POST.get("status", "")))
    if stage.kind == Stage.Kind.LOST:
        return redirect("opportunity_lose", pk)
    move_stage(opportunity, by=request.user, stage=stage)
    say_done(request, f"{opportunity}: {stage}")
    return redirect(opportunity)


@login_required
def opportunity_move(request: Request, pk: int, **kwargs: Any) -> HttpResponse:
    """A card that is dropped where things are lost: why is asked first."""
    stage = row_number(request.POST.get("to", "")) or 0
    by_name = {"name__iexact": request.POST.get("to", "")}
    found = Stage.objects.filter(kind=Stage.Kind.LOST)
    if request.method == "POST" and (
        found.filter(pk=stage).exists() or found.filter(**by_name).exists()
    ):
        query = request.POST.get("query", "")
        context = {"form": LoseForm(), "opportunity": _seen(request, pk), "query": query}
        answer = _dialog(request, "pipeline/_lose.html", context | {"is_on_board": True})
        if not request.htmx:
            return redirect(f"{address('opportunity_lose', pk)}?from=board")
        return push_url(reswap(retarget(answer, "#dialog"), "innerHTML"), False)
    return move_page(request, OPPORTUNITIES, pk)


def _seen(request: Request, pk: int) -> Opportunity:
    return get_object_or_404(Opportunity.objects.visible_to(request.user), pk=pk)


def _dialog(
    request: Request, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The dialog itself for htmx, else on a page of its own."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else status
    context |= {"dialog": template}
    return render(
        request, template if request.htmx else "pipeline/dialog.html", context, status=status
    )


def _said(form: ModelForm[Any]) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}


def _lists(values: dict[str, Any]) -> dict[str, Any]:
    """Of the lists plain lists; nothing ticked says nothing new."""
    said = {name: list(values[name]) for name in ("lost_reasons", "competitors")}
    return {name: rows for name, rows in said.items() if rows} | {"lost_text": values["lost_text"]}
