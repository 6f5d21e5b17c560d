"""Whom the words of a line name: the records that people are in touch with, best first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from doorstep.kit.naming import kind_of
from doorstep.kit.normal.words import words as tidy
from doorstep.records.searching import Hit, search
from doorstep.records.types import record_type
from doorstep.users.models import User

MOST = 4
LOOKED_AT = 25
WHOLE, INSIDE, BEGINNING = 4, 2, 1  # how well a word fits a name
_named: list[type[Any]] = []


def named_in_lines(*models: type[Any]) -> None:
    """Records of these models may be named in a line, those of the first before the others."""
    _named.extend(models)


def who_is_meant(user: User, names: Sequence[str], *, strictly: bool = False) -> list[Hit]:
    """Those whom most of the words name. ``strictly``: only by a whole word of the name."""
    kinds = [found for model in _named if (found := record_type(kind_of(model)))]
    scores: dict[Hit, int] = defaultdict(int)
    for word in dict.fromkeys(names):  # six at most, each a search of its own
        for hit in search(user, word, kinds, LOOKED_AT):
            scores[hit] += 0 if hit.near else _fits(hit, word.casefold())
    least = WHOLE if strictly else BEGINNING
    fit = [hit for hit, score in scores.items() if score >= least]
    best = max((scores[hit] for hit in fit), default=0)
    order = {kind.kind: place for place, kind in enumerate(kinds)}
    fit = [hit for hit in fit if scores[hit] > best - WHOLE]
    return sorted(fit, key=lambda hit: (-scores[hit], order[hit.kind]))[:MOST]


def _fits(hit: Hit, word: str) -> int:
    title, detail = _parts(hit.title), _parts(hit.detail)
    if word in title:
        return WHOLE
    if word in detail:
        return INSIDE
    return BEGINNING if any(each.startswith(word) for each in (*title, *detail)) else 0


def _parts(text: str) -> list[str]:
    return tidy(text).casefold().replace(",", " ").replace("·", " ").split()
