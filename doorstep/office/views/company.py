"""The company's own page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.office.actions import change_company
from doorstep.office.forms.company import CompanyForm
from doorstep.office.views.parts import may_edit, only_for_editors_of
from doorstep.records.models import Company
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen

settings_page(
    "office_company",
    gettext_lazy("Company profile"),
    "building-2",
    order=10,
    may=may_edit(Company),
)


@require_http_methods(["GET", "POST"])
@only_for_editors_of(Company)
def company_page(request: Request) -> HttpResponse:
    company = Company.current()
    held = {name: getattr(company, name) for name in CompanyForm.base_fields}
    form = CompanyForm(posted(request), initial=held)
    if is_as_seen(request, form) and form.is_valid():
        with refusals_shown_on(form):
            change_company(Company, by=request.user, **form.cleaned_data)
            say_done(request, _("Saved."))
            return redirect("office_company")
    only_one = [name for name in ("language",) if len(form.fields[name].choices) == 1]  # type: ignore[attr-defined]
    context = {"form": form, "only_one": only_one}
    return render(request, "office/company.html", context, status=422 if form.errors else 200)
