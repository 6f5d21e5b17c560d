"""Small pieces of HTML that say the same for the same value: made once, and kept.

A row has dozens of them, and most repeat from row to row and from page to page: a status, a face,
an amount. What they say may depend on the language, on today and on where one is; on nothing else.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils.timezone import get_current_timezone_name, localdate
from django.utils.translation import get_language
from markupsafe import Markup, escape

_where: ContextVar[Any] = ContextVar("where", default=None)


def bit(value: Any, name: str, *more: Any) -> str:
    """``{{ value|bit('due') }}``: the macro ``due`` of ui/bits.html with this value."""
    return _made(_where.get() or here(), name, value, *more)


def here() -> Any:
    """Look up language, day and place: once before many bits."""
    found = (get_language(), localdate(), get_current_timezone_name())
    _where.set(found)
    return found


@lru_cache(maxsize=32768, typed=True)
def clean(value: Any) -> str:
    """A value as it may stand in HTML; what is HTML already stays. Types are told apart: text
    that looks like HTML is not the same as HTML.
    """
    return str(escape(value))


@lru_cache(maxsize=32768, typed=True)
def _made(_where: Any, name: str, *values: Any) -> str:
    macro = getattr(engines["jinja2"].env.get_template("ui/bits.html").module, name)
    made: Markup = macro(*values)
    return made
