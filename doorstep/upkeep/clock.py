"""Calls what is due, each on one machine at a time."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections
from django.utils.timezone import now

from doorstep.kit.clock import PERIODIC, Periodic
from doorstep.upkeep.models import Turn

LEASE = timedelta(minutes=15)  # a machine that died with the lease holds the others up no longer
TICK = 5.0  # seconds

logger = logging.getLogger(__name__)


def keep_time() -> None:
    """Run what is due, for ever. A database that does not answer is waited for."""
    while True:
        try:
            run_due()
        except DatabaseError as error:
            logger.error("the clock waits for the database: %s", error)
        close_old_connections()
        time.sleep(TICK)


def run_due(at: datetime | None = None) -> list[str]:
    """Call each function whose turn has come; their names."""
    at = at or now()
    _make_missing_turns(at)
    due = Turn.objects.free(at).filter(name__in=PERIODIC).order_by("due_at")
    names = list(due.values_list("name", flat=True))
    return [name for name in names if _take_turn(PERIODIC[name], at)]


def _make_missing_turns(at: datetime) -> None:
    known = set(Turn.objects.values_list("name", flat=True))
    missing = [Turn(name=name, due_at=at) for name in PERIODIC if name not in known]
    Turn.objects.bulk_create(missing, ignore_conflicts=True)


def _take_turn(periodic: Periodic, at: datetime) -> bool:
    """Run it, unless another machine was faster."""
    turn = Turn.objects.filter(name=periodic.name)
    if not turn.free(at).update(leased_until=at + LEASE):
        return False
    told: dict[str, object] = {}  # if we are told to stop in the middle: it stays due
    try:
        periodic.run()
        told = {"due_at": at + periodic.every, "done_at": now(), "failure": ""}
    except Exception as error:
        logger.exception("%s failed", periodic.name)
        told = {"due_at": at + periodic.every, "failure": f"{type(error).__name__}: {error}"}
    finally:
        turn.update(leased_until=None, **told)
    return True
