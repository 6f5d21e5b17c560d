"""Texts of the shop as blocks: paragraphs, headings, lists, and links that are written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True)
class Piece:
    text: str
    url: str = ""


@dataclass(frozen=True)
class Block:
    """``kind``: "p", "h2" or "ul"; a list has a line for each entry."""

    kind: str
    lines: list[list[Piece]]


def blocks(text: str) -> list[Block]:
    """ "## Delivery", "- an entry", everything else as it stands; an empty line parts them."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        for kind, lines in _runs(part.split("\n")):
            found.append(Block(kind, [_pieces(line) for line in lines]))
    return found


def _runs(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Neighbouring lines of one kind; each heading for itself."""
    runs: list[tuple[str, list[str]]] = []
    for line in filter(str.strip, lines):
        kind, rest = _kind(line)
        if runs and runs[-1][0] == kind != "h2":
            runs[-1][1].append(rest)
        else:
            runs.append((kind, [rest]))
    return runs


def _kind(line: str) -> tuple[str, str]:
    if line.startswith("## "):
        return "h2", line[3:].strip()
    if line.startswith(("- ", "* ")):
        return "ul", line[2:].strip()
    return "p", line


def _pieces(line: str) -> list[Piece]:
    found, last = [], 0
    for link in LINK.finditer(line):
        found += [Piece(line[last : link.start()]), Piece(link[0], link[0])]
        last = link.end()
    return [each for each in [*found, Piece(line[last:])] if each.text]
