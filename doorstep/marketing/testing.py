"""Factories: the smallest sequence that sends something, without history."""

from __future__ import annotations

from typing import Any

from doorstep.kit.noting import unrecorded
from doorstep.mail.models import MailTemplate
from doorstep.marketing.models import MailSequence, SequenceStep


def make_template(**fields: Any) -> MailTemplate:
    with unrecorded():
        known = {"name": "First letter", "subject": "Lamps", "text": "Hello {first_name|there}"}
        made: MailTemplate = MailTemplate.objects.create(**known | fields)
        return made


def make_mail_sequence(days: tuple[int, ...] = (), **fields: Any) -> MailSequence:
    """With a letter on each of these days."""
    with unrecorded():
        sequence: MailSequence = MailSequence.objects.create(**{"name": "Welcome"} | fields)
        for day in days:
            template = make_template(name=f"Letter of day {day}", subject=f"Day {day}")
            SequenceStep.objects.create(sequence=sequence, after_days=day, template=template)
    return sequence
