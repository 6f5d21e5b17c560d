"""The API described, for programs and for people, from here alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from doorstep.api.examples import example
from doorstep.api.openapi import JSON, document
from doorstep.api.site import Session, api
from doorstep.office.bearer import Bearer
from doorstep.ui.answers import json_answer

__all__ = ["api"]


def anyone(_request: HttpRequest) -> bool:
    """The description is no secret; only the fields of an install's own are."""
    return True


OPEN: Any = [Bearer(), Session(csrf=False), anyone]


@dataclass(frozen=True)
class Call:
    """One operation, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    sends: str
    sends_file: bool
    answers: list[tuple[str, str, str]]


@api.get("/openapi.json", auth=OPEN, throttle=[], include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return json_answer(document(api, with_custom=request.user.is_authenticated))


@api.get("/docs", auth=OPEN, throttle=[], include_in_schema=False, url_name="docs")
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with its fields, and a form that sends it."""
    found = document(api, with_custom=request.user.is_authenticated)
    groups: dict[str, list[Call]] = defaultdict(list)
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["Doorstep"])[0]
            groups[tag].append(_call(found, method.upper(), path, operation))
    chosen = request.GET.get("of") or next(iter(groups))
    if chosen not in groups:
        raise Http404
    context = {"about": found["info"]["description"], "groups": list(groups), "chosen": chosen}
    return render(request, "api/docs.html", context | {"calls": groups[chosen]})


def _call(found: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Call:
    content = operation.get("requestBody", {}).get("content", {})
    sent = content.get(JSON, {}).get("schema")
    answers = [
        (status, answer["description"], _shown(found, answer.get("content", {})))
        for status, answer in sorted(operation["responses"].items())
    ]
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        parameters=operation.get("parameters", []),
        sends=_pretty(example(sent, found)) if sent else "",
        sends_file=bool(content) and not sent,
        answers=answers,
    )


def _shown(found: dict[str, Any], content: dict[str, Any]) -> str:
    schema = content.get(JSON, {}).get("schema")
    return _pretty(example(schema, found)) if schema else ""


def _pretty(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
