"""To the provider of a mailbox and back: somebody signs in there, and tokens are kept here."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from doorstep.kit.addresses import address
from doorstep.kit.errors import Refusal
from doorstep.mail.actions import sign_in_mailbox
from doorstep.mail.fetching.reading import read_soon
from doorstep.mail.fetching.steps import BAD
from doorstep.mail.fetching.trying import can_be_read, try_mailbox
from doorstep.mail.models import Mailbox
from doorstep.mail.signing_in.asking import Tokens
from doorstep.mail.signing_in.consent import Consent, NoConsent
from doorstep.mail.signing_in.holding import hold_tokens
from doorstep.ui.http import Request
from doorstep.users.models import User
from doorstep.users.models.user import KEEP


@never_cache
@require_safe
@login_required
def mailbox_sign_in(request: Request, pk: int) -> HttpResponse:
    """Off to the provider. It changes nothing here, so a link leads to it."""
    mailbox = _kept_by(request.user, pk)
    if mailbox.provider is None or not mailbox.signs_in_there:
        raise Http404
    back = request.build_absolute_uri(address("mailbox_signed_in"))
    there = Consent.begun(request.session, mailbox, back)
    return HttpResponseClientRedirect(there) if request.htmx else redirect(there)


@never_cache
@require_safe
@login_required
def mailbox_signed_in(request: Request) -> HttpResponse:
    """Back from the provider; ``state`` proves that this browser was sent there by us."""
    mailbox = None
    try:
        consent = Consent.ended(request.session, request.GET.get("state", ""))
        mailbox = _kept_by(request.user, consent.mailbox)
        tokens = consent.tokens(mailbox, request.GET.dict())
        _try(mailbox, tokens)
        sign_in_mailbox(mailbox, by=request.user, tokens=tokens)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        read_soon(mailbox)
        messages.success(request, _("You are signed in to %s. It is being read.") % mailbox)
    return redirect(_page_of(mailbox, request.user))


def _try(mailbox: Mailbox, tokens: Tokens) -> None:
    """Whoever signs in as somebody else gets tokens that open another mailbox: said at once."""
    as_it_would_be = copy(mailbox)
    hold_tokens(as_it_would_be, tokens)
    steps = try_mailbox(as_it_would_be, sends=False)
    if not can_be_read(steps):
        step = next(each for each in steps if each.state == BAD)
        said: dict[str, Any] = {"mailbox": mailbox, "step": step.label, "says": step.says}
        raise NoConsent(
            _("%(mailbox)s does not open. %(step)s: %(says)s Did you sign in as somebody else?")
            % said
        )


def _page_of(mailbox: Mailbox | None, user: User) -> str:
    pages = (
        ("mailboxes", "mailbox_edit")
        if user.is_administrator
        else ("own_mailboxes", "own_mailbox")
    )
    return pages[0] if mailbox is None else address(pages[1], mailbox.pk)


def _kept_by(user: User, pk: int) -> Mailbox:
    rows = Mailbox.objects.permitted(user, KEEP).select_related("provider")
    found: Mailbox = get_object_or_404(rows, pk=pk)
    return found
