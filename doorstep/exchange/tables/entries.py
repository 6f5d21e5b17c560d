"""Several values in one cell: "ada@x.test, is_primary; bo@x.test", "hot; new".

Entries are parted by semicolons. An entry of several fields begins with its main one; the others
follow by name, and a yes is the name alone. What holds a sign of ours stands in quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.records.kinds import Wrong
from doorstep.records.references import Reference
from doorstep.records.rows import Rows

SIGNS = re.compile(r'[;,="\n]|^\s|\s$|^$')
TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^";,=]+|[;,=])')
RECORD = re.compile(r"\s*([a-z][a-z_]*:\d+)(\s|$)")
Called = Callable[[Any], str]


def written(kind: Rows, value: Any, called: Called = str) -> str:
    """``called`` says a reference in words: "customer:3 Acme"."""
    return "; ".join(_entry(kind.of, each, called) for each in value or ())


def joined(entries: Iterable[Any]) -> str:
    """Single words, or entries of fields that each begin with the main one."""
    return "; ".join(_said(each) for each in entries if each)


def read(kind: Rows, text: str) -> list[Any]:
    """The public value that was written so. Wrong where it was not."""
    if isinstance(kind.of, Mapping):
        return [_fields(kind, parts) for parts in _split(text, ";") if parts]
    is_record = isinstance(kind.of, Reference)
    words = (_one(parts) for parts in _split(text, ";,") if parts)
    return [record_in(word) if is_record else word for word in words]


def record_in(text: str) -> str:
    """ "customer:3" of "customer:3 Acme"."""
    found = RECORD.match(text)
    return found[1] if found else text


def _entry(of: Any, value: Any, called: Called) -> str:
    if not isinstance(of, Mapping):
        return _quoted(called(value) if isinstance(of, Reference) else str(value))
    first = next(iter(of))
    entry = {first: ""} | {name: value[name] for name in of if name in value}
    if isinstance(of[first], Reference):
        entry[first] = called(entry[first])
    return _said(entry)


def _said(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return _quoted(str(entry))
    main, *others = entry.items()
    parts = [_quoted(str(main[1]))]
    for name, value in others:
        if value is True:
            parts.append(name)
        elif value not in (None, "", False):
            parts.append(f"{name}={_quoted(str(value))}")
    return ", ".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if SIGNS.search(text) else text


def _split(text: str, signs: str) -> Iterator[list[str]]:
    """The tokens between the signs; quotes and all."""
    parts: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if found is None:
            raise Wrong(_("The quotes in this cell are not in pairs."))
        at = found.end()
        if found[1] in signs:
            yield parts
            parts = []
        else:
            parts.append(found[1])
    yield parts


def _one(parts: list[str]) -> str:
    if len(parts) != 1:
        raise Wrong(_("Part the entries of this cell by semicolons."))
    return _bare(parts[0])


def _bare(token: str) -> str:
    try:
        return str(json.loads(token)) if token.startswith('"') else token.strip()
    except ValueError:
        raise Wrong(_("The quotes in this cell are not in pairs.")) from None


def _fields(kind: Rows, parts: list[str]) -> dict[str, Any]:
    of: Any = kind.of
    first = next(iter(of))
    head, *rest = _pieces(parts)
    found: dict[str, Any] = {first: _one(head)}
    if isinstance(of[first], Reference):
        found[first] = record_in(found[first])
    for piece in rest:
        name = _bare(piece[0]) if piece else ""
        if len(piece) == 1:
            found[name] = True
        elif len(piece) == 3 and piece[1] == "=":
            found[name] = _bare(piece[2])
        else:
            raise Wrong(_("Write this as “name=value”, parted by commas."))
    return found


def _pieces(parts: list[str]) -> list[list[str]]:
    pieces: list[list[str]] = [[]]
    for part in parts:
        if part == ",":
            pieces.append([])
        else:
            pieces[-1].append(part)
    return pieces
