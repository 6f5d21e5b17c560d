"""The stages and lists a new install begins with. Everything here can be edited, or removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from doorstep.kit.noting import unrecorded
from doorstep.pipeline.models import LostReason, OpportunityType, Stage
from doorstep.records.models import name_key

Kind, By = Stage.Kind, Stage.ReachedBy
STAGES: tuple[tuple[str, str, int, int, str, str, str], ...] = (
    # name, kind, probability, rots after working days, reached by, colour, sign
    ("Qualify", Kind.OPEN, 20, 10, "", "blue", "st-q1"),
    ("Needs", Kind.OPEN, 40, 10, "", "door", "st-q2"),
    ("Proposal", Kind.OPEN, 60, 7, By.QUOTATION, "violet", "st-q3"),
    ("Negotiation", Kind.OPEN, 80, 5, By.ACCEPTANCE, "rose", "st-q4"),
    ("Won", Kind.WON, 100, 0, "", "green", "st-done"),
    ("Lost", Kind.LOST, 0, 0, "", "red", "st-x"),
)
# What other systems call them: their files and programs are understood as they are.
ELSEWHERE = {
    "Qualify": ("Prospecting", "Qualification"),
    "Needs": ("Needs Analysis", "Identifying Decision Makers", "Perception Analysis"),
    "Proposal": ("Value Proposition", "Proposal/Price Quote"),
    "Negotiation": ("Negotiation/Review",),
    "Won": ("Closed Won",),
    "Lost": ("Closed Lost",),
}
REASONS = (
    *("Price", "Timing", "No budget", "Chose a competitor", "Missing feature"),
    *("No decision", "No answer", "Other"),
)
TYPES = ("Sales", "Support", "Maintenance")


def prepare(**_signal: Any) -> None:
    """Fill an install that has no stage yet. Safe at every start: the last one never goes."""
    if Stage.objects.exists():
        return
    names = ("kind", "probability", "rots_after", "reached_by", "tone", "glyph")
    with transaction.atomic(), unrecorded():
        for position, (name, *values) in enumerate(STAGES):
            said = dict(zip(names, values, strict=True))
            stage = Stage(name=name, position=position, **said)
            stage.answer_to(*map(name_key, ELSEWHERE[name]))
            stage.save()
        for model, rows in ((LostReason, REASONS), (OpportunityType, TYPES)):
            model.objects.bulk_create(
                model(name=name, position=position) for position, name in enumerate(rows)
            )
