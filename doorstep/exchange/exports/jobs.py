"""Exports that take longer than one waits: written in the worker, kept for a day."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_tasks import task

from doorstep.exchange.exports.making import Export
from doorstep.exchange.models import ExportJob
from doorstep.kit.clock import every
from doorstep.kit.errors import Refusal
from doorstep.records.query import ListQuery
from doorstep.records.types import record_type

KEPT = timedelta(days=1)
log = logging.getLogger(__name__)


def start(export: Export) -> ExportJob:
    """Have it written by the worker."""
    export.check()
    job = ExportJob.objects.create(
        by=export.by,
        kind=export.records.kind,
        form=export.form,
        only_shown=export.only_shown,
        query_string=export.query.but().urlencode(),
    )
    transaction.on_commit(lambda: write_export.enqueue(job.pk))
    return job


@task()
def write_export(job_id: int) -> None:
    """From the beginning, also if it is done again: half a file is of no use."""
    job = ExportJob.objects.select_related("by").get(pk=job_id)
    folder = Path(settings.HOME) / "exports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(16)}.{job.form}"
    job.state, job.path = ExportJob.State.RUNNING, str(path)
    job.save()
    try:
        job.rows = export_of(job).write(path, lambda rows: _say(job, rows))
        job.state = ExportJob.State.DONE
    except Refusal as refusal:
        path.unlink(missing_ok=True)
        job.state, job.problem = ExportJob.State.FAILED, refusal.message[:500]
        log.info("Export %s stopped: %s", job.pk, refusal.message)
    except Exception:
        path.unlink(missing_ok=True)
        job.state = ExportJob.State.FAILED
        job.problem = _("Something went wrong here. Try again, or tell an administrator.")
        job.save()
        raise
    job.save()


def export_of(job: ExportJob) -> Export:
    """What was asked for."""
    records = record_type(job.kind)
    assert records is not None
    return Export(records, job.by, ListQuery.of(job.query_string), job.form, job.only_shown)


@every(minutes=60)
def forget_old_exports() -> None:
    """A file with everybody in it does not lie about for ever."""
    for job in ExportJob.objects.filter(created_at__lt=now() - KEPT):
        if job.path:
            Path(job.path).unlink(missing_ok=True)
        job.delete()


def _say(job: ExportJob, rows: int) -> None:
    ExportJob.objects.filter(pk=job.pk).update(rows=rows)
