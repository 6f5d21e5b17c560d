"""The OpenAPI document: from the declarations of record types and the signatures of verbs."""

from __future__ import annotations

import re
from typing import Any

import orjson
from ninja import NinjaAPI

from doorstep.api.routers import Route, declared, routes_of
from doorstep.api.schemas import (
    CURSOR,
    MOMENT,
    NUMBER,
    SHARED,
    TEXT,
    UPLOAD,
    Schema,
    name_of,
    of_type,
    ref,
)
from doorstep.records.types import RecordType
from doorstep.ui.answers import LARGEST, USUAL

JSON = "application/json"
FORM = "multipart/form-data"
ABOUT = (
    "Records are named “kind:id”, users by e-mail, rows of lists by their name. Amounts are "
    "decimal strings, moments RFC 3339 in UTC. `If-Match` refuses what was changed meanwhile; "
    "`Idempotency-Key` on a POST answers a repeat with the first result."
)
REFUSALS = {
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not there, or not yours to see",
    "409": "The wrong state, a duplicate, or changed meanwhile",
    "413": "More than can be taken at once",
    "422": "What was sent does not make sense",
    "429": "Too many requests",
}

SENT = {"share": "NewShare", "handing": "Handing"}  # bodies that are alike for all kinds


def document(api: NinjaAPI, prefix: str = "/api/v1/", *, with_custom: bool = True) -> Schema:
    """All of it, as a dictionary; what an install calls its own fields is for those inside."""
    own = orjson.dumps(api.get_openapi_schema(path_prefix=prefix), option=orjson.OPT_NON_STR_KEYS)
    found: Schema = orjson.loads(own)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(SHARED)
    for records in declared():
        schemas.update(of_type(records))
        for route in routes_of(records):
            path = prefix + records.plural + route.path.replace("{int:pk}", "{pk}")
            found["paths"][path][route.method.lower()].update(_operation(route, records))
    if not with_custom:
        _hide_custom(schemas)
    found["info"]["description"] = ABOUT
    found["components"]["securitySchemes"] = {
        "Token": {"type": "http", "scheme": "bearer"},
        "Session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    found["security"] = [{"Token": []}, {"Session": []}]
    for operations in found["paths"].values():
        for operation in operations.values():
            _refusals(operation)
    return found


def _operation(route: Route, records: RecordType) -> Schema:
    found: Schema = {
        "parameters": list(_parameters(route, records)),
        "responses": _answers(route, records),
    }
    if route.sends == "file":
        found["requestBody"] = {"required": True, "content": {FORM: {"schema": UPLOAD}}}
    elif route.sends in SENT:
        schema = ref(SENT[route.sends])
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    elif route.sends:
        found["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": _sends(route, records)}},
        }
    return found


def _sends(route: Route, records: RecordType) -> Schema:
    return ref(name_of(records) + {"new": "New", "edit": "Edit", "batch": "Batch"}[route.sends])


def _answers(route: Route, records: RecordType) -> Schema:
    if route.answer == "nothing":
        return {"204": {"description": "Done"}}
    name = name_of(records)
    schema = {
        "page": f"{name}Page",
        "results": f"{name}Results",
        "count": "Count",
        "timeline": "EventPage",
        "history": "HistoryPage",
        "files": "FileList",
        "file": "File",
        "shares": "ShareList",
        "share": "Share",
        "handover": "Handover",
    }.get(route.answer, name)
    status = "201" if route.answer in ("made", "file", "share") else "200"
    return {status: {"description": "Done", "content": {JSON: {"schema": ref(schema)}}}}


def _parameters(route: Route, records: RecordType) -> Any:
    if "{" in route.path:
        yield {"name": "pk", "in": "path", "required": True, "schema": NUMBER | {"minimum": 1}}
    yield from _asked(route, records)
    if route.method == "POST":
        yield _header("Idempotency-Key", "A text of your own; a repeat is answered as the first.")
    if route.method in ("PATCH", "DELETE"):
        yield _header("If-Match", "The version you saw.")


def _asked(route: Route, records: RecordType) -> Any:
    """What stands behind the question mark."""
    if route.answer in ("page", "count"):
        yield _query("q", TEXT, "Words to look for.")
        for each in records.filters:
            yield _query(each.name, {"type": "array", "items": TEXT}, str(each.label))
    if route.answer == "page":
        yield _query("sort", {"type": "string", "enum": _sorts(records)})
    if route.answer == "timeline":
        yield _query("kinds", TEXT, "Sorts of entries, with commas: notes, calls, changes …")
        yield _query("q", TEXT, "What was written, planned or replaced.")
        yield _query("scope", {"type": "string", "enum": ["record", "relationship"]})
    if route.answer in ("page", "timeline", "history"):
        yield _query("after", TEXT, str(CURSOR["description"]))
        yield _query("limit", NUMBER | {"minimum": 1, "maximum": LARGEST, "default": USUAL})
    if route.name == "stop_sharing_{kind}":
        yield _query("with", TEXT, "The colleague, by e-mail.") | {"required": True}
    if route.name == "read_{kind}":
        yield _query("as_of", MOMENT, "The record as it was at this moment.")


def _sorts(records: RecordType) -> list[str]:
    names = {column.sort for column in records.columns if column.sort}
    names.add(records.default_sort.removeprefix("-"))
    return ["", *(f"{sign}{name}" for name in sorted(names) for sign in ("", "-"))]


def _query(name: str, schema: Schema, says: str = "") -> Schema:
    return {"name": name, "in": "query", "schema": schema, "description": says}


def _header(name: str, says: str) -> Schema:
    return {"name": name, "in": "header", "schema": TEXT, "description": says}


def _hide_custom(schemas: Schema) -> None:
    for schema in schemas.values():
        if "custom" in schema.get("properties", {}):
            schema["properties"]["custom"] = {"type": "object"}


def _refusals(operation: Schema) -> None:
    for status, says in REFUSALS.items():
        content = {JSON: {"schema": ref("Error")}}
        operation.setdefault("responses", {}).setdefault(
            status, {"description": says, "content": content}
        )
    operation["summary"] = re.sub(r"\s+", " ", operation.get("summary", ""))
