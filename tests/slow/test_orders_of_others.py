"""All orders of two other companies through the API: their totals, and where ours differ."""

from decimal import Decimal as D

import pytest

from doorstep.selling.models import SalesOrder
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user
from tests.corpus import zoho_documents
from tests.corpus.orders_of_others import Chinook, Northwind, cents, differing, take_over
from tests.shared_data import needs_data

pytestmark = [needs_data, pytest.mark.django_db]


@pytest.fixture
def as_chief(client, db):
    role = make_role("All records", Reach.ALL)
    client.force_login(make_user("chief@example.org", roles=[role]))
    return client


def test_all_bills_of_chinook_come_to_what_its_files_state(as_chief):
    them = Chinook()

    taken = take_over(as_chief, them)

    assert differing(them, taken) == []
    assert SalesOrder.objects.count() == len(them.orders)


def test_all_orders_of_northwind_come_to_the_sum_of_their_lines(as_chief):
    """Its files state no totals. Ours round each line once, so an order may differ from the sum
    of unrounded lines by half a cent a line, and by no more."""
    them = Northwind()

    taken = take_over(as_chief, them)

    assert differing(them, taken) == []
    apart = [
        abs(D(told["grand_total"]) - cents(them.unrounded(row)))
        for row, told in zip(them.orders, taken, strict=True)
    ]
    assert max(apart) <= D("0.01")


WHY = {  # how the files round what they call the grand total: see tests/corpus/zoho_documents.py
    "quotations": {"up": 1406, "to the nearest": 87, "within a dollar": 13},
    "sales-orders": {"up": 935, "to the nearest": 66, "within a dollar": 5},
    "sales-invoices": {"up": 620, "to the nearest": 35, "within a dollar": 1},
}


@pytest.mark.parametrize("path", zoho_documents.FILES)
def test_all_documents_of_the_zoho_demo_come_to_sub_total_less_discount(path, as_chief):
    found, taken = zoho_documents.bring_all(as_chief, path)

    assert zoho_documents.differing(found, taken) == []
    assert zoho_documents.causes(found, taken) == WHY[path]
