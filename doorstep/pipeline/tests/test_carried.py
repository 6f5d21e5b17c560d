"""What was said to a lead is read where it is sold: on the opportunity that was made of it."""

import pytest

from doorstep.activity.actions import add_note
from doorstep.history.relationship import has_relationship
from doorstep.history.telling import tell
from doorstep.history.timeline import timeline
from doorstep.mail.models import Mailbox
from doorstep.mail.testing import make_mailbox, receive
from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_lead, set_policy
from doorstep.pipeline.actions import make_opportunity_of_lead
from doorstep.pipeline.models import Opportunity


@pytest.fixture
def lead(alice):
    set_policy(carry_forward=True)
    made = make_lead(owner=alice, email="ada@example.org")
    add_note(made, by=alice, text="Wants brass.")
    receive("ada@example.org", subject="Pendants over the tables")
    return made


def told(record, user):
    return [event.name for event in timeline(record, seen_by=user, whole=True).items]


@pytest.mark.parametrize("is_converted", [False, True])
def test_mails_and_comments_of_the_lead_are_there(alice, lead, is_converted):
    """Acceptance 188. Also where the lead became a customer before."""
    if is_converted:
        convert_lead(lead, by=alice)
        lead.refresh_from_db()

    opportunity = make_opportunity_of_lead(lead, by=alice)

    assert {"message.received", "lead.noted"} <= {*told(opportunity, alice)}


def test_an_opportunity_can_be_looked_at_with_all_that_belongs_to_it():
    assert has_relationship(Opportunity)


def test_what_came_through_a_private_mailbox_stays_its_owners(alice, bob, lead):
    values = {"kind": "PERSONAL", "owner": alice, "shares": Mailbox.Shares.OWNER}
    box = make_mailbox(address="alice@hollin.example", **values)
    receive("ada@example.org", mailbox=box, number=2, subject="Between us")

    opportunity = make_opportunity_of_lead(lead, by=alice)

    read = [
        str(tell(timeline(opportunity, seen_by=each, whole=True).items, by=each))
        for each in (alice, bob)
    ]
    assert ["Between us" in each for each in read] == [True, False]
