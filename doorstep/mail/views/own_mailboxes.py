"""One's own mailboxes: connected by their owner, and read by nobody else until they say so."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from doorstep.mail.actions import change_own_mailbox, connect_own_mailbox
from doorstep.mail.forms.mailboxes import OwnMailboxForm
from doorstep.mail.models import Mailbox
from doorstep.mail.views.mailbox_desk import Desk
from doorstep.ui.http import Request
from doorstep.ui.pages import posted
from doorstep.ui.settings_pages import settings_page
from doorstep.users.access import allow
from doorstep.users.models.user import KEEP

settings_page(
    "own_mailboxes",
    gettext_lazy("Your mailboxes"),
    "mail",
    group="you",
    order=35,
    may=lambda user: bool(user.reaches(Mailbox, KEEP)),
)
OWN = Desk("own_mailboxes", "own_mailbox", connect_own_mailbox, change_own_mailbox, is_own=True)


@require_http_methods(["GET", "POST"])
@login_required
def own_mailboxes(request: Request) -> HttpResponse:
    """Those one has, and the form for one more at the provider that ``?provider=3`` names."""
    allow(request.user, KEEP, Mailbox)
    provider = OWN.provider(request)
    usual = {"links_known": True, "waits": True, "shares": Mailbox.Shares.OWNER}
    usual |= {"address": request.user.email}
    form = OwnMailboxForm(posted(request), initial=usual, provider=provider) if provider else None
    return OWN.answer(request, form)


@require_http_methods(["GET", "POST"])
@login_required
def own_mailbox(request: Request, pk: int) -> HttpResponse:
    rows = Mailbox.objects.filter(owner=request.user.pk, kind=Mailbox.Kind.PERSONAL)
    mailbox = get_object_or_404(rows.select_related("provider"), pk=pk)
    form = OwnMailboxForm(posted(request), initial=OwnMailboxForm.held(mailbox), mailbox=mailbox)
    return OWN.answer(request, form, mailbox)
