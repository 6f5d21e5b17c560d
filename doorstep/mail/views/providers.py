"""The settings of mail providers: named by an administrator, used by everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from doorstep.kit.addresses import address
from doorstep.mail.actions import add_provider, change_provider
from doorstep.mail.forms.ports import PORTS
from doorstep.mail.forms.providers import ProviderForm
from doorstep.mail.models import MailProvider
from doorstep.mail.refusals import only_for_administrators
from doorstep.mail.signing_in.known import KNOWN
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, refusals_shown_on, say_done


@require_http_methods(["GET", "POST"])
@login_required
def mail_provider_new(request: Request) -> HttpResponse:
    """``?kind=GOOGLE``: what is known of it is filled in."""
    only_for_administrators(request.user)
    kind = request.GET.get("kind", MailProvider.Kind.OTHER)
    if kind not in KNOWN:
        raise Http404
    form = ProviderForm(posted(request), initial=KNOWN[kind] | {"kind": kind})
    return _answer(request, form, None)


@require_http_methods(["GET", "POST"])
@login_required
def mail_provider(request: Request, pk: int) -> HttpResponse:
    only_for_administrators(request.user)
    found = get_object_or_404(MailProvider.objects.permitted(request.user, "edit"), pk=pk)
    form = ProviderForm(posted(request), initial=ProviderForm.held(found))
    return _answer(request, form, found)


def _answer(request: Request, form: ProviderForm, provider: MailProvider | None) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            if provider is None:
                kept = add_provider(MailProvider, by=request.user, **form.values)
                say_done(request, _("%s is there. Mailboxes can be connected with it.") % kept)
            else:
                kept = change_provider(provider, by=request.user, **form.values)
                say_done(request, _("%s is changed.") % kept)
            return redirect("mailboxes")
    context = {
        "form": form,
        "provider": provider,
        "ports": PORTS,
        "back": request.build_absolute_uri(address("mailbox_signed_in")),
    }
    status = 422 if form.errors else 200
    return render(request, "mail/mail_provider.html", context, status=status)
