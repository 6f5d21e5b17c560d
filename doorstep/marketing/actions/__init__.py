"""The verbs of marketing."""

from doorstep.marketing.actions.enrolling import (
    enrol,
    enrol_many,
    stop_enrolment,
    take_step,
)
from doorstep.marketing.actions.sequences import (
    create_sequence,
    pause_sequence,
    resume_sequence,
    update_sequence,
)

__all__ = [
    "create_sequence",
    "enrol",
    "enrol_many",
    "pause_sequence",
    "resume_sequence",
    "stop_enrolment",
    "take_step",
    "update_sequence",
]
