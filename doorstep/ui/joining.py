"""Joins style sheets and modules into one file each, so that a page asks for two and not sixty.

Not a bundler: it understands the few forms our own files use, and refuses any other.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]

SHEET = re.compile(r'^@import url\("([\w./-]+)"\);\n?', re.MULTILINE)
IMPORT = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"(\.[\w./-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) (\w+))", re.MULTILINE)
LEFT_OVER = re.compile(r"^\s*(?:import\b.*|export\b.*)|\bimport(?:\.meta|\()", re.MULTILINE)


class CannotJoin(ValueError):
    """A file uses a form that is not understood; better no file than a wrong one."""


def join_sheets(name: str, read: Read) -> str:
    """The sheet with each ``@import url("x.css");`` replaced by that sheet, in the same folder."""

    def sheet(found: re.Match[str]) -> str:
        part = found[1]
        if "/" in part:  # its own url(…) would point elsewhere
            raise CannotJoin(f"{name}: {part} lies in another folder")
        text = read(posixpath.join(posixpath.dirname(name), part))
        if "@import" in text:
            raise CannotJoin(f"{part}: only {name} may import")
        return text

    joined = SHEET.sub(sheet, read(name))
    if "@import" in joined:
        raise CannotJoin(f'{name}: write @import url("x.css"); on a line of its own')
    return joined


def join_modules(name: str, read: Read) -> str:
    """The module and all it imports as one: each in a function of its own, so no names meet."""
    done: dict[str, str] = {}
    _add(name, read, done, ())
    return "\n".join(done.values())


def _add(name: str, read: Read, done: dict[str, str], on_the_way: tuple[str, ...]) -> None:
    """Add the module after those it imports."""
    if name in done:
        return
    if name in on_the_way:
        raise CannotJoin(f"{name} imports itself by way of {on_the_way[-1]}")
    text = read(name)
    for found in IMPORT.finditer(text):
        _add(_resolved(name, found[2]), read, done, (*on_the_way, name))
    done[name] = _as_function(name, text)


def _as_function(name: str, text: str) -> str:
    text = IMPORT.sub(lambda found: _taken(name, found), text)
    exported = EXPORT.findall(text)
    text = EXPORT.sub("", text)
    if left := LEFT_OVER.search(text):
        raise CannotJoin(f"{name}: cannot join {left[0].strip()!r}")
    return (
        f"const {_variable(name)} = (() => {{\n{text}\nreturn {{ {', '.join(exported)} }}\n}})()\n"
    )


def _taken(name: str, found: re.Match[str]) -> str:
    return f"const {{ {found[1]} }} = {_variable(_resolved(name, found[2]))}\n" if found[1] else ""


def _resolved(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))
