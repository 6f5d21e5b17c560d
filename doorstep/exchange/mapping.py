"""Which column of a file becomes which field: guessed from its header, then from its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from doorstep.exchange.exports.columns import fields_by
from doorstep.exchange.presets import ANY, PRESETS, Preset
from doorstep.exchange.values import is_empty
from doorstep.records.types import RecordType

SHOWN = 4  # samples of a column beside its guess
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PHONE = re.compile(r"\+?[\d\s().\-/x]{7,25}")
URL = re.compile(r"(https?://|www\.)\S+|[\w-]+\.(com|org|net|io|de|co\.uk)", re.IGNORECASE)


@dataclass(frozen=True)
class Guess:
    """A column, what it would become ("" is: leave it out), and how sure that is."""

    header: str
    target: str
    sure: bool
    samples: tuple[str, ...]


def plain(header: str) -> str:
    """A header as it is compared: "E-Mail_Address" and "e-mail address" are one."""
    words = re.sub(r"[^\w/&+ -]|_", " ", header.replace("__c", "")).casefold()
    return " ".join(re.sub(r"\s-\s|-$|^-", " ", words).split())


def detect(headers: Sequence[str], kind: str) -> Preset:
    """The system whose own names, which no other uses, are among the headers."""
    own = {plain(header) for header in headers}
    telling = {
        name: len(own & (preset.columns.get(kind, {}).keys() | {*preset.ignored, *preset.telling}))
        for name, preset in PRESETS.items()
    }
    best = max(telling, key=lambda name: telling[name])
    return PRESETS[best if telling[best] >= 2 else "any"]


def guess(
    records: RecordType,
    targets: Sequence[str],
    headers: Sequence[str],
    samples: Mapping[str, Sequence[str]],
    preset: Preset,
) -> list[Guess]:
    """A target for each column; none is used twice but those that gather several columns."""
    named = _names(records, targets)
    taken: set[str] = set()
    guesses = []
    for header in headers:
        cells = tuple(cell for cell in samples.get(header, ()) if not is_empty(cell))
        target, sure = _by_name(plain(header), records.kind, named, preset), True
        if target is None and preset.is_ours:
            target, sure = "custom", False  # a field that the other install has of its own
        if target is None:
            target, sure = _by_shape(cells, targets), False
        if target not in ("note", "custom") and (target in taken or target not in targets):
            target, sure = "", target == ""
        taken.add(target)
        guesses.append(Guess(header, target, sure, cells[:SHOWN]))
    return guesses


def _names(records: RecordType, targets: Sequence[str]) -> dict[str, str]:
    """Every field by its own name and by its label."""
    named = {plain(target.replace("_", " ")): target for target in targets}
    labels = {plain(face.label): face.name for face in records.faces if face.name in targets}
    own = {plain(header): name for header, name in fields_by(records).items()}
    return own | {name: target for name, target in (labels | named).items() if not own.get(name)}


def _by_name(header: str, kind: str, named: Mapping[str, str], preset: Preset) -> str | None:
    """None where the header says nothing; "" where it is known and of no use."""
    if header in preset.ignored:
        return ""
    for known in (preset.columns.get(kind, {}), named, ANY.get(kind, {})):
        if header in known:
            return known[header]
    return None


def _by_shape(cells: Sequence[str], targets: Sequence[str]) -> str:
    if not cells:
        return ""
    for target, form in (("email", EMAIL), ("website", URL), ("phone", PHONE)):
        fitting = sum(1 for cell in cells if form.fullmatch(cell.strip()))
        if target in targets and fitting >= 0.8 * len(cells):
            return target
    return ""
