"""A value that fits a schema, to show what is sent and answered."""

from __future__ import annotations

from typing import Any

FORMATS = {
    "date": "2026-03-31",
    "date-time": "2026-03-31T14:30:00Z",
    "email": "ana@example.org",
    "decimal": "1250.00",
}
DEEPEST = 6


def example(schema: Any, document: dict[str, Any], depth: int = 0) -> Any:
    """Each field once, each list with one entry."""
    schema = _followed(schema, document)
    if "default" in schema or "const" in schema:
        return schema.get("default", schema.get("const"))
    if schema.get("enum"):
        return schema["enum"][0]
    if depth > DEEPEST:
        return None
    match _kind(schema):
        case "object":
            fields = schema.get("properties", {})
            return {name: example(each, document, depth + 1) for name, each in fields.items()}
        case "array":
            return [example(schema.get("items", {}), document, depth + 1)]
        case kind:
            return _plain(kind, schema)


def _plain(kind: Any, schema: dict[str, Any]) -> Any:
    if kind == "string":
        known = FORMATS.get(schema.get("format", ""))
        return known or ("customer:3" if ":" in schema.get("pattern", "") else "text")
    return {"integer": schema.get("minimum", 1) or 1, "number": 1.5, "boolean": True}.get(kind)


def _followed(schema: Any, document: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, or the first of those it may be."""
    while isinstance(schema, dict) and (name := schema.get("$ref", "")):
        schema = document["components"]["schemas"][name.rpartition("/")[2]]
    for choice in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema, dict) and schema.get(choice):
            return _followed(schema[choice][0], document)
    return schema if isinstance(schema, dict) else {}


def _kind(schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    return kind[0] if isinstance(kind, list) else kind
