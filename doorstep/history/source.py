"""By which way an action came in, and what it left: known to this request or thread alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from doorstep.history.models import Event


class Source(models.TextChoices):
    """Where an action was asked for."""

    PAGE = "page", _("Page")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    CLI = "cli", _("Command")
    MAIL = "mail", _("Mail")
    PORTAL = "portal", _("Portal")
    RULE = "rule", _("Rule")
    DAV = "dav", _("Calendar and contacts")
    MCP = "mcp", _("Assistant")
    SYSTEM = "system", _("System")


class Outcome(NamedTuple):
    """The event of the last outermost action, and whether it only answered a repeat."""

    event: Event
    is_replay: bool


_source: ContextVar[str] = ContextVar("source", default=Source.SYSTEM.value)
_outcome: ContextVar[Outcome | None] = ContextVar("outcome", default=None)


@contextmanager
def acting_from(source: Source) -> Iterator[None]:
    """Events made inside say so, and what was done before is no longer the last."""
    token, last = _source.set(source.value), _outcome.set(None)
    try:
        yield
    finally:
        _source.reset(token)
        _outcome.reset(last)


def source_now() -> str:
    return _source.get()


def remember(event: Event, *, is_replay: bool) -> None:
    _outcome.set(Outcome(event, is_replay))


def last_event() -> Event | None:
    """The event of the last outermost action of this request or thread."""
    outcome = _outcome.get()
    return outcome.event if outcome else None


def was_replay() -> bool:
    """Whether that action had been done before, and its key only brought back the answer."""
    outcome = _outcome.get()
    return outcome is not None and outcome.is_replay
