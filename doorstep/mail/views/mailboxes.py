"""The settings of mailboxes: connected, tried out step by step, changed, stopped."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from doorstep.mail.actions import change_mailbox, connect_mailbox, switch_mailbox
from doorstep.mail.forms.mailboxes import MailboxForm
from doorstep.mail.models import Mailbox
from doorstep.mail.refusals import only_for_administrators
from doorstep.mail.views.mailbox_desk import Desk
from doorstep.ui.http import Request
from doorstep.ui.pages import posted, safe_next, say_done
from doorstep.ui.settings_pages import settings_page
from doorstep.ui.since import is_as_seen
from doorstep.users.models.user import KEEP

settings_page("mailboxes", gettext_lazy("Mailboxes"), "mail", order=25)
DESK = Desk("mailboxes", "mailbox_edit", connect_mailbox, change_mailbox)
USUAL = {"links_known": True, "waits": True}


@require_http_methods(["GET", "POST"])
@login_required
def mailboxes(request: Request) -> HttpResponse:
    """Those that are connected, and the form for one more; ``?provider=3`` at this one."""
    only_for_administrators(request.user)
    provider = DESK.provider(request)
    return DESK.answer(request, MailboxForm(posted(request), initial=USUAL, provider=provider))


@require_http_methods(["GET", "POST"])
@login_required
def mailbox_edit(request: Request, pk: int) -> HttpResponse:
    """An administrator sets it; its owner is led to their own page."""
    if not request.user.is_administrator and _kept(request, pk):
        return redirect("own_mailbox", pk)
    only_for_administrators(request.user)
    rows = Mailbox.objects.permitted(request.user, "edit").select_related("provider")
    mailbox = get_object_or_404(rows, pk=pk)
    form = MailboxForm(posted(request), initial=MailboxForm.held(mailbox), mailbox=mailbox)
    is_as_seen(request, form)  # what is not goes to the form as errors
    return DESK.answer(request, form, mailbox)


@require_POST
@login_required
def mailbox_switch(request: Request, pk: int) -> HttpResponse:
    """Stop reading it, or go on."""
    mailbox = get_object_or_404(Mailbox.objects.permitted(request.user, KEEP), pk=pk)
    is_on = not mailbox.is_active
    switch_mailbox(mailbox, by=request.user, on=is_on)
    says = _("%s is read again.") if is_on else _("%s is not read any more. What came stays.")
    say_done(request, says % mailbox)
    return redirect(safe_next(request) if "next" in request.POST else "mailboxes")


def _kept(request: Request, pk: int) -> bool:
    return bool(Mailbox.objects.permitted(request.user, KEEP).filter(pk=pk).exists())
