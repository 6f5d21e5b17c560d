"""HTML of strangers: made safe to show, and made plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

# Nothing that loads, runs, or looks like ours: no images, styles, classes or forms.
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "code", "dd", "del", "div", "dl", "dt"),
    *("em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q"),
    *("s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot"),
    *("th", "thead", "tr", "tt", "u", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
DROPPED = {"script", "style", "head", "title", "template", "svg", "math", "noscript", "iframe"}
SCHEMES = {"http", "https", "mailto", "tel"}
REL = "noopener noreferrer nofollow"
BLOCKS = {
    *("p", "div", "tr", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "pre"),
    *("blockquote", "section", "article", "header", "footer", "hr", "center", "address"),
}
APART = {"p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
SPACES = re.compile(r"[ \t\r\n\f\u200b]+")
MOST_LINES = re.compile(r"\n{3,}")


def safe_html(html: str) -> str:
    """Only text, lists, tables and links; nothing of it asks another host for anything."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED - {"head", "title", "noscript"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=REL,
    ).strip()


def text_of_html(html: str) -> str:
    """What a person reads of it, quotations with their marks."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Lines of text; ``depth`` is how many quotations it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.line = ""
        self.depth = self.dropped = self.kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED:
            self.dropped += 1
        elif tag == "br":
            self._end()
        elif tag in BLOCKS:
            self._end(apart=tag in APART)
            self.depth += tag == "blockquote"
            self.kept += tag == "pre"
        elif tag == "li":
            self._end()
            self.line = "- "
        elif tag in ("td", "th") and self.line.strip():
            self.line += " "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DROPPED:
            self.handle_starttag(tag, attrs)
            if tag in BLOCKS:
                self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self.dropped = max(0, self.dropped - 1)
        elif tag in BLOCKS:
            self._end(apart=tag in APART)
            self.depth = max(0, self.depth - (tag == "blockquote"))
            self.kept = max(0, self.kept - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        if self.kept:
            first, *others = data.split("\n")
            self.line += first
            for each in others:
                self._end()
                self.line = each
            return
        spaced = SPACES.sub(" ", data)
        self.line += spaced.lstrip(" ") if not self.line or self.line.endswith(" ") else spaced

    def _end(self, apart: bool = False) -> None:
        if self.line.strip():
            self.lines.append((self.depth, self.line.strip()))
        elif not apart and self.lines:
            self.lines.append((self.depth, ""))
        self.line = ""
        if apart and self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))

    def text(self) -> str:
        self._end()
        shown = ("> " * depth + line if line or depth else "" for depth, line in self.lines)
        return MOST_LINES.sub("\n\n", "\n".join(each.rstrip() for each in shown)).strip()
