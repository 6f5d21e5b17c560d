"""A sign of life in the database, so that any machine can see which parts run."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils.timezone import now

from doorstep.upkeep.models import Beat

INTERVAL = 10.0  # seconds

logger = logging.getLogger(__name__)


@contextmanager
def beating(part: str) -> Iterator[str]:
    """While inside, a thread says every few seconds that this process lives; its name."""
    name = f"{socket.gethostname()[:40]}:{os.getpid()}"
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(part, name, ended), daemon=True)
    thread.start()
    try:
        yield name
    finally:
        ended.set()
        thread.join(timeout=2)


def _beat(part: str, name: str, ended: threading.Event) -> None:
    started_at = now()
    try:
        while True:
            _say(part, name, started_at)
            if ended.wait(INTERVAL):
                break
        _fall_silent(name)
    finally:
        connection.close()


def _say(part: str, name: str, started_at: object) -> None:
    facts = {"part": part, "started_at": started_at, "at": now()}
    try:
        Beat.objects.update_or_create(process=name, defaults=facts)
    except DatabaseError as error:  # busy or away: say so again in a moment
        logger.warning("no heartbeat of the %s: %s", part, error)
        connection.close()


def _fall_silent(name: str) -> None:
    try:
        Beat.objects.filter(process=name).delete()
    except DatabaseError:
        logger.info("the last heartbeat of %s stays", name)
