"""What is kept of roles in memory is never what they granted at another time."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.office.actions import set_reach
from doorstep.parties.models import Lead
from doorstep.users.models import Grant, User
from doorstep.users.testing import grant, make_role, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def role():
    role = make_role("Seller")
    grant(role, Lead, view="OWN")
    return role


@pytest.fixture
def dora(role):
    return make_user("dora@example.org", roles=[role])


def reach(user):
    return User.objects.get(pk=user.pk).reach(Lead, "view")


def test_the_second_time_only_the_roles_are_read(dora):
    reach(dora)
    fresh = User.objects.get(pk=dora.pk)

    with CaptureQueriesContext(connection) as queries:
        assert fresh.reach(Lead, "view") == "OWN"

    assert len(queries) == 1


def test_a_change_counts_at_once(dora, role):
    assert reach(dora) == "OWN"

    set_reach(role, by=User.system(), model="parties.lead", reaches={"view": "TEAM"})

    assert reach(dora) == "TEAM"


def test_an_undo_counts_at_once(dora, role):
    set_reach(role, by=User.system(), model="parties.lead", reaches={"view": "ALL"})
    assert reach(dora) == "ALL"

    undo(Event.objects.get(name="grant.set"), by=User.system())

    assert reach(dora) == "OWN"


def test_a_grant_that_goes_counts_at_once(dora, role):
    assert reach(dora) == "OWN"

    with unrecorded():
        Grant.objects.filter(role=role).delete()

    assert reach(dora) == "NONE"


def test_what_is_rolled_back_was_never_granted(dora, role):
    assert reach(dora) == "OWN"

    with transaction.atomic():
        set_reach(role, by=User.system(), model="parties.lead", reaches={"view": "ALL"})
        assert reach(dora) == "ALL"
        transaction.set_rollback(True)

    assert reach(dora) == "OWN"


def test_what_is_read_while_it_changes_is_not_kept(dora, role):
    """Written, but the stamp not yet: whoever looks now must not keep it under the old stamp."""
    with transaction.atomic():
        with unrecorded():
            Grant.objects.filter(role=role).update(reach="ALL")
            reach(dora)
        transaction.set_rollback(True)

    assert reach(dora) == "OWN"
