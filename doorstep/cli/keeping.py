"""Commands that look after an install."""

from __future__ import annotations

from pathlib import Path

from doorstep.kit.restored import settle_restored
from doorstep.search.rebuilding import rebuild
from doorstep.upkeep.backup import back_up
from doorstep.upkeep.backup import restore as restore_from
from doorstep.upkeep.doctor import report


def backup(*, file: str) -> None:
    path = Path(file).absolute()
    back_up(path)
    print(f"{path}: {path.stat().st_size:,} bytes, read back and found whole")


def restore(*, file: str, force: bool) -> None:
    if kept := restore_from(Path(file).absolute(), force=force):
        print(f"What was there before is in {kept}")
    print(f"The install is what {file} held.")
    for line in settle_restored():
        print(line)


def doctor() -> int:
    return 1 if report(print) else 0


def reindex() -> None:
    print(f"{rebuild(print):,} records can be found.")
