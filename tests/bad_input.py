"""What hostile or careless people send, and forms as a browser would read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

LONG = "x" * 70_000
TEXTS = (
    *("\x00", "a\x00b", "²", "٣", "-1", "0", "9" * 30, "1e400", "NaN", "Infinity", "2026-02-30"),
    *("0000-00-00", "9999-12-31T23:59:59-23:59", "lead:²", "lead:" + "9" * 30, "user:1", LONG),
    *("' OR 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "../../etc/passwd"),
    *("%s%n%x", "\r\nSet-Cookie: a=b", "\u202etxt", "😀𝕏\ufeff", "\ufffd", "[]", "true"),
    *(
        " ",
        "\u00a0",
        "on",
        "null",
        "https://[::1",
        "javascript:alert(1)",
        "a@b@c",
        "@",
        "+",
        "++49",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, -(10**30), [], {}, [None], [[]], [{}], {"a": {"b": None}}),
    *([{"record": "lead:²"}], [{"email": None}], [{"email": "x"}, {"email": "x"}], ["x"] * 3),
    *TEXTS,
)


@dataclass
class Form:
    """Where a form goes, and what it would send as it stands."""

    action: str
    method: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        return [name for name in self.values if name != "csrfmiddlewaretoken"]


class Forms(HTMLParser):
    """The forms of a page, those for htmx as well."""

    def __init__(self, here: str, text: str) -> None:
        super().__init__()
        self.here, self.found, self.open = here, [], None
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = dict(attrs)
        if tag == "form":
            method = "post" if "hx-post" in said else (said.get("method") or "get").lower()
            action = said.get("hx-post") or said.get("action") or self.here
            self.open = Form(action, method)
            self.found.append(self.open)
        elif self.open is not None and (name := said.get("name")):
            self._take(tag, name, said)
        elif tag == "option" and self._select and self.open is not None and "selected" in said:
            self.open.values[self._select] = said.get("value") or ""

    def _take(self, tag: str, name: str, said: dict[str, Any]) -> None:
        is_off = said.get("type") in ("checkbox", "radio") and "checked" not in said
        value = "" if is_off else said.get("value") or ""
        if said.get("type") not in ("submit", "file"):
            self.open.values[name] = self.open.values.get(name) or value
        self._select = name if tag == "select" else self._select

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "select":
            self._select = ""


def forms_of(here: str, text: str) -> Iterator[Form]:
    for each in Forms(here, text).found:
        if each.method == "post" and each.action.startswith("/"):
            yield each


def turning(values: tuple[Any, ...], at: int, count: int) -> list[Any]:
    """Some of the values, others each time: all are used in a run over many fields."""
    return [values[(at * count + n) % len(values)] for n in range(count)]
