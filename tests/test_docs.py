"""What the documents say is there, is there."""

import re
from pathlib import Path

import pytest

from doorstep.cli import COMMANDS

PAGES = sorted([*Path().glob("*.md"), *Path("docs").rglob("*.md")])
OPERATORS = Path("docs/operators.md").read_text()
SOURCES = [Path("doorstep/settings.py"), *Path("doorstep/upkeep").glob("*.py")]
READS = re.compile(r'\b(?:env\w*|database|hosts|mail|cache)\(\s*"([A-Z_]+)"')


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_link_leads_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())

    assert [each for each in targets if not (page.parent / each).exists()] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.name)
def test_a_command_is_described(command):
    assert f"`doorstep {command.name}" in OPERATORS


def test_a_setting_is_described():
    names = {name for path in SOURCES for name in READS.findall(path.read_text())}

    assert "DOORSTEP_HOME" in names
    assert [name for name in sorted(names) if f"`{name}`" not in OPERATORS] == []


@pytest.mark.parametrize(
    "path", re.findall(r"`(\w+(?:/[\w.]+)+|\w+\.py)`", Path("ARCHITECTURE.md").read_text())
)
def test_a_file_that_the_architecture_names_is_there(path):
    assert list(Path("doorstep").glob(f"**/{path}"))
