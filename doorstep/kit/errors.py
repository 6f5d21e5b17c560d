"""Refusals: the anticipated ways an action can say no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A "no" meant for the person who asked. Shown to them, never logged as a bug."""

    status = 400
    code = "refused"

    def __init__(self, message: str, /, **fields: str) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    @property
    def public(self) -> dict[str, Any]:
        """As programs read it."""
        return {"code": self.code, "message": str(self.message), "fields": self.fields}


class Forbidden(Refusal):
    """They may not do this to this record."""

    status = 403
    code = "forbidden"


class Conflict(Refusal):
    """The record is not in a state that allows it."""

    status = 409
    code = "conflict"


class Invalid(Refusal):
    """What they sent does not make sense."""

    status = 422
    code = "invalid"
