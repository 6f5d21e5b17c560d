"""Whoever keeps the books: may do everything, to everybody's records."""

import pytest

from doorstep.parties.testing import make_customer
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user


@pytest.fixture
def ada(db):
    return make_user("ada@example.org", roles=[make_role("The books", Reach.ALL)])


@pytest.fixture
def customer(db):
    return make_customer(name="Hotel Alderwick")
