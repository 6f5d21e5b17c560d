"""Answers of the API: rows straight to JSON, described by a schema but not built from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from doorstep.history.keys import Key, done_before
from doorstep.history.source import last_event, remember, was_replay
from doorstep.kit.errors import Invalid
from doorstep.kit.keyset import Page
from doorstep.records.types import type_of
from doorstep.ui.http import key_of
from doorstep.users.models import User

LARGEST, USUAL = 500, 50
AS_WE_WRITE = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC  # SQLite tells no zone


class Malformed(Invalid):
    """The body is no JSON."""

    code = "malformed"


def json_answer(data: Any, status: int = 200) -> HttpResponse:
    """Decimals become strings, moments RFC 3339 in UTC."""
    body = orjson.dumps(data, default=str, option=AS_WE_WRITE)
    return HttpResponse(body, content_type="application/json", status=status)


def page_answer(page: Page, items: list[Any]) -> HttpResponse:
    return json_answer({"items": items, "next": page.next})


def public(record: models.Model, by: User) -> dict[str, Any]:
    """A record of any declared type with all its public fields, for the answer of a verb."""
    return type_of(type(record)).output.record(record, by)


def body_of(request: HttpRequest) -> Any:
    """The JSON that was sent; nothing sent says nothing."""
    try:
        return orjson.loads(request.body) if request.body.strip() else {}
    except ValueError as error:
        raise Malformed(_("The body is not JSON: %s.") % error) from error


def once(request: Any, perform: Callable[[Key | None], HttpResponse]) -> HttpResponse:
    """Do it, unless this user's key says that it was done: then answer exactly as the first time.

    ``perform`` is given the key for its action. What it answers is kept with the action's event.
    """
    key = key_of(request)
    first = done_before(request.user, key) if key else None
    if first and isinstance(first.answer, dict) and "body" in first.answer:
        remember(first, is_replay=True)
        return json_answer(first.answer["body"], status=first.answer["status"])
    response = perform(key)
    if key and not was_replay() and (event := last_event()):
        body = orjson.loads(response.content) if response.content else None
        kept = {"status": response.status_code, "body": body}
        type(event).objects.filter(pk=event.pk).update(answer=kept)
    return response


def limit_of(request: HttpRequest) -> int:
    text = request.GET.get("limit") or str(USUAL)
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LARGEST):
        message = _("limit is a number from 1 to %d.") % LARGEST
        raise Invalid(message, limit=message)
    return int(text)


def only(request: HttpRequest, *names: str) -> None:
    """Refuse a parameter that means nothing here."""
    for name in request.GET:
        if name not in names:
            raise Invalid(_("There is no parameter “%s” here.") % name, **{name: _("Unknown.")})
    searchable(request)


def searchable(request: HttpRequest) -> None:
    """Refuse what no database can look for."""
    if "%00" in request.META.get("QUERY_STRING", ""):
        message = _("This holds a character that cannot be searched for.")
        names = [name for name, values in request.GET.lists() if "\0" in "".join(values)]
        raise Invalid(message, **dict.fromkeys(names, message))
