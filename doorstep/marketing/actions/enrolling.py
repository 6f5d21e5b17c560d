"""The verbs of who is in a sequence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.normal.emails import email_key
from doorstep.mail.actions import draft_message, queue_message
from doorstep.mail.composing import filled_in, usual_mailbox, with_signature
from doorstep.mail.models import Message
from doorstep.mail.writing.letter import Person
from doorstep.marketing.models import SENT_TO, Enrolment, MailSequence, SequenceStep, StepTaken
from doorstep.marketing.placing import company_day, due_of, place
from doorstep.marketing.stopping import reason_to_stop
from doorstep.records.many import Done, each_alone
from doorstep.users.access import allow
from doorstep.users.models import User

Why = Enrolment.Why


class Stopped(Conflict):
    """Something forbids the next letter: the sequence ends for this person."""

    code = "sequence_stopped"


@action(
    "mail_sequence.enrolled",
    verb="enrol",
    label=gettext_lazy("Put somebody in"),
    told=gettext_lazy("put somebody into a sequence"),
    icon="user-plus",
)
def enrol(
    sequence: MailSequence,
    *,
    by: User,
    record: models.Model,
    starts_on: date | None = None,
) -> Enrolment:
    """Send the letters of a sequence to a lead or contact, from today or a later day on."""
    return _enrol(sequence, by, record, starts_on)


@action(
    "mail_sequence.many_enrolled",
    verb="enrol",
    label=gettext_lazy("Add to a sequence"),
    told=gettext_lazy("put several people into a sequence"),
    icon="user-plus",
)
def enrol_many(
    sequence: MailSequence,
    *,
    by: User,
    records: Iterable[models.Model],
    starts_on: date | None = None,
) -> Done:
    """Send it to several; who cannot be written to is left out, with the reason."""
    return each_alone(records, lambda record: _enrol(sequence, by, record, starts_on))


@action(
    "enrolment.stopped",
    verb="edit",
    label=gettext_lazy("Stop the sequence"),
    told=gettext_lazy("stopped a sequence"),
    icon="x",
    fits=lambda enrolment: enrolment.status == Enrolment.Status.ACTIVE,
)
def stop_enrolment(enrolment: Enrolment, *, by: User, why: str = Why.BY_HAND) -> Enrolment:
    """No more letters of this sequence to this person."""
    if enrolment.status != Enrolment.Status.ACTIVE:
        raise Conflict(_("This is over already."))
    enrolment.status, enrolment.stopped_why = Enrolment.Status.STOPPED, why
    enrolment.ended_at, enrolment.next_on = now(), None
    enrolment.save()
    return enrolment


@action(
    "enrolment.advanced",
    verb="deliver",
    label=gettext_lazy("Send the next letter"),
    undoable=gettext_lazy("The letter is on its way."),
    told=gettext_lazy("sent the next letter of a sequence"),
    icon="mail",
    fits=lambda enrolment: False,
)
def take_step(enrolment: Enrolment, *, by: User, today: date) -> Enrolment:
    """Note that a letter goes, and write it, in one transaction: so it goes once or not at all."""
    sequence = enrolment.sequence
    due = due_of(enrolment, sequence)
    if enrolment.status != Enrolment.Status.ACTIVE or due is None or due.on > today:
        raise Conflict(_("No letter is due."))
    if sequence.status == MailSequence.Status.PAUSED or reason_to_stop(enrolment):
        raise Stopped(_("Nothing may be sent now."))
    step = SequenceStep.objects.select_related("template").get(pk=due.stage.pk)
    StepTaken(enrolment=enrolment, step=step, on=today).save()
    place(enrolment, sequence)
    _write(enrolment, step)
    return enrolment


def _write(enrolment: Enrolment, step: SequenceStep) -> None:
    author: Any = enrolment.owner
    record = enrolment.about
    to = Person(enrolment.email, getattr(record, "name", ""))
    subject, text = filled_in(step.template, record=record, to=to, user=author)
    letter: dict[str, Any] = {
        "mailbox": usual_mailbox(author),
        "to": (to,),
        "subject": subject.text,
        "text": with_signature(text.text, author),
    }
    message = draft_message(Message, by=author, records=[record], **letter)
    queue_message(message, by=author, to_many=True)


def _enrol(sequence: MailSequence, by: User, record: Any, starts_on: date | None) -> Enrolment:
    if record._meta.label_lower not in SENT_TO:
        raise Invalid(_("Letters of a sequence go to leads and contacts."))
    allow(by, "edit", record)
    today = company_day(now())
    starts_on = starts_on or today
    if starts_on < today:
        says = _("A sequence cannot start on a day gone by.")
        raise Invalid(says, starts_on=says)
    if not sequence.stages():
        raise Conflict(_("This sequence has no letters yet."))
    if not record.email or not email_key(record.email):
        says = _("%s has no e-mail address.") % record
        raise Invalid(says, record=says)
    enrolment = Enrolment.to(record, sequence=sequence, owner=by, email=record.email)
    enrolment.email_key, enrolment.starts_on = email_key(record.email), starts_on
    if why := reason_to_stop(enrolment):
        raise Conflict(_("%(who)s: %(why)s.") % {"who": record, "why": Why(why).label})
    if Enrolment._base_manager.filter(
        sequence=sequence, email_key=enrolment.email_key, status=Enrolment.Status.ACTIVE
    ).exists():
        raise Conflict(_("%s is in this sequence already.") % record)
    place(enrolment, sequence)
    return enrolment
