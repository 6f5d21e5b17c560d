"""House rules for what reaches the browser."""

import hashlib
import re
from pathlib import Path

import allauth
import pytest

UI = Path("doorstep/ui")
TEMPLATES = sorted(Path("doorstep").glob("*/templates/**/*.html"))
SHEETS = sorted((UI / "static/css").glob("*.css"))
MODULES = sorted((UI / "static/js").rglob("*.js"))
DRAWN = {"_login_art.html", "_symbols.html"}


def test_a_template_has_no_inline_style_or_script_and_no_safe():
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*src=)|\son\w+=|\|\s*safe")

    assert [str(path) for path in TEMPLATES if inline.search(path.read_text())] == []


def test_a_template_is_short():
    long = [path for path in TEMPLATES if len(path.read_text().splitlines()) > 120]

    assert {path.name for path in long} <= DRAWN


def test_every_icon_is_in_the_sprite():
    sprite = (UI / "static/icons.svg").read_text()
    named = {
        (path.name, name)
        for path in TEMPLATES
        for name in re.findall(r"ui\.i\('([a-z0-9-]+)'", path.read_text())
    }
    named |= {
        (path.name, name)
        for path in Path("doorstep").rglob("*.py")
        for name in re.findall(r'\bicon="([a-z0-9-]+)"', path.read_text())
    }

    assert [each for each in sorted(named) if f'id="i-{each[1]}"' not in sprite] == []


THEIRS = Path(allauth.__file__).parent / "templates"  # pages of theirs that we draw ourselves


def test_every_fragment_is_used():
    sources = "\n".join(p.read_text() for p in [*Path("doorstep").rglob("*.py"), *TEMPLATES])
    names = {"/".join(p.parts[p.parts.index("templates") + 1 :]) for p in TEMPLATES}
    own = [name for name in names if not (THEIRS / name).exists()]
    unused = [name for name in own if f'"{name}"' not in sources and f"'{name}'" not in sources]

    assert [name for name in unused if not name.endswith("_detail.html")] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_is_short_and_in_a_layer(path):
    text = path.read_text()

    assert len(text.splitlines()) <= 200
    assert "@layer" in text or path.name == "fonts.css"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_short_and_its_imports_can_be_hashed(path):
    lines = path.read_text().splitlines()

    assert len(lines) <= 80
    assert all(line.endswith(";") for line in lines if line.startswith("import "))


def test_the_vendored_file_is_the_one_we_noted():
    vendor = UI / "static/vendor"
    found = hashlib.sha256((vendor / "htmx.min.js").read_bytes()).hexdigest()

    assert found in (vendor / "README.md").read_text()


def test_every_page_is_strict_about_scripts_and_styles(client, db):
    policy = client.get("/login/").headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
