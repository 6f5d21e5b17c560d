"""Writing rows that exchange what may be there once: a mark, an e-mail, a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from django.db import models

from doorstep.history.onces import Once, onces
from doorstep.kit.constraints import leaves
from doorstep.kit.journaled import JournaledQuerySet
from doorstep.kit.noting import Image

Rows = Mapping[int, Mapping[str, Any]]
Claim = tuple[Once, tuple[Any, ...]]


def rewrite_in_turn(model: Any, rows: Rows, held: Mapping[int, Image]) -> None:
    """Give each row its own values, each after those that hold what it takes.

    Rows that take from each other in a circle are opened up: one of them lets go first.
    ``held`` is what the rows hold now, of the columns that decide as well.
    """
    waiting = {pk: dict(values) for pk, values in rows.items()}
    holders = {claim: pk for pk in waiting for claim in _claims(model, held.get(pk) or {})}
    while waiting:
        free = [pk for pk in waiting if not _waits(model, pk, waiting[pk], held, holders)]
        if not free:
            _let_go(model, next(iter(waiting)), waiting, held, holders)
            continue
        JournaledQuerySet(model).rewrite({pk: waiting.pop(pk) for pk in free})
        gone = set(free)
        holders = {claim: pk for claim, pk in holders.items() if pk not in gone}


def _claims(model: Any, image: Image) -> Iterator[Claim]:
    for once in onces(model):
        if image and (values := once.values(model, image)) is not None:
            yield once, values


def _waits(
    model: Any,
    pk: int,
    values: Mapping[str, Any],
    held: Mapping[int, Image],
    holders: Mapping[Claim, int],
) -> bool:
    """Whether another of them holds still what it would take."""
    result = {**(held.get(pk) or {}), **values}
    return any(holders.get(claim, pk) != pk for claim in _claims(model, result))


def _let_go(
    model: Any,
    pk: int,
    waiting: Rows,
    held: Mapping[int, Image],
    holders: dict[Claim, int],
) -> None:
    """Park a row beside all by which it holds something: it is written in a moment."""
    for claim in [claim for claim, holder in holders.items() if holder == pk]:
        del holders[claim]
        if parked := _aside(model, claim[0]):
            JournaledQuerySet(model).rewrite({pk: parked})


def _aside(model: Any, once: Once) -> dict[str, Any]:
    """Values with which a row holds nothing that anybody would take."""
    for path, value in leaves(once.condition):
        if value is True:
            return {path: False}
    fields = {each.attname: each for each in model._meta.concrete_fields}
    for name in once.columns:
        if isinstance(fields[name], models.CharField) and not fields[name].choices:
            return {name: uuid4().hex[: fields[name].max_length]}
    return next(({name: None} for name in once.columns if fields[name].null), {})
