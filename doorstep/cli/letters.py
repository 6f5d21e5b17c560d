"""The command that brings letters in."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from doorstep.kit.errors import Invalid
from doorstep.mail.bringing import Brought, bring_in
from doorstep.records.kinds import Wrong
from doorstep.records.names import Names
from doorstep.users.models import User

LISTED = 20


def bring_letters_in(path: Path, *, onto: list[str], by: User, as_json: bool) -> None:
    """Each letter once, however often the same file is brought."""
    if not onto:
        raise Invalid("Say whose letters these are: --onto lead:7")
    try:
        records = [Names(by).record(each) for each in onto]
    except Wrong as error:
        raise Invalid(error.message) from error
    with path.open("rb") as file:
        brought = bring_in(file, by=by, records=records, say=_say_progress)
    print(file=sys.stderr)
    if as_json:
        told = {"read": brought.read, "new": brought.new, "known": brought.known}
        print(json.dumps(told | {"refused": brought.refused}, ensure_ascii=False))
        return
    print(brought.told)
    for each in brought.refused[:LISTED]:
        print(f"  {each}")


def _say_progress(brought: Brought) -> None:
    print(f"\r{brought.read:,} letters", end="", file=sys.stderr, flush=True)
