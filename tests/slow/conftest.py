"""Installs of one's own for those who run commands; one that serves, for those who only look."""

import os
import shutil
from uuid import uuid4

import psycopg
import pytest

from tests.processes import Install, Served


@pytest.fixture
def empty_home(tmp_path):
    return Install(tmp_path / "home")


@pytest.fixture
def install(tmp_path):
    """An install that was migrated, with nothing in it."""
    return Install(tmp_path / "home").migrated()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """``doorstep serve --demo``, for tests that leave it as it is."""
    made = Served(Install(tmp_path_factory.mktemp("served")).migrated(), "--demo").until_ready()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def full_home(tmp_path_factory):
    """The demo company, with one attached file."""
    made = Install(tmp_path_factory.mktemp("full") / "home").migrated()
    made.fill()
    (made.home / "files/2026").mkdir(parents=True)
    (made.home / "files/2026/plan.pdf").write_bytes(b"%PDF a plan")
    return made.home


@pytest.fixture
def full(full_home, tmp_path):
    return Install(shutil.copytree(full_home, tmp_path / "full"))


@pytest.fixture
def on_postgresql(tmp_path):
    """Two empty databases on the server that the tests know of."""
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    if not server:
        pytest.skip("DATABASE_URL names no PostgreSQL")
    names = [f"doorstep_slow_{uuid4().hex[:8]}" for _ in range(2)]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        yield [Install(tmp_path / name, DATABASE_URL=f"{server}/{name}") for name in names]
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
