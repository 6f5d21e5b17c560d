"""The pages of parties."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.activity.today.returning import back_to_today
from doorstep.office.views.parts import may_edit, only_for_editors_of
from doorstep.parties.actions import convert_lead, move_lead, update_policy
from doorstep.parties.conversion import plan_conversion
from doorstep.parties.forms import POLICY, ConvertLeadForm, policy_form
from doorstep.parties.models import (
    Customer,
    Lead,
    LeadStatus,
    PartyType,
    SalesPolicy,
    sales_policy,
)
from doorstep.parties.queries import status_named
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen


@require_POST
@login_required
def lead_status(request: Request, pk: int) -> HttpResponse:
    """Move a lead to another status; ``was`` is the one that was seen, should it have moved on."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    if request.POST.get("was", str(lead.status_id)) != str(lead.status_id):
        says = _("Meanwhile it was moved to “%s”. Choose again, if that is not right.")
        messages.error(request, says % lead.status)
        return redirect(lead)
    status = status_named(request.POST.get("status", ""))
    lead = move_lead(lead, by=request.user, status=status)
    say_done(request, f"{lead.name}: {status}")
    return redirect((request.POST.get("next") == "board" and "lead_board") or lead)


@require_http_methods(["GET", "POST"])
@login_required
def lead_convert(request: Request, pk: int) -> HttpResponse:
    """The dialog that says what converting will do, and does it."""
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    if lead.is_converted and request.method == "GET":
        return _already_converted(request, lead)
    form = ConvertLeadForm(posted(request), user=request.user)
    if form.is_valid():
        with refusals_shown_on(form):
            customer = convert_lead(lead, by=request.user, **form.cleaned_data)
            say_done(request, _("%s is now a customer.") % customer)
            return go_to(request, back_to_today(request) or customer)
    into = ConvertLeadForm(request.GET or None, user=request.user)
    chosen = into.cleaned_data["into"] if into.is_valid() else None
    name = request.POST.get("name") or request.GET.get("name", "")
    asked = {"into": chosen, "name": name, "type": request.POST.get("type", "")}
    context = {
        "lead": lead,
        "form": form,
        "plan": plan_conversion(lead, by=request.user, **asked),
        "types": PartyType.choices,
        "converted": LeadStatus.objects.get(code=LeadStatus.Code.CONVERTED),
    }
    template = "parties/_lead_convert.html" if request.htmx else "parties/lead_convert.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _already_converted(request: Request, lead: Lead) -> HttpResponse:
    """An old link or a second press leads to what was made; one made out of reach stays hidden."""
    customer = Customer.objects.visible_to(request.user).filter(pk=lead.customer_id).first()
    messages.info(request, _("%s was made a customer before.") % lead)
    return go_to(request, customer or lead)


settings_page(
    "sales_policy",
    gettext_lazy("Sales policy"),
    "handshake",
    group="selling",
    order=10,
    may=may_edit(SalesPolicy),
)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(SalesPolicy)
def policy_page(request: Request) -> HttpResponse:
    """The rules by which the house sells; only what was changed becomes part of history."""
    policy = sales_policy()
    made = policy_form(request.user)
    form = made(posted(request), instance=SalesPolicy.objects.get())
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            if changed:
                update_policy(policy, by=request.user, **changed)
                say_done(request, _("Saved."))
            return redirect("sales_policy")
    context = {"form": form, "says": POLICY, "title": _("Sales policy")}
    return render(
        request, "parties/sales_policy.html", context, status=422 if form.errors else 200
    )
