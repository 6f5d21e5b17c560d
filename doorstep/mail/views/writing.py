"""The pages on which letters are written: about a record, as an answer, on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from doorstep.kit.addresses import address, has_address
from doorstep.mail.actions import (
    draft_message,
    queue_message,
    redraft_message,
    stop_message,
)
from doorstep.mail.addressees import addressees_of, warnings_for
from doorstep.mail.composing import answer_to, blank_letter, filled_in, held_in, quote_of
from doorstep.mail.forms.writing import LetterForm, as_typed
from doorstep.mail.linking import links_of
from doorstep.mail.models import Message, Signature
from doorstep.mail.writing.answering import with_below
from doorstep.records.actions import attach
from doorstep.records.models import Attachment
from doorstep.records.types import record_type
from doorstep.ui.composer import composed
from doorstep.ui.http import Request
from doorstep.ui.pages import go_to, refusals_shown_on, say_done
from doorstep.ui.typed import forget_typed, keeps_typing
from doorstep.users.models import User

keeps_typing("mail_write", "mail_new", "mail_answer", "mail_draft")

State = Message.State


@dataclass
class Desk:
    """What is written, about what, in answer to what, and where one came from."""

    user: User
    here: str
    back: Any
    usual: dict[str, Any]
    record: models.Model | None = None
    answers: Message | None = None
    draft: Message | None = None
    inline: bool = False
    place: str = ""  # in the composer of a record

    @property
    def initial(self) -> dict[str, Any]:
        people = {name: as_typed(self.usual[name]) for name in ("to", "cc", "bcc")}
        mailbox = self.usual["mailbox"]
        return self.usual | people | {"mailbox": mailbox and mailbox.pk}


@require_http_methods(["GET", "POST"])
@login_required
def mail_write(request: Request, kind: str, pk: int) -> HttpResponse:
    """A letter to whoever a record is about."""
    records = record_type(kind)
    if records is None:
        raise Http404
    manager: Any = records.model._default_manager
    record = get_object_or_404(manager.visible_to(request.user), pk=pk)
    usual = blank_letter(request.user, record)
    desk = Desk(request.user, request.path, record, usual, record=record)
    desk.place = composed(request)
    return _desk(request, desk)


@require_http_methods(["GET", "POST"])
@login_required
def mail_new(request: Request) -> HttpResponse:
    """A letter to somebody who may be nobody's record yet."""
    back = address("message_list")
    return _desk(request, Desk(request.user, request.path, back, blank_letter(request.user)))


@require_http_methods(["GET", "POST"])
@login_required
def mail_answer(request: Request, pk: int) -> HttpResponse:
    """An answer to a message; ``?all=1`` to everybody who had it."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    usual = answer_to(message, request.user, to_all="all" in request.GET)
    inline = request.GET.get("inline") == "1"
    here = request.get_full_path()
    has_page = has_address("conversation", message.thread_id)
    back = message.thread if has_page else message
    desk = Desk(request.user, here, back, usual, answers=message, inline=inline)
    return _desk(request, desk)


@require_http_methods(["GET", "POST"])
@login_required
def mail_draft(request: Request, pk: int) -> HttpResponse:
    """Going on with a letter that was left."""
    draft = get_object_or_404(_mine(request).filter(state__in=(State.DRAFT, State.FAILED)), pk=pk)
    back = _about(draft) or address("message_list")
    desk = Desk(request.user, request.path, back, held_in(draft), draft=draft)
    desk.record = _about(draft)
    return _desk(request, desk)


@require_POST
@login_required
def mail_stop(request: Request, pk: int) -> HttpResponse:
    """Take a letter back while it waits."""
    message = get_object_or_404(_mine(request), pk=pk)
    stop_message(message, by=request.user)
    say_done(request, _("Not sent. It is a draft again."))
    return go_to(request, address("mail_draft", pk))


@require_POST
@login_required
def mail_again(request: Request, pk: int) -> HttpResponse:
    """Send what failed, or what nobody knows of, once more: because a person says so."""
    message = get_object_or_404(_mine(request), pk=pk)
    queue_message(message, by=request.user)
    say_done(request, _("Sending in a moment."))
    return go_to(request, _about(message) or message)


def _desk(request: Request, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return _page(request, desk, _blank(desk))
    form = LetterForm(request.POST, request.FILES, by=request.user, place=desk.place)
    if request.POST.get("do") == "template":
        return _page(request, desk, _with_template(request, desk, form))
    if form.is_valid():
        with refusals_shown_on(form):
            message = _kept(request, desk, form)
            return _done(request, desk, message, form)
    return _page(request, desk, form, status=422)


def _kept(request: Request, desk: Desk, form: LetterForm) -> Message:
    """The draft of it, with its files, whatever becomes of it."""
    draft = desk.draft or _draft_named(request, form)
    if draft is None:
        about = [desk.record] if desk.record is not None else []
        quote = {"quoted": quote_of(desk.answers)} if desk.answers else {}
        draft = draft_message(
            Message, by=request.user, records=about, answers=desk.answers, **form.letter, **quote
        )
        held: Any = form.data.copy()
        held["draft"] = draft.pk  # so that what is refused now is not made twice
        form.data = held
    else:
        draft = redraft_message(draft, by=request.user, **form.letter)
    for file in form.cleaned_data["files"]:
        attach(draft, by=request.user, file=file)
    draft.refresh_from_db()
    return draft


def _done(request: Request, desk: Desk, message: Message, form: LetterForm) -> HttpResponse:
    forget_typed(request)
    if request.POST.get("do") == "draft":
        say_done(request, _("Kept as a draft."))
        return _back(request, desk)
    queue_message(message, by=request.user, send_at=form.cleaned_data["send_at"])
    message.refresh_from_db()
    if message.state == State.SCHEDULED:
        when = date_format(localtime(message.send_at), "SHORT_DATETIME_FORMAT")
        say_done(request, _("It goes on %s.") % when)
    else:
        say_done(request, _("Sending in ten seconds."))
    return _back(request, desk)


def _back(request: Request, desk: Desk) -> HttpResponse:
    """To where one came from; in the composer, to an empty letter."""
    if not desk.place:
        return go_to(request, desk.back)
    answer = _page(request, desk, _blank(desk))
    return trigger_client_event(answer, "record-changed")


def _blank(desk: Desk) -> LetterForm:
    return LetterForm(by=desk.user, initial=desk.initial, place=desk.place)


def _with_template(request: Request, desk: Desk, form: LetterForm) -> LetterForm:
    """The same letter with the words of a template."""
    form.full_clean()
    held = form.data.copy()
    template = form.cleaned_data.get("template")
    if template:
        to = (form.cleaned_data.get("to") or [None])[0]
        about = desk.record if desk.record is not None else desk.answers
        subject, text = filled_in(template, record=about, to=to, user=request.user)
        if not desk.answers:
            held["subject"] = subject.text
        held["text"] = with_below(text.text, Signature.of(request.user))
    return LetterForm(by=request.user, initial=held.dict(), place=desk.place)


def _page(request: Request, desk: Desk, form: LetterForm, status: int = 200) -> HttpResponse:
    typed = form.cleaned_data.get("to") if form.is_bound and form.is_valid() else desk.usual["to"]
    draft = desk.draft or _draft_named(request, form)
    context = {
        "desk": desk,
        "form": form,
        "draft": draft,
        "files": Attachment.objects.about(draft).order_by("pk") if draft else [],
        "known": addressees_of(desk.record, request.user) if desk.record is not None else [],
        "warnings": warnings_for(typed or []),
        "has_mailbox": form.fields["mailbox"].queryset.exists(),
    }
    if desk.inline or desk.place:
        return render(request, "mail/_answer.html", context, status=status)
    name = "mail/_write.html" if request.htmx else "mail/write.html"
    return render(request, name, context, status=status)


def _draft_named(request: Request, form: LetterForm) -> Message | None:
    """The draft this form has made already, when it was refused the first time."""
    named = form["draft"].value()
    if not str(named or "").isdecimal():
        return None
    return _mine(request).filter(state=State.DRAFT, pk=int(named)).first()


def _mine(request: Request) -> Any:
    return Message.objects.permitted(request.user, "edit").filter(
        author=request.user, direction=Message.Direction.OUT
    )


def _about(message: Message) -> Any:
    """The first record it belongs to that is still there."""
    return next((each for link in links_of(message) if (each := link.about) is not None), None)
