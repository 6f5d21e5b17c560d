"""A mailbox typed, tried out step by step and kept: what both pages of mailboxes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from doorstep.history.action import Action
from doorstep.mail.fetching.coming_back import look_for
from doorstep.mail.fetching.reading import read_soon
from doorstep.mail.fetching.steps import OK, Step
from doorstep.mail.fetching.trying import can_be_read, try_mailbox
from doorstep.mail.forms.mailboxes import MailboxForm
from doorstep.mail.forms.ports import PORTS
from doorstep.mail.models import Mailbox, MailProvider
from doorstep.mail.queries import boxes_for
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, refusals_shown_on, say_done


@dataclass(frozen=True)
class Desk:
    """One of the two pages: all mailboxes, for administrators, or one's own."""

    page: str
    page_of_one: str
    connect: Action[Mailbox]
    change: Action[Mailbox]
    is_own: bool = False

    def answer(
        self, request: Request, form: MailboxForm | None, mailbox: Mailbox | None = None
    ) -> HttpResponse:
        """What was typed is tried, and kept if it opens; else the page says where it stopped."""
        steps: list[Step] = []
        if form is not None and form.is_valid():
            do, typed = request.POST.get("do"), form.typed()
            if do == "back":
                return _back(request, typed)
            has_consent = not typed.signs_in_there or bool(typed.refresh_secret)
            steps = try_mailbox(typed, sends=do == "test") if has_consent else []
            if do != "test" and (can_be_read(steps) or not has_consent):
                with refusals_shown_on(form):
                    return self._keep(request, form, mailbox)
        has_errors = form is not None and bool(form.errors)
        if request.htmx and request.htmx.target == "mailbox-test" and not has_errors:
            return render(request, "mail/_mailbox_test.html", _tested(steps))
        context = self._context(request, form, mailbox) | _tested(steps)
        status = 422 if has_errors else 200
        return render(request, "mail/mailboxes.html", context, status=status)

    def provider(self, request: Request) -> MailProvider | None:
        """The one that ``?provider=3`` names, of those open here."""
        named = request.GET.get("provider", "")
        if not named:
            return None
        pk = int(named[:18]) if named.isdecimal() else 0
        if found := self._providers().filter(pk=pk).first():
            return found  # type: ignore[no-any-return]
        raise Http404

    def _keep(self, request: Request, form: MailboxForm, mailbox: Mailbox | None) -> HttpResponse:
        if mailbox is None:
            kept = self.connect(Mailbox, by=request.user, **form.values)
            says = _("%s is connected. It is being read.")
        else:
            kept = self.change(mailbox, by=request.user, **form.values)
            says = _("%s is changed.")
        if kept.needs_sign_in:
            say_done(request, _("%s is here. Sign in, and it is read.") % kept)
            return go_to(request, kept)
        say_done(request, says % kept)
        read_soon(kept)
        return go_to(request, self.page)

    def _providers(self) -> Any:
        found = MailProvider.objects.open() if self.is_own else MailProvider.objects.all()
        return found.order_by("name")

    def _context(
        self, request: Request, form: MailboxForm | None, mailbox: Mailbox | None
    ) -> dict[str, Any]:
        boxes = boxes_for(request.user)
        signs_in_there = bool(form and form.provider and form.provider.signs_in_there)
        return {
            "desk": self,
            "form": form,
            "mailbox": mailbox,
            "boxes": [each for each in boxes if each.is_mine] if self.is_own else boxes,
            "ports": PORTS,
            "providers": self._providers(),
            "kinds": MailProvider.Kind.choices,
            "needs_consent": signs_in_there and not mailbox,
        }


def _back(request: Request, mailbox: Mailbox) -> HttpResponse:
    """Whether the message that the test sent has come."""
    step = look_for(mailbox, request.POST.get("sent", ""))
    good = int(step.state == OK)
    return render(request, "mail/_mailbox_back.html", {"step": step, "good": good})


def _tested(steps: list[Step]) -> dict[str, Any]:
    good = sum(step.state == OK for step in steps)
    return {"steps": steps, "good": good, "may_connect": not steps or can_be_read(steps)}
