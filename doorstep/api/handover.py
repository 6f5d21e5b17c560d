"""Handing a record over in the API, and the brief of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.kit.naming import kind_of
from doorstep.records.doing import doing
from doorstep.records.types import RecordType
from doorstep.records.veil import veil
from doorstep.ui.answers import body_of, json_answer, once, only, public
from doorstep.ui.handover import Line, brief_of
from doorstep.ui.http import Request, seen_of
from doorstep.users.models import User


def read_handover(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The brief for whoever takes a record over: facts, each with the record it is from."""
    only(request)
    record = _record(request, records, pk)
    veil(record, request.user)
    brief = brief_of(record, request.user, at=now())
    parts = [
        {"name": p.name, "title": str(p.title), "lines": [_shown(line) for line in p.lines]}
        for p in brief.parts
    ]
    named = f"{kind_of(records.model)}:{pk}"
    return json_answer({"record": named, "made_at": brief.made_at, "parts": parts})


def assign(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Hand a record over to a colleague, with a note for them."""
    only(request)
    record = _record(request, records, pk)

    def hand_over(key: Key | None) -> HttpResponse:
        to, text = _asked(body_of(request))
        said = {"text": text} if text else {}
        action = doing(records.model, "assigned")
        given = action(record, by=request.user, to=to, key=key, seen=seen_of(request), **said)
        return json_answer(public(given, request.user))

    return once(request, hand_over)


def _record(request: Request, records: RecordType, pk: int) -> Any:
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)


def _asked(body: Any) -> tuple[User, str]:
    if not isinstance(body, dict) or not body.keys() <= {"to", "text"}:
        says = _('Send {"to": "kim@oak.example", "text": "…"}.')
        raise Invalid(says, body=says)
    email, text = body.get("to"), body.get("text", "")
    to = User.objects.staff().by_email(email) if isinstance(email, str) else None
    if to is None:
        raise Invalid(_("Name a colleague by e-mail."), to=_("Name a colleague by e-mail."))
    if not isinstance(text, str):
        raise Invalid(_("This is a text."), text=_("This is a text."))
    return to, text


def _shown(line: Line) -> dict[str, Any]:
    record = line.record
    return {
        "text": line.text,
        "label": str(line.label),
        "more": str(line.more),
        "at": str(line.at.isoformat()) if line.at else None,
        "record": f"{kind_of(type(record))}:{record.pk}" if record is not None else None,
    }
