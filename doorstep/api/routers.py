"""A router for every declared record type and list: nothing to write for a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.text import capfirst
from ninja import Router

from doorstep.api import endpoints
from doorstep.api.attachments import list_files, receive_file
from doorstep.api.handover import assign, read_handover
from doorstep.api.journal import read_history
from doorstep.api.shares import end_share, list_shares, make_share
from doorstep.records.types import MASTERS, REGISTRY, RecordType
from doorstep.ui.http import Request

Endpoint = Callable[..., HttpResponse]


class Route(NamedTuple):
    """One operation that every record type has."""

    method: str
    path: str
    endpoint: Endpoint
    name: str
    answer: str
    sends: str = ""


ONE = "/{int:pk}"
OF_RECORDS = ("/attachments", "/shares", "/handover", "/assign")
ROUTES = (
    Route("GET", "", endpoints.list_records, "list_{plural}", "page"),
    Route("GET", "/count", endpoints.count_records, "count_{plural}", "count"),
    Route("POST", "", endpoints.create_record, "create_{kind}", "made", "new"),
    Route("POST", "/batch", endpoints.save_batch, "save_{plural}", "results", "batch"),
    Route("GET", ONE, endpoints.read_record, "read_{kind}", "record"),
    Route("PATCH", ONE, endpoints.edit_record, "edit_{kind}", "record", "edit"),
    Route("DELETE", ONE, endpoints.delete_record, "delete_{kind}", "nothing"),
    Route("GET", f"{ONE}/timeline", endpoints.read_timeline, "read_{kind}_timeline", "timeline"),
    Route("GET", f"{ONE}/history", read_history, "read_{kind}_history", "history"),
    Route("GET", f"{ONE}/attachments", list_files, "list_{kind}_attachments", "files"),
    Route("POST", f"{ONE}/attachments", receive_file, "attach_to_{kind}", "file", "file"),
    Route("GET", f"{ONE}/handover", read_handover, "read_{kind}_handover", "handover"),
    Route("POST", f"{ONE}/assign", assign, "hand_over_{kind}", "record", "handing"),
    Route("GET", f"{ONE}/shares", list_shares, "list_{kind}_shares", "shares"),
    Route("POST", f"{ONE}/shares", make_share, "share_{kind}", "share", "share"),
    Route("DELETE", f"{ONE}/shares", end_share, "stop_sharing_{kind}", "nothing"),
)


def declared() -> Iterator[RecordType]:
    """Every record type and list that has public fields."""
    yield from (each for each in (*REGISTRY.values(), *MASTERS.values()) if each.fields)


def routers() -> Iterator[tuple[str, Router]]:
    for records in declared():
        tag = str(capfirst(str(records.model._meta.verbose_name_plural)))
        router = Router(tags=[tag])
        for route in routes_of(records):
            view = _bound(route, records)
            name = operation_name(route, records)
            router.add_api_operation(
                route.path,
                [route.method],
                view,
                operation_id=name,
                summary=(route.endpoint.__doc__ or "").partition("\n")[0],
                openapi_extra={"x-record": records.kind},
            )
        yield f"/{records.plural}", router


def routes_of(records: RecordType) -> Iterator[Route]:
    """Files hang on records, which may be shared; not so the rows of a list."""
    is_record = records.model in REGISTRY
    yield from (each for each in ROUTES if is_record or not each.path.endswith(OF_RECORDS))


def operation_name(route: Route, records: RecordType) -> str:
    return route.name.format(kind=records.kind, plural=records.plural.replace("-", "_"))


def _bound(route: Route, records: RecordType) -> Endpoint:
    """The endpoint with its record type, as a function of the request."""
    endpoint: Any = route.endpoint
    if "{" in route.path:

        def of_one(request: Request, pk: int) -> HttpResponse:
            answer: HttpResponse = endpoint(request, records, pk)
            return answer

        return of_one

    def of_all(request: Request) -> HttpResponse:
        answer: HttpResponse = endpoint(request, records)
        return answer

    return of_all
