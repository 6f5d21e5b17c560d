"""The sorts of entries that a timeline can be narrowed to: notes, calls, tasks …

An app says which events are of its sort; whatever nobody claims is a plain change.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from doorstep.history.action import ACTIONS
from doorstep.kit.errors import Invalid
from doorstep.kit.journaled import Journaled
from doorstep.kit.naming import kind_of

CHANGES = "changes"


@dataclass(frozen=True)
class Sort:
    """``events`` are names of actions, with wildcards; ``counted`` the table whose rows hang on a
    record, to say how many there are; ``is_talk``: people spoke or wrote."""

    name: str
    label: str | Promise
    icon: str
    tone: str
    events: tuple[str, ...]
    order: int
    counted: Any = None
    is_talk: bool = False


_sorts: dict[str, Sort] = {}


def sort_of_entry(
    name: str,
    label: str | Promise,
    *events: str,
    icon: str = "zap",
    tone: str = "door",
    order: int = 50,
    counted: Any = None,
    is_talk: bool = False,
) -> None:
    """``sort_of_entry("notes", _("Notes"), "*.noted", "note.*", counted=Note)`` when the app is
    ready. ``*`` also stands for records of every kind."""
    _sorts[name] = Sort(name, label, icon, tone, events, order, counted, is_talk)
    names_of.cache_clear()
    _by_name.cache_clear()


def sorts() -> list[Sort]:
    """Those that apps registered, and at the end what is left."""
    rest = Sort(CHANGES, _("Changes"), "history", "", (), 1_000)
    return [*sorted(_sorts.values(), key=lambda each: each.order), rest]


def sort_named(event_name: str) -> Sort | None:
    """Of which sort an event of this name is; nothing for a plain change."""
    return _by_name().get(event_name)


def read_sorts(text: str) -> tuple[str, ...]:
    """``notes,calls`` as names; an unknown one is refused with those there are."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    known = [each.name for each in sorts()]
    if unknown := [name for name in names if name not in known]:
        says = _("There is no “%(name)s”. Known are: %(known)s.")
        told = str(says) % {"name": unknown[0][:60], "known": ", ".join(known)}
        raise Invalid(told, kinds=told)
    return names


class Names(tuple[bool, tuple[str, ...]]):
    """Whether only events of these names are meant, or all but those."""

    __slots__ = ()


def wanted_names(chosen: Collection[str]) -> Names | None:
    """What these sorts mean for the name of an event; None where they are all."""
    if not chosen:
        return None
    if CHANGES in chosen:
        others = [each.name for each in sorts() if each.name not in chosen]
        return Names((False, names_of(*others)))
    return Names((True, names_of(*chosen)))


@cache
def names_of(*chosen: str) -> tuple[str, ...]:
    """Every name that an event of these sorts can have."""
    return tuple(name for name, sort in _by_name().items() if sort.name in chosen)


@cache
def _by_name() -> dict[str, Sort]:
    kinds = [kind_of(model) for model in apps.get_models() if issubclass(model, Journaled)]
    found: dict[str, Sort] = {}
    for action in ACTIONS:
        for sort in _sorts.values():
            if any(fnmatchcase(action, pattern) for pattern in sort.events):
                first, _dot, verb = action.partition(".")
                named = kinds if first == "*" else [first]
                found |= {f"{kind}.{verb}": sort for kind in named}
    return found
