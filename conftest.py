"""The cast: alice sells, bob manages her team, carol sells in another team."""

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from doorstep.office.doorman import set_up
from doorstep.records.custom import forget_definitions
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_team, make_user
from tests.prepared_database import empty_quickly, put_copy_in_place


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,
    django_db_blocker,
    django_db_modify_db_settings,
    django_db_createdb,
    testrun_uid,
):
    """A copy of one that was migrated before; ``--create-db`` migrates anew."""
    with django_db_blocker.unblock():
        put_copy_in_place(testrun_uid if django_db_createdb else "")
        made = setup_databases(0, interactive=False, keepdb=True, serialized_aliases=())
        empty_quickly()
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def an_install_that_is_set_up(monkeypatch):
    """Pages without users are asked for in many tests; only those of the set-up have it first."""
    monkeypatch.setattr(set_up, "is_done", True)


@pytest.fixture(autouse=True)
def _no_field_of_another_test():
    """Definitions of custom fields are kept in memory; a test's rollback tells nobody."""
    forget_definitions()
    yield
    forget_definitions()


@pytest.fixture
def north(db):
    return make_team(name="North")


@pytest.fixture
def south(db):
    return make_team(name="South")


@pytest.fixture
def sales_rep(db):
    """May do everything, to own records only. Not the role of that name in a new install."""
    return make_role("Own records", Reach.OWN)


@pytest.fixture
def sales_manager(db):
    return make_role("Records of the team", Reach.TEAM)


@pytest.fixture
def alice(north, sales_rep):
    return make_user("alice@example.org", team=north, roles=[sales_rep])


@pytest.fixture
def bob(north, sales_manager):
    return make_user("bob@example.org", team=north, roles=[sales_manager])


@pytest.fixture
def carol(south, sales_rep):
    return make_user("carol@example.org", team=south, roles=[sales_rep])


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    User.objects.get(pk=alice.pk).own_reaches()  # in memory, as in a process that has answered
    return client


@pytest.fixture
def connection_of(db):
    return connection
