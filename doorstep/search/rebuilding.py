"""Makes the index anew from the records, while people work: what differs is put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.search.following import refresh
from doorstep.search.models import Entry
from doorstep.search.sources import Source, sources
from doorstep.search.spelling import relearn
from doorstep.search.stores import store
from doorstep.search.stores.dialect import Range

AT_ONCE = 5000


def prepare() -> None:
    """Make the parts of the index that differ between databases; after every migration."""
    store().prepare(_ranges())


def rebuild(say: Callable[[str], object] = lambda line: None) -> int:
    """Write every entry as it should be and drop those of no record; how many there are."""
    total = 0
    for source in sources().values():
        count = sum(map(len, _rebuilt(source)))
        say(f"{source.records.plural}: {count:,}")
        total += count
    _drop_unknown_kinds()
    relearn()
    store().optimise()
    return total


def problems() -> list[tuple[str, str]]:
    """What is wrong with the index, and what to do: for who runs the install."""
    found = store().lacks(_ranges())
    for source in sources().values():
        entries = _entries(source).count()
        records = source.model._base_manager.count()
        if entries != records:
            kind = source.model._meta.verbose_name_plural
            counts = {"entries": entries, "records": records, "kind": kind}
            words = _("%(entries)d entries for %(records)d %(kind)s") % counts
            found.append((words, _("Run: doorstep reindex")))
    return found


def _rebuilt(source: Source) -> Iterator[list[int]]:
    """The records of one kind, a batch at a time, in ranges without gaps."""
    rows, after = source.model._base_manager.order_by("pk"), 0
    while True:
        with transaction.atomic():
            batch = rows.filter(pk__gt=after)[:AT_ONCE]
            pks = list(batch.select_for_update(no_key=True).values_list("pk", flat=True))
            last = pks[-1] if len(pks) == AT_ONCE else source.last - source.base
            lines, _gone = refresh(source, pks)
            kept = {line.id for line in lines}
            between = _entries(source).filter(
                pk__gt=source.base + after, pk__lte=source.base + last
            )
            if spare := set(between.values_list("pk", flat=True)) - kept:
                store().drop(list(spare))
            if lines:
                store().put(lines)
        yield pks
        after = last
        if len(pks) < AT_ONCE:
            return


def _drop_unknown_kinds() -> None:
    unknown = Entry.objects.all()
    for source in sources().values():
        unknown = unknown.exclude(pk__gte=source.base, pk__lte=source.last)
    unknown.delete()


def _entries(source: Source) -> Any:
    return Entry.objects.filter(pk__gte=source.base, pk__lte=source.last)


def _ranges() -> dict[str, Range]:
    return {source.records.kind: Range(source.base, source.last) for source in sources().values()}
