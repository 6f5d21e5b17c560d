"""The words of a letter as HTML: everything escaped, addresses of pages made links."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

PAGE = re.compile(r"https?://[^\s<>\"'`]{1,1000}[^\s<>\"'`.,;:!?)\]]")
QUOTE = re.compile(r"^>+ ?", re.M)


def hypertext(text: str, unsubscribe: str = "") -> str:
    """A whole page of HTML, as mail programs like it: no style, nothing from anywhere."""
    body = Markup("").join(map(_paragraph, _paragraphs(text)))
    if unsubscribe:
        link = Markup('<p><small><a href="{}">{}</a></small></p>')
        body += link.format(unsubscribe, _("No more such letters"))
    return f"<!doctype html><html><body>{body}</body></html>\n"


def _paragraphs(text: str) -> list[str]:
    whole = text.replace("\r\n", "\n").strip("\n")
    return [part for part in re.split(r"\n[ \t]*\n", whole) if part.strip()]


def _paragraph(part: str) -> Markup:
    lines = part.split("\n")
    if all(line.startswith(">") for line in lines):
        return Markup("<blockquote>{}</blockquote>").format(_lines(QUOTE.sub("", part)))
    return Markup("<p>{}</p>").format(_lines(part))


def _lines(part: str) -> Markup:
    return Markup("<br>\n").join(_linked(line) for line in part.split("\n"))


def _linked(line: str) -> Markup:
    done, out = 0, Markup("")
    for found in PAGE.finditer(line):
        out += escape(line[done : found.start()])
        out += Markup('<a href="{0}">{0}</a>').format(found[0])
        done = found.end()
    return out + escape(line[done:])
