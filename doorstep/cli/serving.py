"""Commands that run an install."""

from __future__ import annotations

from django.core.management import call_command

from doorstep.serve import all_together, check_free
from doorstep.serve import clock as run_clock
from doorstep.serve import web as run_web
from doorstep.serve import worker as run_worker
from doorstep.upkeep.starting import check_prepared, prepare


def serve(*, host: str, port: int, demo: bool) -> int:
    check_free(host, port)
    prepare()
    if demo:
        call_command("fill_demo")
    return all_together(host, port)


def web(*, host: str, port: int) -> None:
    check_prepared()
    run_web(host, port)


def worker() -> None:
    check_prepared()
    run_worker()


def clock() -> None:
    check_prepared()
    run_clock()


def migrate() -> None:
    prepare()
