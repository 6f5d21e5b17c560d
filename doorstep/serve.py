"""The three parts of a running install: web server, worker, clock."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import time
from importlib import import_module

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from doorstep.kit.errors import Conflict
from doorstep.upkeep.beats import beating
from doorstep.upkeep.clock import keep_time
from doorstep.upkeep.supervisor import Part, Supervisor, end_with_the_supervisor

HEAD_START = 1.5  # seconds: people wait for the pages, nobody for the others


def web(host: str, port: int) -> None:
    """Serve the pages and the API: a process a core, a few threads each."""
    check_free(host, port)
    end_with_the_supervisor()
    _load_application()
    Granian(
        "doorstep.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WEB_PROCESSES,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
        workers_kill_timeout=6,
        respawn_failed_workers=True,
    ).serve()


def _load_application() -> None:
    """Once, for all processes to come; what it opened is not theirs to share."""
    import_module("doorstep.wsgi")
    list(get_resolver().url_patterns)
    close_connections()


def worker() -> None:
    """Do what was enqueued, until told to stop; what is being done is finished first."""
    end_with_the_supervisor()
    with beating("worker") as name:
        options = {"queue_name": "*", "interval": 0.5, "startup_delay": False, "reload": False}
        call_command("db_worker", **options, worker_id=name)


def clock() -> None:
    """Call what is due, until told to stop."""
    end_with_the_supervisor()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with beating("clock"), contextlib.suppress(KeyboardInterrupt):
        keep_time()


def all_together(host: str, port: int) -> int:
    """Web, worker and clock as one process tree; the exit status."""
    doorstep = [sys.executable, "-m", "doorstep"]
    later = time.monotonic() + HEAD_START
    parts = [
        Part("web server", [*doorstep, "web", "--host", host, "--port", str(port)]),
        Part("worker", [*doorstep, "worker"], start_at=later),
        Part("clock", [*doorstep, "clock"], start_at=later),
    ]

    def answers() -> bool:
        with contextlib.suppress(OSError), socket.create_connection((_near(host), port), 0.2):
            say(f"Doorstep is at http://{_written(host)}:{port}/")
            return True
        return False

    close_connections()
    return Supervisor(parts, say).run(answers)


def check_free(host: str, port: int) -> None:
    """Refuse, before anything starts, an address that another program listens on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Conflict(f"{host}:{port} cannot be used: {why}. Choose another --port.") from None


def close_connections() -> None:
    for connection in connections.all(initialized_only=True):
        with contextlib.suppress(DatabaseError):
            connection.close()
            if close_pool := getattr(connection, "close_pool", None):
                close_pool()


def say(text: str) -> None:
    print(text, flush=True)


def _near(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _written(host: str) -> str:
    near = _near(host)
    return f"[{near}]" if ":" in near else near
