"""What is installed is what the lock files say, and the lock files hold all that is needed."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = tomllib.loads(Path("pyproject.toml").read_text())
RUN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOP = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
PYTHONS = ("3.11", "3.12", "3.13")


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(*files):
    lines = [line for file in files for line in Path(file).read_text().split()]
    return {canonical(name): version for name, _, version in (x.partition("==") for x in lines)}


def with_all_they_bring(requirements):
    todo, seen = list(requirements), set()
    while todo:
        requirement = todo.pop()
        if str(requirement) in seen:
            continue
        seen.add(str(requirement))
        yield canonical(requirement.name)
        todo += [
            needed
            for needed in map(Requirement, distribution(requirement.name).requires or [])
            if is_wanted(needed, requirement.extras or {""})
        ]


def is_wanted(needed, extras):
    return not needed.marker or any(
        needed.marker.evaluate({"extra": extra, "python_version": python})
        for extra in extras
        for python in PYTHONS
    )


def test_the_lock_files_pin_all_that_is_needed_and_nothing_else():
    assert set(with_all_they_bring(RUN)) == set(pinned("requirements.lock"))
    assert set(with_all_they_bring(RUN + DEVELOP)) == set(
        pinned("requirements.lock", "requirements-dev.lock")
    )


@pytest.mark.parametrize("requirement", RUN + DEVELOP, ids=lambda each: each.name)
def test_a_dependency_has_its_reason(requirement):
    assert canonical(requirement.name) in Path("docs/dependencies.md").read_text().lower()
