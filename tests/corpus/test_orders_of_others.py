"""Some orders of other companies come in and give the totals of their files; all: tests/slow."""

import pytest

from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user
from tests.corpus import zoho_documents
from tests.corpus.orders_of_others import Chinook, Northwind, differing, take_over
from tests.shared_data import needs_data

pytestmark = [needs_data, pytest.mark.django_db]
MOST = 6


@pytest.mark.parametrize("company", [Northwind, Chinook])
def test_orders_of_another_company_come_to_what_its_files_say(company, client, chief):
    them = company(MOST)
    client.force_login(chief)

    taken = take_over(client, them)

    assert [told["status"] for told in taken] == ["TO_DELIVER_AND_BILL"] * MOST
    assert differing(them, taken) == []


@pytest.mark.parametrize("path", zoho_documents.FILES)
def test_documents_of_the_zoho_demo_come_to_sub_total_less_discount(path, client, chief):
    client.force_login(chief)

    found, taken = zoho_documents.bring_all(client, path, MOST)

    assert (len(taken), zoho_documents.differing(found, taken)) == (MOST, [])
    assert zoho_documents.causes(found, taken)["none"] == 0


@pytest.fixture
def chief(db):
    """Who takes a company over, and may do everything."""
    return make_user("chief@example.org", roles=[make_role("All records", Reach.ALL)])
