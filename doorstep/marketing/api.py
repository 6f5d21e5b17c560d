"""The verbs of sequences in the API; lists and plain edits come with their declaration."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.marketing.actions import enrol, pause_sequence, resume_sequence
from doorstep.marketing.models import Enrolment, MailSequence
from doorstep.parties.models import Contact, Lead
from doorstep.records.kinds import Wrong
from doorstep.records.names import Names
from doorstep.records.references import Reference
from doorstep.ui.answers import json_answer, once, only, public
from doorstep.ui.http import Request, seen_of

router = Router(tags=["Mail sequences"])


class EnrolIn(Schema):
    """``record`` is "lead:7" or "contact:3"; without a day it starts today."""

    record: str
    starts_on: date | None = None


@router.post("/{int:pk}/enrol", operation_id="enrol_in_mail_sequence")
def put_in(request: Request, pk: int, body: EnrolIn) -> HttpResponse:
    """Send the letters of a sequence to a lead or contact."""
    only(request)
    sequence = _seen(request, pk)
    record = _named(request, body.record)

    def put(key: Key | None) -> HttpResponse:
        made = enrol(sequence, by=request.user, record=record, starts_on=body.starts_on, key=key)
        return json_answer(_shown(made, body.record), 201)

    return once(request, put)


@router.get("/{int:pk}/enrolments", operation_id="list_mail_sequence_enrolments")
def list_enrolments(request: Request, pk: int) -> HttpResponse:
    """Who is in a sequence, as far as one may see them; the latest 500."""
    only(request)
    rows = Enrolment.objects.visible_to(request.user).filter(sequence=_seen(request, pk))
    kinds = {Lead._meta.label_lower: "lead", Contact._meta.label_lower: "contact"}
    found = rows.order_by("-pk")[:500]
    items = [_shown(each, f"{kinds[each.about_type]}:{each.about_id}") for each in found]
    return json_answer({"items": items})


@router.post("/{int:pk}/pause", operation_id="pause_mail_sequence")
def pause(request: Request, pk: int) -> HttpResponse:
    """Send nothing until it is resumed."""
    only(request)
    made = pause_sequence(_seen(request, pk), by=request.user, seen=seen_of(request))
    return json_answer(public(made, request.user))


@router.post("/{int:pk}/resume", operation_id="resume_mail_sequence")
def resume(request: Request, pk: int) -> HttpResponse:
    """Go on."""
    only(request)
    made = resume_sequence(_seen(request, pk), by=request.user, seen=seen_of(request))
    return json_answer(public(made, request.user))


def _named(request: Request, said: str) -> Any:
    try:
        return Reference((Lead, Contact)).read(said, Names(request.user))
    except Wrong as error:
        raise Invalid(error.message, record=error.message) from error


def _seen(request: Request, pk: int) -> MailSequence:
    return get_object_or_404(MailSequence.objects.visible_to(request.user), pk=pk)


def _shown(enrolment: Enrolment, record: str) -> dict[str, Any]:
    plain = ("id", "email", "starts_on", "next_on", "status", "stopped_why", "ended_at")
    values = {name: getattr(enrolment, name) for name in plain}
    return values | {"sequence": enrolment.sequence_id, "record": record}
