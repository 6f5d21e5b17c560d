"""Whatever is done with documents, and in whatever order, their sums and statuses hold.

``DOORSTEP_SEQUENCES=5000 pytest tests/test_document_sequences.py`` draws as many, and looks
after every step.
"""

import os
from contextlib import suppress

from hypothesis import HealthCheck, given, settings

from doorstep.kit.errors import Refusal
from doorstep.users.models import User
from tests.document_facts import check_everything
from tests.document_steps import STEPS, NothingThere, World
from tests.test_undo_properties import a_world_of_its_own

MANY = int(os.environ.get("DOORSTEP_SEQUENCES", "0"))
sequences = settings(
    max_examples=MANY or 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@sequences
@given(steps=STEPS)
def test_whatever_is_done_the_facts_and_the_sums_agree(db, steps):
    with a_world_of_its_own():
        world = World(User.system())
        for step in steps:
            with suppress(Refusal, NothingThere):
                world.take(*step)
            if MANY:
                check_everything()
        check_everything()
