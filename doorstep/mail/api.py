"""Sending letters by the API; reading and noting them down comes with their declaration."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema

from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.kit.normal.emails import email_key
from doorstep.mail.actions import draft_message, queue_message, stop_message, write_letter
from doorstep.mail.addressees import parse_people
from doorstep.mail.composing import answer_to, quote_of, usual_mailbox
from doorstep.mail.models import Mailbox, Message
from doorstep.records.kinds import Wrong
from doorstep.records.names import Names
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request, seen_of
from doorstep.users.models import User

router = Router(tags=["Messages"])


class LetterIn(Schema):
    """Addresses as in a mail program: "Nadia <nadia@quill.example>"."""

    mailbox: str = ""
    to: list[str] = []
    cc: list[str] = []
    bcc: list[str] = []
    subject: str = ""
    text: str = ""
    records: list[str] = []
    answers: int | None = None
    send_at: datetime | None = None
    draft: bool = False


class SendIn(Schema):
    """Without a moment it goes in ten seconds."""

    send_at: datetime | None = None


@router.post("/send", operation_id="send_letter")
def send_letter(request: Request, body: LetterIn) -> HttpResponse:
    """Write a letter and send it in ten seconds, or at a moment; or keep it as a draft."""
    only(request)
    user = request.user
    answered = _seen(request, body.answers) if body.answers else None
    values = _values(body, user, answered)

    def send(key: Key | None) -> HttpResponse:
        if body.draft:
            made = draft_message(Message, by=user, key=key, **values)
        else:
            made = write_letter(Message, by=user, key=key, send_at=body.send_at, **values)
        return json_answer(public(made, user), 201)

    return once(request, send)


@router.post("/{int:pk}/send", operation_id="send_message")
def send(request: Request, pk: int, body: SendIn) -> HttpResponse:
    """Send a draft, or once more what did not go."""
    only(request)
    message, user = _seen(request, pk), request.user

    def queue(key: Key | None) -> HttpResponse:
        sent = queue_message(
            message, by=user, seen=seen_of(request), key=key, send_at=body.send_at
        )
        return json_answer(public(sent, user))

    return once(request, queue)


@router.post("/{int:pk}/stop", operation_id="stop_message")
def stop(request: Request, pk: int) -> HttpResponse:
    """Take a letter back while it waits: it is a draft again."""
    only(request)
    stopped = stop_message(_seen(request, pk), by=request.user, seen=seen_of(request))
    return json_answer(public(stopped, request.user))


def _values(body: LetterIn, user: User, answered: Message | None) -> dict[str, Any]:
    people = {
        name: parse_people(", ".join(getattr(body, name)), name) for name in ("to", "cc", "bcc")
    }
    values: dict[str, Any] = {"subject": body.subject, "text": body.text, **people}
    values["mailbox"] = _mailbox(body.mailbox, user, answered)
    values["records"] = _records(body.records, user)
    if answered:
        usual = answer_to(answered, user)
        values |= {"answers": answered, "quoted": quote_of(answered)}
        values["to"] = people["to"] or usual["to"]
        values["subject"] = body.subject or usual["subject"]
    return values


def _mailbox(said: str, user: User, answered: Message | None) -> Mailbox | None:
    """By its address; else the usual one of this user."""
    if not said:
        return usual_mailbox(user, answered)
    found = Mailbox.objects.usable_by(user).filter(address_key=email_key(said) or said).first()
    if found is None:
        says = _("You may not send from %s.") % said
        raise Invalid(says, mailbox=says)
    return found  # type: ignore[no-any-return]


def _records(said: list[str], user: User) -> list[Any]:
    names = Names(user)
    try:
        return [names.record(each) for each in said]
    except Wrong as error:
        raise Invalid(error.message, records=error.message) from error


def _seen(request: Request, pk: int) -> Message:
    found: Message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    return found
