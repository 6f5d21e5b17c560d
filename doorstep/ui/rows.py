"""The rows of a list, fast: what one cell shows is made once for the same values, and kept.

Cells are the macros of ``ui/cells.html``. What differs from row to row, the record's address and
its name, stands in a cell as a blank, and is filled in when the row is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from secrets import token_hex
from typing import Any

from django.template import engines
from markupsafe import Markup, escape

from doorstep.kit.addresses import address, has_address
from doorstep.records.types import RecordType
from doorstep.ui.bits import clean, here
from doorstep.ui.headings import Heading

HOME, SAID, ID = (token_hex(8) for _ in range(3))  # blanks that no value can hold
Show = Callable[..., str]


def render_rows(
    records: RecordType, found: Sequence[Heading], rows: Sequence[Any], words: dict[str, str]
) -> Markup:
    """The rows as HTML. ``rows`` hold what the columns read, then a sort key and the id."""
    if not rows:
        return Markup("")
    base, now = address(records.route("list")), here()
    cells, at = [], 0
    for heading in found:
        width = len(heading.column.reads)
        cells.append((at, at + width, *_around(records, heading, words), _shows(heading, now)))
        at += width
    begin, mail = _begin(records, words), at if records.email else None
    made = []
    for row in rows:
        pk = row[-1]
        parts = [begin]
        for start, end, before, after, show in cells:
            parts += before, show(*row[start:end]), after
        if mail is not None:
            parts.append(_mail(row[mail], words["write"]))
        parts.append("</tr>\n")
        text = "".join(parts).replace(HOME, f"{base}{pk}/")
        made.append(text.replace(SAID, clean(row[0] or pk)).replace(ID, str(pk)))
    return Markup("".join(made))  # of macros that escape, and of values made clean


def _begin(records: RecordType, words: dict[str, str]) -> str:
    peek = f' data-peek="{HOME}peek/"' if has_address(records.route("peek"), 7) else ""
    return (
        f'<tr tabindex="-1" data-id="{ID}"{peek}><td><input type="checkbox" class="check" '
        f'name="ids" value="{ID}" aria-label="{escape(words["select"])} {SAID}"></td>'
    )


def _around(records: RecordType, heading: Heading, words: dict[str, str]) -> tuple[str, str]:
    """What stands before a cell and after it: a link to its form, where it can be edited."""
    column, looks = heading.column, escape(heading.looks)
    if not column.edits:
        return f'<td class="{looks}">', "</td>"
    name, edit = escape(column.name), escape(words["edit"] % heading.label)
    return (
        f'<td class="{looks}" id="{records.kind}-{ID}-{name}-cell">'
        f'<a class="cell-edit" href="{HOME}facts/{name}/?edit">',
        f'<span class="sr"> {edit}, {SAID}</span></a></td>',
    )


def _shows(heading: Heading, now: Any) -> Show:
    """What makes the HTML of a cell of its values."""
    cell, labels, collects = heading.column.cell, heading.labels, heading.column.collect
    if not labels:
        kept = partial(_kept, now, cell)
        return (lambda *values: kept(*map(_fixed, values))) if collects else kept
    known: dict[Any, str] = {}  # choices are few; their words are known to this page alone

    def show(*values: Any) -> str:
        if values not in known:
            known[values] = _made(cell, *values, labels=labels)
        return known[values]

    return show


def _fixed(value: Any) -> Any:
    """What several values were collected into, as it can be kept."""
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=32768, typed=True)
def _kept(_now: Any, cell: str, *values: Any) -> str:
    """The same for the same values, in a language, on a day, in a place."""
    return _made(cell, *values)


def _made(cell: str, *values: Any, **more: Any) -> str:
    macro = getattr(engines["jinja2"].env.get_template("ui/cells.html").module, cell)
    takes = {"home": HOME, **more}
    return str(macro(*values, **{name: takes[name] for name in macro.arguments if name in takes}))


def _mail(mail: str | None, write: str) -> str:
    return _kept_mail(mail, write) if mail else '<td class="table__end"></td>'


@lru_cache(maxsize=8192)
def _kept_mail(mail: str, write: str) -> str:
    icon = engines["jinja2"].env.get_template("ui/bits.html").module.i("mail")
    return (
        '<td class="table__end"><span class="table__acts"><a class="btn btn--ghost btn--icon '
        f'btn--sm" href="mailto:{escape(mail)}" hx-boost="false" aria-label="{escape(write)} '
        f'{SAID}">{icon}</a></span></td>'
    )
