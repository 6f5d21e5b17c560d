"""Rehearsals and runs happen in the worker: the page only asks how far they are."""

from __future__ import annotations

import logging

from django_tasks import task

from doorstep.exchange.engine import rehearse, run
from doorstep.exchange.models import ImportJob
from doorstep.history.source import Source, acting_from
from doorstep.kit.errors import Refusal

log = logging.getLogger(__name__)


@task()
def rehearse_job(job_id: int) -> None:
    """What stops it is said on the job; its page shows it."""
    _work(job_id, keep=False)


@task()
def run_job(job_id: int) -> None:
    """A worker that died leaves a job that goes on where it stood when it is run again."""
    _work(job_id, keep=True)


def _work(job_id: int, *, keep: bool) -> None:
    job = ImportJob.objects.select_related("by").filter(pk=job_id).first()
    due = ImportJob.State.RUNNING if keep else ImportJob.State.REHEARSING
    if job is None or job.state != due:
        return  # done, undone or discarded since
    with acting_from(Source.IMPORT):
        try:
            (run if keep else rehearse)(job)
        except Refusal as refusal:
            log.info("Import %s stopped: %s", job.pk, refusal.message)
