"""Whatever happens, in whatever order and however late: each letter once, none after the end."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from doorstep.kit.errors import Refusal
from doorstep.mail.actions import note_bounce, opt_out
from doorstep.mail.models import AddressStanding, Message
from doorstep.mail.testing import make_mailbox, make_message
from doorstep.marketing.actions import enrol, pause_sequence, resume_sequence
from doorstep.marketing.going import go_on
from doorstep.marketing.models import Enrolment, StepTaken
from doorstep.marketing.testing import make_mail_sequence
from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_lead
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_user

START = datetime(2026, 5, 1, 9, tzinfo=UTC)
HAPPENS = ("nothing", "reply", "machine", "opt out", "bounce", "convert", "pause", "resume")
ENDS = {"reply", "opt out", "bounce", "convert"}
DAYS = st.lists(st.tuples(st.integers(0, 4), st.sampled_from(HAPPENS), st.booleans()), max_size=14)


class Sequences(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.integers(0, 20), unique=True, min_size=1, max_size=4), DAYS)
    def test_each_letter_once_and_none_after_the_end(self, offsets, days):
        chief = make_user("chief@example.org", roles=[make_role("All", is_administrator=True)])
        make_mailbox()
        sequence = make_mail_sequence(tuple(offsets), owner=chief, weekdays_only=False)
        lead = make_lead(owner=chief, email="nadia@quill.example")
        with time_machine.travel(START, tick=False):
            enrolment = enrol(sequence, by=chief, record=lead)
        moment, ended_with = START, None
        for pause, what, clock_runs in days:
            moment += timedelta(days=pause, minutes=1)
            with time_machine.travel(moment, tick=False):
                self.happen(what, lead, sequence, chief, moment)
                if what in ENDS and ended_with is None:
                    ended_with = StepTaken.objects.count()
                if clock_runs:
                    go_on(moment)
                    go_on(moment)

        taken = list(StepTaken.objects.order_by("pk").values_list("step__after_days", "on"))
        assert len(taken) == Message.objects.outgoing().count()
        days_sent = [day for day, _on in taken]
        assert days_sent == sorted(set(days_sent))
        assert len({on for _day, on in taken}) == len(taken)
        if ended_with is not None:
            assert len(taken) == ended_with
        enrolment.refresh_from_db()
        if len(taken) == len(offsets):
            assert enrolment.status != Enrolment.Status.ACTIVE

    def happen(self, what, lead, sequence, chief, moment):
        system = User.system()
        lead.refresh_from_db()
        sequence.refresh_from_db()
        happenings = {
            "nothing": lambda: None,
            "reply": lambda: make_message(from_address=lead.email, at=moment),
            "machine": lambda: make_message(
                from_address=lead.email, at=moment, nature=Message.Nature.AUTOMATIC
            ),
            "opt out": lambda: opt_out(AddressStanding, by=system, address=lead.email),
            "bounce": lambda: note_bounce(AddressStanding, by=system, address=lead.email),
            "convert": lambda: convert_lead(lead, by=chief),
            "pause": lambda: pause_sequence(sequence, by=chief),
            "resume": lambda: resume_sequence(sequence, by=chief),
        }
        with suppress(Refusal):
            happenings[what]()
