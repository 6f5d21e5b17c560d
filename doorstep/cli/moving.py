"""Commands that bring data in, and take it back."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from doorstep.cli.letters import bring_letters_in
from doorstep.exchange import engine
from doorstep.exchange.models import ImportJob
from doorstep.kit.errors import Invalid
from doorstep.users.models import User

LISTED = 1000


def bring_in(
    *,
    kind: str,
    file: str,
    preset: str,
    mapping: str,
    dry_run: bool,
    by: str,
    format: str,
    on_duplicate: str,
    add_missing: bool | None,
    make_owners: bool | None,
    onto: list[str],
) -> None:
    """Exports of systems we know bring their owners and choices along, unless told otherwise."""
    path = Path(file).resolve()
    if not path.is_file():
        raise Invalid(f"There is no file {file}.")
    if kind == "mail":
        bring_letters_in(path, onto=onto, by=user_of(by), as_json=format == "json")
        return
    job = engine.new_job(kind, path, by=user_of(by), preset=preset, on_duplicate=on_duplicate)
    is_known = job.preset != "any"
    job.options["add_missing"] = is_known if add_missing is None else add_missing
    job.options["make_owners"] = is_known if make_owners is None else make_owners
    if mapping:
        job.mapping = _mapping(mapping, job)
    job.save()
    (engine.rehearse if dry_run else engine.run)(job, _say_progress)
    print(file=sys.stderr)
    _print(job, dry_run=dry_run, as_json=format == "json")


def take_back(*, batch: int) -> None:
    job = ImportJob.objects.filter(pk=batch).first()
    if job is None:
        raise Invalid(f"There is no import {batch}.")
    engine.take_back(job, by=job.by)
    print(f"Import {batch} ({job.name}) is undone.")


def user_of(email: str) -> User:
    """In whose name a command is done: the system, unless it says."""
    if not email:
        return User.system()
    user = User.objects.by_email(email)
    if user is None:
        raise Invalid(f"There is no user {email}.")
    return user


def _mapping(file: str, job: ImportJob) -> dict[str, str]:
    """{"Header in the file": "field"}; headers it does not name are left out."""
    try:
        said = json.loads(Path(file).read_text())
    except (OSError, ValueError) as error:
        raise Invalid(f"{file} is not a mapping in JSON: {error}") from error
    if not isinstance(said, dict) or not all(isinstance(v, str) for v in said.values()):
        raise Invalid(f"{file} must be an object: headers of the file to fields.")
    return engine.checked_mapping(job, said)


def _say_progress(job: ImportJob) -> None:
    print(f"\r{job.read:,} of {job.rows:,} rows", end="", file=sys.stderr, flush=True)


def _print(job: ImportJob, *, dry_run: bool, as_json: bool) -> None:
    told: dict[str, Any] = {"import": job.pk, "preset": job.preset, "rows": job.read}
    told |= {name: getattr(job, name) for name in engine.COUNTS}
    told |= {"missing": job.missing, "notes": job.notes, "dry_run": dry_run}
    rejected = job.told.filter(outcome="REJECTED").order_by("number")[:LISTED]
    told["rejected_rows"] = [{"row": each.number, "reason": each.reason} for each in rejected]
    if as_json:
        print(json.dumps(told, ensure_ascii=False))
        return
    said = " rehearsed; nothing was changed" if dry_run else ""
    print(f"Import {job.pk}: {job.read:,} rows{said}")
    for name in engine.COUNTS:
        print(f"  {name:10} {getattr(job, name):>9,}")
    for each in told["rejected_rows"][:20]:
        print(f"  row {each['row']}: {each['reason']}")
    if not dry_run:
        print(f"Take it back with: doorstep undo-import {job.pk}")
