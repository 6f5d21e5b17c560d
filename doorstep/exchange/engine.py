"""An import from its file to its records: looked at, rehearsed, run, resumed and undone."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from doorstep.exchange.actions import Rehearsed, import_rows
from doorstep.exchange.drafts import Columns, Draft, chunks, counts_of, samples_of, tell
from doorstep.exchange.files import forget_file
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.exchange.mapping import Guess, detect, guess
from doorstep.exchange.missing import bring_missing
from doorstep.exchange.models import ImportJob, ImportPart
from doorstep.exchange.presets import PRESETS
from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.tables.table import Table, UnreadableFile
from doorstep.exchange.targets import record_of, targets
from doorstep.history.action import last_event
from doorstep.history.actions import undo
from doorstep.kit.errors import Conflict, Invalid, Refusal
from doorstep.records.kinds import there_is_no
from doorstep.users.access import allow
from doorstep.users.models import User

State = ImportJob.State
Progress = Callable[[ImportJob], None]
COUNTS = ("new", "updated", "duplicate", "rejected")


def new_job(
    kind: str, path: Path, *, by: User, name: str = "", preset: str = "", **options: Any
) -> ImportJob:
    """An import with its columns guessed. Raises UnreadableFile, Forbidden or Invalid."""
    records = record_of(kind)
    allow(by, "import", records.model)
    if preset and preset not in PRESETS:
        names = {"name": preset, "known": ", ".join(PRESETS)}
        raise Invalid(_("There is no preset “%(name)s”. Known are: %(known)s.") % names)
    table = open_table(path, name)
    chosen = PRESETS[preset] if preset else detect(table.headers, records.kind)
    job = ImportJob(by=by, kind=records.kind, name=(name or path.name)[:200], path=str(path))
    job.preset, job.options, job.notes = chosen.name, options, table.notes
    job.rows = sum(1 for _row in table.rows())
    job.mapping = {each.header: each.target for each in guesses(job, table)}
    job.save()
    return job


def guesses(job: ImportJob, table: Table) -> list[Guess]:
    """What each column would become."""
    records = record_of(job.kind)
    names = list(targets(records))
    return guess(records, names, table.headers, samples_of(table, 200), PRESETS[job.preset])


def checked_mapping(job: ImportJob, said: dict[str, str]) -> dict[str, str]:
    """Headers to fields, each known; Invalid names those that are not."""
    known = targets(record_of(job.kind))
    headers = job.mapping.keys()
    wrong = {header: _("The file has no such column.") for header in said.keys() - headers}
    for header, name in said.items():
        if name and name not in known:
            wrong[header] = there_is_no(name, sorted(known))
    if wrong:
        raise Invalid(_("Please correct the columns."), **wrong)
    return {header: said.get(header, "") for header in headers}


def rehearse(job: ImportJob, progress: Progress | None = None) -> ImportJob:
    """Say of every row what would become of it, and change nothing."""
    return _go_through(job, keep=False, progress=progress)


def run(job: ImportJob, progress: Progress | None = None) -> ImportJob:
    """Import, going on after the last part that was written. Each part is whole or not there."""
    return _go_through(job, keep=True, progress=progress)


class RunElsewhere(Exception):
    """Another worker is writing the same import: this one has nothing left to do."""


def claim(job: ImportJob, state: str, *, after: Collection[str]) -> None:
    """Go over to another state, for one of those who ask at once; the others are refused."""
    if not ImportJob.objects.filter(pk=job.pk, state__in=after).update(state=state):
        raise Conflict(_("This import is past that step, or being done already."))
    job.refresh_from_db()


def discard(job: ImportJob) -> None:
    """Forget a file of which nothing was written, or whose import was undone."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        if held.is_at_work or (held.parts.exists() and held.state != State.UNDONE):
            raise Conflict(_("Undo this import first: its records are still there."))
        held.delete()
    forget_file(job)


def take_back(job: ImportJob, *, by: User) -> ImportJob:
    """Undo a whole import, or nothing of it: Conflict says what was changed since."""
    if job.state not in (State.DONE, State.FAILED):
        raise Conflict(_("Only an import that was made can be undone."))
    with transaction.atomic():
        for part in job.parts.select_related("event").order_by("-pk"):
            undo(part.event, by=by)
        job.state, job.finished_at = State.UNDONE, now()
        job.save()
    forget_file(job)
    return job


def _go_through(job: ImportJob, *, keep: bool, progress: Progress | None) -> ImportJob:
    try:
        _begin(job, keep=keep)
        _all_parts(job, keep=keep, progress=progress or _quietly)
    except RunElsewhere:
        job.refresh_from_db()
        return job
    except Refusal as refusal:
        job.state, job.problem = State.FAILED, refusal.message[:500]
        job.save()
        raise
    job.state = State.DONE if keep else State.REHEARSED
    job.finished_at = now()
    job.save()
    return job


def _begin(job: ImportJob, *, keep: bool) -> None:
    if not Path(job.path).exists():
        raise UnreadableFile(_("The file of this import is no longer here. Upload it again."))
    done = job.parts.order_by("-pk").first() if keep else None
    job.told.filter(number__gt=done.last_row if done else 0).delete()
    job.state, job.problem = (State.RUNNING if keep else State.REHEARSING), ""
    job.read = 0
    for name in COUNTS:
        setattr(job, name, 0)
    job.save()


def _all_parts(job: ImportJob, *, keep: bool, progress: Progress) -> None:
    table = open_table(Path(job.path), job.name, job.sheet)
    maker = maker_of(job)
    columns = columns_of(job, table)
    if not columns.columns:
        raise Invalid(_("Say of at least one column what it becomes."))
    bring_missing(job, table, columns, maker, keep=keep)
    parts = {part.last_row: part for part in job.parts.all()} if keep else {}
    written = max(parts, default=0)
    for part in parts.values():
        _count(job, part.counts)
    for rows in chunks(table.rows(), maker.chunk):
        if rows[-1].number <= written:
            continue
        drafts = [columns.draft(row, maker.own) for row in rows if row.number > written]
        _one_part(job, maker, drafts, keep=keep, after=written)
        written = drafts[-1].number if keep else 0
        progress(job)


def columns_of(job: ImportJob, table: Table) -> Columns:
    """The columns that are used, and what is meant by values of theirs that we do not know."""
    known = targets(record_of(job.kind))
    meant = job.options.get("values", {})
    return Columns(table, job.mapping, known, job.options.get("day_first"), meant)


def maker_of(job: ImportJob) -> Maker:
    return MAKERS.get(job.kind, Maker)(record_of(job.kind), job.options, job.by)


def _one_part(
    job: ImportJob, maker: Maker, drafts: list[Draft], *, keep: bool, after: int
) -> None:
    """``after``: the last row that was written before. If it is not, somebody else goes on."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update().get(pk=job.pk)
        last_row = held.parts.aggregate(last=Max("last_row"))["last"] or 0
        if keep and (last_row != after or held.state != State.RUNNING):
            raise RunElsewhere
        with suppress(Rehearsed):
            _write(job, maker, drafts, keep=keep)
        counts = counts_of(drafts)
        if keep and (event := last_event()):
            last = drafts[-1].number
            ImportPart.objects.create(job=job, event=event, last_row=last, counts=counts)
        tell(job, drafts)
        _count(job, counts)
        job.save()


def _write(job: ImportJob, maker: Maker, drafts: list[Draft], *, keep: bool) -> None:
    """All together; where the database refuses one of them, each by itself."""
    asked: Any = {"by": job.by, "maker": maker, "drafts": drafts, "keep": keep}
    try:
        import_rows(maker.model, **asked)
    except (Conflict, Invalid):
        for draft in drafts:
            draft.forget()
        import_rows(maker.model, **asked, singly=True)


def _count(job: ImportJob, counts: dict[str, int]) -> None:
    for name in COUNTS:
        setattr(job, name, getattr(job, name) + counts[name])
    job.read += sum(counts.values())


def _quietly(job: ImportJob) -> None:
    pass
