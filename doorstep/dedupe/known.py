"""A lead whose e-mail or phone is a contact's: whose it is, is said here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.dedupe.actions import tell_apart
from doorstep.dedupe.queue import known_as, told
from doorstep.kit.addresses import address
from doorstep.parties.actions import link_contact
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, posted, refusals_shown_on, safe_next, say_done


class KnownForm(forms.Form):
    """``way`` is "link", or the number of the customer that the lead goes to."""

    way = forms.ChoiceField(
        label=gettext_lazy("Whose it is"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: Any, customers: list[Customer], **options: Any) -> None:
        super().__init__(*args, **options)
        ways: Any = self.fields["way"]
        ways.choices = [("link", ""), *((str(each.pk), each.name) for each in customers)]


@require_http_methods(["GET", "POST"])
@login_required
def known_page(request: Request, pk: int, contact: int) -> HttpResponse:
    """The dialog that links the contact to the lead, or leads to the conversion into a customer
    of theirs. Nothing is merged: a lead is one inquiry, a contact may bring many.
    """
    lead, person = _both(request, pk, contact)
    customers = customers_of(person, request)
    form = KnownForm(posted(request), customers=customers)
    if form.is_valid():
        way = form.cleaned_data["way"]
        if way != "link":
            return go_to(request, f"{address('lead_convert', pk)}?{urlencode({'into': way})}")
        with refusals_shown_on(form):
            link_contact(person, by=request.user, record=lead)
            names = {"contact": person.name, "lead": lead.name}
            say_done(request, _("%(contact)s is a contact of %(lead)s now.") % names)
            return go_to(request, lead)
    context = {"lead": lead, "contact": person, "customers": customers, "form": form}
    context["two"] = next((t for t in known_as(lead, request.user, 20) if t.other == person), None)
    context["told"] = told
    template = "dedupe/_known.html" if request.htmx else "dedupe/known.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@login_required
def known_apart(request: Request, pk: int, contact: int) -> HttpResponse:
    """Say that the lead is not of this contact."""
    lead, person = _both(request, pk, contact)
    tell_apart(lead, by=request.user, other=person)
    names = {"one": lead.name, "other": person.name}
    say_done(request, _("%(one)s and %(other)s are never the same.") % names)
    return go_to(request, safe_next(request))


def customers_of(person: Contact, request: Request) -> list[Customer]:
    """The customers that a contact speaks for, of those one may see."""
    seen = Customer.objects.visible_to(request.user)
    return list(seen.filter(contact_links__contact=person.pk).distinct().order_by("name")[:5])


def _both(request: Request, pk: int, contact: int) -> tuple[Lead, Contact]:
    lead = get_object_or_404(Lead.objects.visible_to(request.user), pk=pk)
    return lead, get_object_or_404(Contact.objects.visible_to(request.user), pk=contact)
