"""Commands that take data out, and everything back in."""

from __future__ import annotations

import sys
from pathlib import Path

from django.utils.translation import gettext as _

from doorstep.cli.moving import user_of
from doorstep.exchange.exports.making import Export
from doorstep.exchange.targets import record_of
from doorstep.kit.errors import Invalid
from doorstep.mail.restored import secrets_to_type_again
from doorstep.records.query import ListQuery
from doorstep.search.rebuilding import rebuild
from doorstep.upkeep.starting import prepare
from doorstep.upkeep.takeout import take_in, take_out


def export(*, kind: str, file: str, filter: list[str], by: str, shown: bool) -> None:
    """The file appears under its name only when it is complete; its suffix says its form."""
    path = Path(file).absolute()
    records = record_of(kind)
    query = ListQuery.of("&".join(filter))
    made = Export(records, user_of(by), query, path.suffix.removeprefix(".").lower(), shown)
    made.check()
    if not path.parent.is_dir():
        raise Invalid(_("There is no folder %(path)s.") % {"path": path.parent})
    partial = path.with_name(f".{path.name}.partial")
    try:
        rows = made.write(partial, _say_progress)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    print(file=sys.stderr)
    print(f"{path}: {rows:,} {records.plural}")


def export_all(*, file: str) -> None:
    """Everything, for another install or another program."""
    path = Path(file).absolute()
    counts = take_out(path, _say)
    size = path.stat().st_size
    print(f"{path}: {sum(counts.values()):,} rows of {len(counts)} tables, {size:,} bytes")


def import_all(*, file: str) -> None:
    """Into an install that is empty; tables are made first, the search index afterwards."""
    prepare()
    counts = take_in(Path(file).absolute(), _say)
    found = rebuild(_say)
    print(f"{sum(counts.values()):,} rows of {len(counts)} tables; {found:,} can be found.")
    for line in secrets_to_type_again():
        print(line)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _say_progress(rows: int) -> None:
    print(f"\r{rows:,} rows", end="", file=sys.stderr, flush=True)
