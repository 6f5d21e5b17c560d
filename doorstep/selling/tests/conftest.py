"""An order of ten and four, and what is done with it."""

from decimal import Decimal as D

import pytest

from doorstep.parties.testing import make_customer
from doorstep.selling.actions import create_order, submit_order
from doorstep.selling.models import SalesOrder
from doorstep.users.models import User

LINES = [
    {"description": "Vesper pendant", "quantity": D(10), "rate": D(100)},
    {"description": "Track rail", "quantity": D(4), "rate": D(50)},
]


@pytest.fixture
def by(db):
    return User.system()


@pytest.fixture
def customer(by):
    return make_customer(name="Hotel Alderwick")


@pytest.fixture
def draft(by, customer):
    return create_order(SalesOrder, by=by, customer=customer, lines=LINES)


@pytest.fixture
def order(by, draft):
    return submit_order(draft, by=by)
