"""What an install has to have done every so often, whatever it is used for."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import now
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from doorstep.kit.clock import every
from doorstep.upkeep.models import SILENCE, Beat
from doorstep.users.models import Session

TRIES = 3
KEPT_DONE = timedelta(days=7)
KEPT_FAILED = timedelta(days=90)


@every(minutes=60)
def clear_expired_sessions() -> None:
    Session.objects.filter(expire_date__lt=now()).delete()


@every(minutes=60)
def prune_finished_tasks() -> None:
    """What went well is of no interest after a week, what failed after a quarter."""
    DBTaskResult.objects.successful().filter(finished_at__lt=now() - KEPT_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now() - KEPT_FAILED).delete()


@every(minutes=60)
def forget_the_dead() -> None:
    """Heartbeats of processes that ended without a word."""
    Beat.objects.filter(at__lt=now() - timedelta(days=1)).delete()


@every(minutes=1)
def give_back_lost_tasks() -> None:
    """A task whose worker died is done by another; one that took three workers along is not."""
    alive = set(Beat.objects.alive("worker").values_list("process", flat=True))
    started = DBTaskResult.objects.running().filter(started_at__lt=now() - 2 * SILENCE)
    for pk, workers in list(started.values_list("pk", "worker_ids")):
        if workers and workers[-1] in alive:
            continue
        lost = DBTaskResult.objects.running().filter(pk=pk)
        if len(workers) < TRIES:
            lost.update(status=TaskResultStatus.READY)
        else:
            lost.update(
                status=TaskResultStatus.FAILED,
                finished_at=now(),
                traceback=f"Given up: {TRIES} workers died while doing it.",
            )
