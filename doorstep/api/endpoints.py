"""What can be done with the records of any type: parse, one call of the domain, answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from doorstep.api.journal import told
from doorstep.history.entries import story
from doorstep.history.keys import Key
from doorstep.history.reading import record_then
from doorstep.kit.errors import Invalid
from doorstep.records.actions import doing
from doorstep.records.actions.batch import save_many
from doorstep.records.input import in_public, read_input
from doorstep.records.kinds import Moment, Wrong
from doorstep.records.names import Names
from doorstep.records.query import ListQuery
from doorstep.records.reading import one_public
from doorstep.records.types import RecordType
from doorstep.ui.answers import body_of, json_answer, limit_of, once, only, page_answer, searchable
from doorstep.ui.http import Request, seen_of
from doorstep.ui.timeline import asked_of_timeline

MOST_AT_ONCE = 1000


def list_records(request: Request, records: RecordType) -> HttpResponse:
    """A page of those one may see, filtered and sorted."""
    searchable(request)
    query = ListQuery.parse(request.GET, beside=("limit",))
    page = records.public_page(request.user, query, size=limit_of(request))
    return page_answer(page, page.items)


def count_records(request: Request, records: RecordType) -> HttpResponse:
    """How many there are, up to a thousand."""
    searchable(request)
    count, is_capped = records.count(request.user, ListQuery.parse(request.GET))
    return json_answer({"count": count, "capped": is_capped})


def read_record(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """One record, as it is or as it was at a moment."""
    only(request, "as_of")
    if moment := request.GET.get("as_of"):
        record = get_object_or_404(visible(request, records), pk=pk)
        return _as_it_was(request, records, record.pk, moment)
    if (found := one_public(records, pk, request.user)) is None:
        raise Http404
    return json_answer(found)


def create_record(request: Request, records: RecordType) -> HttpResponse:
    """Make a record; a repeated key answers with the one made before."""
    only(request)

    def make(key: Key | None) -> HttpResponse:
        values = read_input(records, body_of(request), by=request.user)
        action = doing(records.model, "created")
        with in_public(records):
            record = action(records.model, by=request.user, key=key, **values)
        return json_answer(records.output.record(record, request.user, is_new=True), status=201)

    return once(request, make)


def edit_record(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Set the fields that were sent. With ``If-Match``, only if nobody was faster."""
    only(request)
    record = get_object_or_404(visible(request, records), pk=pk)
    values = read_input(records, body_of(request), by=request.user, record=record)
    action = doing(records.model, "updated")
    with in_public(records):
        record = action(record, by=request.user, seen=seen_of(request), **values)
    return json_answer(records.output.record(record, request.user))


def delete_record(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Delete a record. Undo its event to have it back."""
    only(request)
    record = get_object_or_404(visible(request, records), pk=pk)
    doing(records.model, "deleted")(record, by=request.user, seen=seen_of(request))
    return HttpResponse(status=204)


def save_batch(request: Request, records: RecordType) -> HttpResponse:
    """Make or edit up to a thousand at once: one result for each, in their order."""
    only(request)

    def save(key: Key | None) -> HttpResponse:
        body = body_of(request)
        items = body.get("items") if isinstance(body, dict) and body.keys() == {"items"} else None
        if not isinstance(items, list) or len(items) > MOST_AT_ONCE:
            says = _('Send {"items": [...]} with at most %d records.') % MOST_AT_ONCE
            raise Invalid(says, items=says)
        results = save_many(records.model, by=request.user, items=items, key=key)
        return json_answer({"results": results})

    return once(request, save)


def read_timeline(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """What happened to a record and to what belongs to it, newest first."""
    only(request, "after", "limit", "kinds", "q", "scope")
    record = get_object_or_404(visible(request, records), pk=pk)
    asked = asked_of_timeline(request)
    found = story(record, by=request.user, size=limit_of(request), **asked)
    return page_answer(found.page, [told(entry) for entry in found.entries])


def visible(request: Request, records: RecordType) -> Any:
    return records.model._default_manager.visible_to(request.user)


def _as_it_was(request: Request, records: RecordType, pk: int, text: str) -> HttpResponse:
    try:
        moment = Moment().read(text, Names(request.user))
    except Wrong as error:
        raise Invalid(error.message, as_of=error.message) from error
    record = record_then(records.model._meta.label_lower, pk, moment)
    if record is None:
        raise Http404
    return json_answer(records.output.past(record, request.user, moment))
