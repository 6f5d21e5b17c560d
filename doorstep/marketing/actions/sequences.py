"""The verbs of sequences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.marketing.models import LONGEST, Enrolment, MailSequence, SequenceStep, StepTaken
from doorstep.marketing.placing import place
from doorstep.records.saving import put
from doorstep.users.models import User

Status = MailSequence.Status
Steps = Iterable[Mapping[str, Any]]
MOST = 50


@action("mail_sequence.created", verb="create", label=gettext_lazy("New sequence"), icon="plus")
def create_sequence(
    sequences: type[MailSequence], *, by: User, steps: Steps = (), **values: Any
) -> MailSequence:
    """Make a sequence; ``steps`` are its letters, each so many days after the start."""
    tags = {"tags": values.pop("tags")} if "tags" in values else {}
    sequence: MailSequence = put(sequences(**{"owner": by} | values), by=by, **tags)
    _set_steps(sequence, list(steps))
    return sequence


@action("mail_sequence.updated", verb="edit", label=gettext_lazy("Edit"), icon="pencil")
def update_sequence(
    sequence: MailSequence, *, by: User, steps: Steps | None = None, **values: Any
) -> MailSequence:
    """Change a sequence; ``steps`` replaces its letters. What has gone stays gone."""
    put(sequence, by=by, **values)
    if steps is not None:
        _set_steps(sequence, list(steps))
    for enrolment in Enrolment.objects.active().filter(sequence=sequence).order_by("pk"):
        place(enrolment, sequence)
    return sequence


@action(
    "mail_sequence.paused",
    verb="edit",
    label=gettext_lazy("Pause"),
    told=gettext_lazy("paused a sequence"),
    icon="pause",
    fits=lambda sequence: sequence.status == Status.ACTIVE,
)
def pause_sequence(sequence: MailSequence, *, by: User) -> MailSequence:
    """Send nothing until it is resumed."""
    if sequence.status == Status.PAUSED:
        raise Conflict(_("This sequence is paused already."))
    sequence.status = Status.PAUSED
    sequence.save()
    return sequence


@action(
    "mail_sequence.resumed",
    verb="edit",
    label=gettext_lazy("Resume"),
    told=gettext_lazy("resumed a sequence"),
    icon="arrow-right",
    fits=lambda sequence: sequence.status == Status.PAUSED,
)
def resume_sequence(sequence: MailSequence, *, by: User) -> MailSequence:
    """Go on. What fell due meanwhile goes once, and what follows keeps its distance."""
    if sequence.status == Status.ACTIVE:
        raise Conflict(_("This sequence is not paused."))
    sequence.status = Status.ACTIVE
    sequence.save()
    return sequence


def _set_steps(sequence: MailSequence, steps: list[Mapping[str, Any]]) -> None:
    """Exactly these. A letter that has gone to somebody keeps its day and its row."""
    wanted = _by_day(steps)
    for step in SequenceStep.objects.filter(sequence=sequence).order_by("pk"):
        if step.after_days in wanted:
            step.template = wanted.pop(step.after_days)
            step.save()
        elif StepTaken._base_manager.filter(step=step).exists():
            says = _("“%s” has gone to somebody: it cannot be taken out of the sequence.") % step
            raise Invalid(says, steps=says)
        else:
            step.delete()
    for day, template in sorted(wanted.items()):
        SequenceStep(sequence=sequence, after_days=day, template=template).save()


def _by_day(steps: list[Mapping[str, Any]]) -> dict[int, Any]:
    """The template of each day; refused where a sequence could not be sent."""
    if len(steps) > MOST:
        says = _("A sequence has at most %d letters.") % MOST
        raise Invalid(says, steps=says)
    wanted: dict[int, Any] = {}
    for each in steps:
        day = each["after_days"]
        if day in wanted or not 0 <= day <= LONGEST:
            says = _("There is one letter a day, at most %d days after the start.") % LONGEST
            raise Invalid(says, steps=says)
        wanted[day] = template = each["template"]
        if not (template.subject and template.text):
            says = _("“%s” needs a subject and a text before it can be sent.") % template
            raise Invalid(says, steps=says)
    return wanted
