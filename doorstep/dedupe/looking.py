"""Pairs that may be the same are looked for in the background, and kept in a table.

Every minute those that the history says have changed; every night all. No page compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Max, Q
from django_tasks import task

from doorstep.dedupe.models import Looked, Pair, Trace
from doorstep.dedupe.traits import (
    ENOUGH,
    KINDS,
    Traits,
    certain_traces,
    likeness,
    traces,
    traits_among,
)
from doorstep.history.models import Change
from doorstep.kit.clock import every
from doorstep.parties.models import ContactLink

PART = 500  # records that are looked at in one transaction
CROWD = 50  # who shares a number with more than so many is not found by it
MOST = 20  # pairs of one record
A_NIGHT = 24 * 60


@every(minutes=1)
def look_at_what_changed() -> None:
    """Have the changes since the last turn looked at, if there are any."""
    newest = Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if newest > _mark().change:
        follow.enqueue()


@every(minutes=A_NIGHT)
def look_at_all() -> None:
    """Have every record looked at: also what no change tells of."""
    for kind in KINDS:
        walk.enqueue(kind._meta.label_lower, 0)


@task()
def follow() -> None:
    """Look at what has changed since the turn before the last one.

    Not since the last: a change may be committed after one with a larger number.
    """
    mark = _mark()
    newest = Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
    changed = Change.objects.filter(pk__gt=mark.before, pk__lte=newest)
    for kind in KINDS:
        rows = changed.filter(record_type=kind._meta.label_lower)
        pks = sorted(set(rows.values_list("record_id", flat=True)))
        for part in _parts(pks):
            look_at(kind, part)
            if customers := _whose_people(kind, part):
                look_at(_CUSTOMER, customers)
    Looked.objects.filter(pk=mark.pk).update(change=newest, before=mark.change)


@task()
def walk(record_type: str, after: int) -> None:
    """Look at the next records of a kind, then leave the rest to another task."""
    kind: Any = apps.get_model(record_type)
    found = kind._base_manager.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    pks = list(found[: 4 * PART])
    for part in _parts(pks):
        look_at(kind, part)
    _forget_the_gone(kind, after, pks[-1] if pks else None)
    if pks:
        walk.enqueue(record_type, pks[-1])


def look_at(kind: Any, pks: list[int]) -> None:
    """Write down anew what these records are found by, and with which others they make a pair."""
    label = kind._meta.label_lower
    with transaction.atomic():
        found = traits_among(kind, pks)
        numbers = {pk: traces(traits) for pk, traits in found.items()}
        _keep_traces(label, pks, numbers)
        pairs = [*_pairs(kind, found, numbers), *_known(kind, found)]
        _of(Pair, label, one_id=pks).delete()
        as_other = Q(record_type=label, other_type="") | Q(other_type=label)
        Pair.objects.filter(as_other, other_id__among=pks).delete()
        Pair.objects.bulk_create(pairs, ignore_conflicts=True)


def _keep_traces(label: str, pks: list[int], numbers: dict[int, set[int]]) -> None:
    """Write those that are not there already: mostly, and every night, nothing has changed."""
    held = defaultdict(set)
    rows = _of(Trace, label, record_id=pks).values_list("record_id", "number")
    for pk, number in rows:
        held[pk].add(number)
    changed = [pk for pk in pks if held[pk] != numbers.get(pk, set())]
    if not changed:
        return
    _of(Trace, label, record_id=changed).delete()
    Trace.objects.bulk_create(
        (
            Trace(record_type=label, record_id=pk, number=number)
            for pk in changed
            for number in sorted(numbers.get(pk, ()))
        ),
        ignore_conflicts=True,
    )


def _pairs(kind: Any, traits: dict[int, Traits], numbers: dict[int, set[int]]) -> Iterator[Pair]:
    """The likeliest of each, and every pair once."""
    sharing = _sharing(kind._meta.label_lower, set().union(*numbers.values()))
    others = {pk for pks in sharing.values() for pk in pks} - traits.keys()
    known = traits | traits_among(kind, sorted(others))
    done: set[tuple[int, int]] = set()
    for pk in sorted(traits):
        met = {each for number in numbers[pk] for each in sharing.get(number, ())} - {pk}
        compared = [(*likeness(traits[pk], known[each]), each) for each in met if each in known]
        likely = sorted((each for each in compared if each[0] >= ENOUGH), key=_likeliest)
        for percent, why, other in likely[:MOST]:
            one, other = min(pk, other), max(pk, other)
            if (one, other) not in done:
                done.add((one, other))
                yield Pair(
                    record_type=kind._meta.label_lower,
                    one_id=one,
                    other_id=other,
                    percent=percent,
                    why=",".join(why),
                )


def _known(kind: Any, traits: dict[int, Traits]) -> Iterator[Pair]:
    """A lead with each contact who has its e-mail or phone: a name alone says nothing here."""
    if kind not in (_LEAD, _CONTACT):
        return
    beside = _CONTACT if kind is _LEAD else _LEAD
    numbers = {pk: certain_traces(each) for pk, each in traits.items()}
    sharing = _sharing(beside._meta.label_lower, set().union(*numbers.values()), least=1)
    others = sorted({pk for pks in sharing.values() for pk in pks})
    known = traits_among(beside, others) if others else {}
    for pk in sorted(traits):
        met = {each for number in numbers[pk] for each in sharing.get(number, ())} & known.keys()
        compared = [(*likeness(traits[pk], known[each]), each) for each in met]
        for percent, why, other in sorted(compared, key=_likeliest)[:MOST]:
            lead, contact = (pk, other) if kind is _LEAD else (other, pk)
            yield Pair(
                record_type=_LEAD._meta.label_lower,
                one_id=lead,
                other_type=_CONTACT._meta.label_lower,
                other_id=contact,
                percent=percent,
                why=",".join(why),
            )


def _likeliest(found: tuple[int, Any, int]) -> tuple[int, int]:
    return -found[0], found[2]


def _sharing(label: str, numbers: set[int], least: int = 2) -> dict[int, list[int]]:
    """Who has each number; a number of a crowd tells nothing."""
    having = Trace.objects.filter(record_type=label, number__among=sorted(numbers))
    counted = having.values("number").annotate(times=Count("pk"))
    few = counted.filter(times__gte=least, times__lte=CROWD).values_list("number", flat=True)
    found = defaultdict(list)
    rows = Trace.objects.filter(record_type=label, number__among=list(few))
    for number, pk in rows.values_list("number", "record_id"):
        found[number].append(pk)
    return found


def _of(model: Any, label: str, **columns: list[int]) -> Any:
    wanted = {f"{name}__among": pks for name, pks in columns.items()}
    return model.objects.filter(record_type=label, **wanted)


def _forget_the_gone(kind: Any, after: int, last: int | None) -> None:
    """Drop what is kept of records that are no longer there, between two that are."""
    label, there = kind._meta.label_lower, kind._base_manager.values("pk")
    within = Q(record_id__gt=after) & (Q(record_id__lte=last) if last else Q())
    Trace.objects.filter(within, record_type=label).exclude(record_id__in=there).delete()
    within = Q(one_id__gt=after) & (Q(one_id__lte=last) if last else Q())
    pairs = Pair.objects.filter(within, record_type=label)
    pairs.filter(other_type="").exclude(one_id__in=there, other_id__in=there).delete()
    pairs.exclude(other_type="").exclude(one_id__in=there).delete()
    within = Q(other_id__gt=after) & (Q(other_id__lte=last) if last else Q())
    Pair.objects.filter(within, other_type=label).exclude(other_id__in=there).delete()


def _whose_people(kind: Any, pks: list[int]) -> list[int]:
    """A customer is known by the e-mails and numbers of its people."""
    if kind is not _CONTACT:
        return []
    links = ContactLink.objects.filter(contact__among=pks).exclude(customer=None)
    return sorted(set(links.values_list("customer_id", flat=True)))


def _mark() -> Looked:
    mark: Looked = Looked.objects.get_or_create(pk=1)[0]
    return mark


def _parts(pks: list[int]) -> Iterable[list[int]]:
    return (pks[start : start + PART] for start in range(0, len(pks), PART))


_LEAD, _CONTACT, _CUSTOMER = KINDS
