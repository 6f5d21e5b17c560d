"""What one says of oneself in letters."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.mail.actions import keep_signature
from doorstep.mail.forms.writing import SignatureForm
from doorstep.mail.models import Signature
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.users.models.user import KEEP

settings_page(
    "mail_signature",
    gettext_lazy("Signature"),
    "pencil",
    group="you",
    order=30,
    may=lambda user: bool(user.reaches(Signature, KEEP)),
)


@require_http_methods(["GET", "POST"])
@login_required
def signature_page(request: Request) -> HttpResponse:
    """What stands below one's letters."""
    form = SignatureForm(posted(request), initial={"text": Signature.of(request.user)})
    if form.is_valid():
        with refusals_shown_on(form):
            keep_signature(Signature, by=request.user, text=form.cleaned_data["text"])
            say_done(request, _("Saved."))
            return redirect("mail_signature")
    context = {"form": form, "title": _("Signature")}
    return render(request, "mail/signature.html", context, status=422 if form.errors else 200)
