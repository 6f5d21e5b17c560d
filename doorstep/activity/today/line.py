"""The line at the top of Today: what it says, whom it is about, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext as _

from doorstep.activity.actions import create_task, follow_up
from doorstep.activity.free_line import Said, read_free
from doorstep.activity.models import Task
from doorstep.activity.refusals import NobodyCalledSo
from doorstep.activity.today.acts import named
from doorstep.activity.today.naming import who_is_meant
from doorstep.kit.errors import Refusal
from doorstep.records.searching import Hit
from doorstep.users.models import User

LONGEST = 300


@dataclass(frozen=True)
class Reading:
    """``said``: each part of the line; ``people``: whom it may be about, best first."""

    said: tuple[Said, ...] = ()
    people: tuple[Hit, ...] = ()
    chosen: str = ""
    problem: str = ""

    @property
    def needs_somebody(self) -> bool:
        return any(each.called or each.plan for each in self.said)


def read(user: User, line: str, then: str = "", about: str = "") -> Reading:
    """What is understood; where it is not, why. ``about`` is whom one has chosen of them."""
    try:
        said = tuple(_said(each) for each in (line, then) if each.strip())
    except Refusal as refusal:
        return Reading(problem=refusal.message)
    if not said:
        return Reading()
    names = said[0].names
    people = tuple(who_is_meant(user, names, strictly=bool(said[0].task))) if names else ()
    refs = [hit.record for hit in people]
    chosen = about if about in refs or about == "nobody" else (refs[0] if refs else "")
    found = Reading(said, people, chosen)
    if found.needs_somebody and (not people or chosen == "nobody"):
        return Reading(said, people, chosen, _nobody(names))
    return found


def do(user: User, reading: Reading) -> str:
    """Do it, as one step that Undo takes back as one; what was done, in words."""
    if reading.problem:
        raise NobodyCalledSo(reading.problem, line=reading.problem)
    tasks = [_task(each) for each in reading.said if each.task]
    if reading.chosen in ("", "nobody"):
        made = [create_task(Task, by=user, **each) for each in tasks]
        return _("Task saved: %s") % ", ".join(each.subject for each in made)
    record: Any = named(reading.chosen, user)
    called = next((each.text for each in reading.said if each.called), None)
    lines = [each.line for each in reading.said if each.plan]
    follow_up(record, by=user, called=called, lines=lines, tasks=tasks)
    says = _("Called %s.") if called is not None else _("Planned with %s.")
    return says % record


def _said(text: str) -> Said:
    return read_free(text[:LONGEST], at=now(), zone=get_current_timezone())


def _task(said: Said) -> dict[str, Any]:
    return {"subject": said.task[:300], "due_on": said.due_on, "due_time": said.due_time}


def _nobody(names: tuple[str, ...]) -> str:
    if not names:
        return _("With whom? Write it like “call Nadia Tuesday 10”.")
    return _("Nobody is called “%s” among those you may see.") % " ".join(names)[:60]
