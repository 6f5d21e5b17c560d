"""What OpenAPI says of each record type: made from the fields it declares."""

from __future__ import annotations

from typing import Any

from doorstep.records.types import RecordType

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NUMBER: Schema = {"type": "integer"}
CURSOR: Schema = {
    "type": ["string", "null"],
    "description": "Send it as `after` for the next page.",
}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(
    properties: Schema, required: list[str] | None = None, *, is_open: bool = False
) -> Schema:
    """An object with these fields; of an answer all are there."""
    needed = list(properties) if required is None else required
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": is_open}
    return found | ({"required": needed} if needed else {})


def name_of(records: RecordType) -> str:
    """ "SalesOrder" in the list of schemas."""
    return records.model.__name__


def of_type(records: RecordType) -> Schema:
    """The record as it is read, as it is made and as it is edited."""
    name = name_of(records)
    written = {each.name: each.schema(written=True) for each in records.faces if not each.readonly}
    required = [each.name for each in records.faces if each.required]
    edited = {"id": NUMBER, "version": NUMBER} | written
    return {
        name: thing({each.name: each.schema() for each in records.faces}, is_open=True),
        f"{name}New": thing(written, required),
        f"{name}Edit": thing(written, []),
        f"{name}Batch": thing(
            {"items": {"type": "array", "maxItems": 1000, "items": thing(edited, [])}}
        ),
        f"{name}Results": thing({"results": {"type": "array", "items": _result(name)}}),
        f"{name}Page": thing({"items": {"type": "array", "items": ref(name)}, "next": CURSOR}),
    }


def _result(name: str) -> Schema:
    found = {"status": NUMBER, "item": ref(name), "error": ref("ErrorBody")}
    return thing(found, ["status"])


EVENT: Schema = {
    "id": NUMBER,
    "name": TEXT,
    "at": MOMENT,
    "by": {"type": ["string", "null"], "format": "email"},
    "subject": {"type": ["string", "null"], "description": '"lead:7"'},
}
FILE: Schema = thing(
    {
        "id": NUMBER,
        "name": TEXT,
        "size": NUMBER,
        "sha256": TEXT,
        "content_type": TEXT,
        "about": TEXT,
        "owner": {"type": ["string", "null"], "format": "email"},
        "created_at": MOMENT,
        "content": {"type": "string", "description": "Where it can be downloaded."},
    }
)
UPLOAD: Schema = thing({"file": {"type": "string", "format": "binary"}}, is_open=True)
SHARE: Schema = {
    "with": {"type": "string", "format": "email"},
    "may_edit": {"type": "boolean"},
}
SHARED: Schema = {
    "File": FILE,
    "FileList": thing({"items": {"type": "array", "items": ref("File")}}),
    "ErrorBody": thing(
        {
            "code": TEXT,
            "message": TEXT,
            "fields": {"type": "object", "additionalProperties": TEXT},
        }
    ),
    "Error": thing({"error": ref("ErrorBody")}),
    "Count": thing({"count": NUMBER, "capped": {"type": "boolean"}}),
    "Event": thing(
        EVENT
        | {
            "label": TEXT,
            "kind": {"type": "string", "description": "The sort of entry, as `kinds` takes it."},
            "told": {"type": "array", "items": TEXT},
            "text": TEXT,
            "undo": {"type": ["integer", "null"], "description": "The event to undo."},
            "is_undone": {"type": "boolean"},
        }
    ),
    "Share": thing(SHARE | {"by": {"type": ["string", "null"]}, "created_at": MOMENT}),
    "Handing": thing({"to": {"type": "string", "format": "email"}, "text": TEXT}, ["to"]),
    "BriefLine": thing(
        {
            **dict.fromkeys(("text", "label", "more"), TEXT),
            "at": {"type": ["string", "null"]},
            "record": {"type": ["string", "null"], "description": "Where it is from."},
        }
    ),
    "BriefPart": thing(
        {"name": TEXT, "title": TEXT, "lines": {"type": "array", "items": ref("BriefLine")}}
    ),
    "Handover": thing(
        {
            "record": TEXT,
            "made_at": MOMENT,
            "parts": {"type": "array", "items": ref("BriefPart")},
        }
    ),
    "NewShare": thing(SHARE, required=["with"]),
    "ShareList": thing({"items": {"type": "array", "items": ref("Share")}}),
    "EventPage": thing({"items": {"type": "array", "items": ref("Event")}, "next": CURSOR}),
    "Changes": thing(
        EVENT
        | {
            "kind": {"type": "string", "enum": ["CREATED", "CHANGED", "DELETED"]},
            "fields": {
                "type": "object",
                "additionalProperties": thing({"label": TEXT, "old": {}, "new": {}}),
            },
        }
    ),
    "HistoryPage": thing({"items": {"type": "array", "items": ref("Changes")}, "next": CURSOR}),
}
