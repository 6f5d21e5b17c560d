"""A rejected row, mended in the page and tried again by itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from doorstep.exchange.actions import Rehearsed, import_rows
from doorstep.exchange.drafts import NEW, Draft, Outcome
from doorstep.exchange.engine import columns_of, maker_of
from doorstep.exchange.files import headers_of
from doorstep.exchange.models import ImportJob, ImportPart, ImportRow
from doorstep.exchange.tables.opening import open_table
from doorstep.exchange.tables.table import Row
from doorstep.history.action import last_event
from doorstep.kit.errors import Conflict, Invalid

LONGEST_CELL = 64 * 1024


def rejected_row(job: ImportJob, number: int) -> ImportRow:
    """Raises Conflict where there is none: somebody was faster."""
    row = job.told.filter(outcome=Outcome.REJECTED, number=number).first()
    if job.state != ImportJob.State.DONE or row is None:
        raise Conflict(_("This row does not wait to be mended any more."))
    return row


def mend(job: ImportJob, number: int, cells: Sequence[str]) -> ImportRow | None:
    """Import the row with these cells; answered where there is still something to say of it."""
    if len(cells) != len(headers_of(job)) or max(map(len, cells), default=0) > LONGEST_CELL:
        raise Invalid(_("Give each column its value."))
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().select_related("by").get(pk=job.pk)
        row = rejected_row(job, number)
        draft = _tried(job, Row(number, list(cells)))
        row.cells = [cell.replace("\0", "") for cell in cells]  # no database keeps those
        row.reason = draft.reason
        row.outcome, row.record_id = draft.outcome, draft.record_id
        if draft.outcome == NEW:
            row.delete()
            return None
        row.save()
        return row


def _tried(job: ImportJob, row: Row) -> Draft:
    """First only to see whether it can be: a row that cannot leaves no trace in the history."""
    table = open_table(Path(job.path), job.name, job.sheet)
    columns, draft = columns_of(job, table), Draft(row.number, row.cells)
    for keep in (False, True):
        maker = maker_of(job)
        if any("\0" in cell for cell in row.cells):
            draft.reject(_("This line holds a null character."))
        else:
            draft = columns.draft(row, maker.own)
        if not draft.is_open:
            return draft
        with suppress(Rehearsed):
            import_rows(
                maker.model, by=job.by, maker=maker, drafts=[draft], keep=keep, singly=True
            )
        if not draft.is_open:
            return draft
    _keep(job, draft)
    return draft


def _keep(job: ImportJob, draft: Draft) -> None:
    """With the import it belongs to: undone with it, counted in it."""
    counts = {"rejected": -1, "new" if draft.outcome == NEW else "updated": 1}
    for name, count in counts.items():
        setattr(job, name, getattr(job, name) + count)
    job.save()
    if event := last_event():
        ImportPart.objects.create(job=job, event=event, last_row=draft.number, counts={})
