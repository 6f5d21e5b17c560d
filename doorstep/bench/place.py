"""A throwaway install: a folder of its own, and on PostgreSQL a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

NAME = "doorstep_bench"
Environment = dict[str, str]


@contextmanager
def throwaway() -> Iterator[Environment]:
    """The environment that programs of ours run in, to work in an empty install."""
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as home:
        changed = {"DOORSTEP_HOME": home, "DOORSTEP_HOSTS": "127.0.0.1,localhost"}
        if not url:
            yield os.environ | changed
            return
        _again(url, make=True)
        try:
            yield os.environ | changed | {"DATABASE_URL": _beside(url)}
        finally:
            _again(url, make=False)


def program(module: str, *words: str, env: Environment) -> subprocess.CompletedProcess[str]:
    """Run one of our modules to its end; what it printed is its result."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, env=env, check=True, text=True, stdout=subprocess.PIPE)


def _beside(url: str) -> str:
    return _database(url, NAME)


def _database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _again(url: str, *, make: bool) -> None:
    # The database that the URL names may not be made yet; every server has this one.
    with psycopg.connect(_database(url, "postgres"), autocommit=True) as connection:
        name = sql.Identifier(NAME)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        if make:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
