"""Log records on standard error, one line each: what collects them takes a line for a record."""

from __future__ import annotations

import logging
from typing import Any


class OneLine(logging.Formatter):
    """A traceback joins its record's line; ``⏎`` marks where its lines ended."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", " ⏎ ")


class Quiet(logging.Filter):
    """For a library that sets its own level: what failed, not what was done or is ending."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR


def logging_to_stderr(*, several_lines: bool) -> dict[str, Any]:
    """The LOGGING setting. While developing, tracebacks keep their lines."""
    formatter = logging.Formatter if several_lines else OneLine
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "()": f"{formatter.__module__}.{formatter.__name__}",
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            }
        },
        "filters": {"quiet": {"()": f"{__name__}.Quiet"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # what failed is logged once, with its reference, by ui.faults; a 404 is no event
            "django.request": {"level": "CRITICAL"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django_tasks": {"filters": ["quiet"]},
            "django_tasks_db": {"filters": ["quiet"]},
            "_granian": {"level": "WARNING"},
        },
    }
