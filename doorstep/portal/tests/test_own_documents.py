"""A web user sees what was sent to whom they speak for, and nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.timezone import localdate

from doorstep.billing.actions import submit_invoice
from doorstep.billing.testing import make_sales_invoice
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import PortalUser
from doorstep.parties.testing import make_address, make_customer, make_lead
from doorstep.portal.models import PortalAccount
from doorstep.selling.actions import (
    cancel_order,
    deliver_order,
    hold_order,
    submit_delivery,
    submit_order,
    submit_quotation,
)
from doorstep.selling.testing import make_quotation, make_sales_order
from doorstep.users.models import User
from doorstep.users.testing import make_user

pytestmark = pytest.mark.django_db
LISTS = ("/my/orders/", "/my/quotations/", "/my/invoices/")


def made_account(email, *, customer=None, lead=None):
    user = make_user(email, kind=User.Kind.PORTAL)
    with unrecorded():
        if customer:
            PortalUser.objects.create(customer=customer, user=user)
        return PortalAccount.objects.create(user=user, lead=lead)


@pytest.fixture
def house(db):
    return User.system()


@pytest.fixture
def alder(db):
    return make_customer(name="Hotel Alderwick")


@pytest.fixture
def petra(alder):
    return made_account("petra@alderwick.example", customer=alder)


@pytest.fixture
def as_petra(petra):
    client = Client()
    client.force_login(petra.user)
    return client


def ordered(customer, house, **fields):
    return submit_order(make_sales_order(customer=customer, **fields), by=house)


def test_a_buyer_sees_the_orders_of_their_customer(as_petra, alder, house):
    order = ordered(alder, house)

    shown = as_petra.get("/my/orders/").content.decode()

    assert order.number in shown
    assert "€300.00" in shown


def test_a_draft_is_nobodys_yet(as_petra, alder):
    order = make_sales_order(customer=alder)

    assert as_petra.get(f"/my/orders/{order.pk}/").status_code == 404
    assert "€300.00" not in as_petra.get("/my/orders/").content.decode()


@pytest.mark.parametrize("path", ["/my/orders/{}/", "/my/orders/{}/pdf/"])
def test_an_order_of_another_customer_answers_like_none_at_all(as_petra, house, path):
    theirs = ordered(make_customer(name="Secretive"), house)

    answer, nowhere = as_petra.get(path.format(theirs.pk)), as_petra.get(path.format(987_654))

    assert answer.status_code == nowhere.status_code == 404
    assert "Secretive" not in answer.content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_guest_is_asked_to_sign_in_and_comes_back(client, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={path}")


@pytest.mark.parametrize("path", LISTS)
def test_a_colleague_of_the_house_has_no_such_pages(as_alice, path):
    assert as_alice.get(path).status_code == 404


def test_a_second_user_of_the_customer_sees_the_same(alder, house):
    order = ordered(alder, house)
    other = Client()
    other.force_login(made_account("jun@alderwick.example", customer=alder).user)

    assert order.number in other.get("/my/orders/").content.decode()


def test_a_lead_sees_the_quotation_made_for_it(house):
    lead = make_lead(name="Eva Moss")
    quotation = submit_quotation(make_quotation(lead=lead, customer=None), by=house)
    client = Client()
    client.force_login(made_account("eva@x.test", lead=lead).user)

    assert "Waits for your answer" in client.get("/my/quotations/").content.decode()
    page = client.get(f"/my/quotations/{quotation.pk}/")
    assert page["Location"] == f"/q/{quotation.secret}/"


def test_an_expired_quotation_no_longer_waits(as_petra, alder, house):
    today = localdate()
    fields = {"date": today - timedelta(days=9), "valid_until": today - timedelta(days=1)}
    submit_quotation(make_quotation(customer=alder, **fields), by=house)

    shown = as_petra.get("/my/quotations/").content.decode()

    assert "Expired" in shown
    assert "Waits for your answer" not in shown


def test_a_delivery_opens_a_door_of_the_order(as_petra, alder, house):
    order = ordered(alder, house)
    line = order.lines.get()
    wanted = [{"order_line": line.pk, "quantity": Decimal(1)}]
    submit_delivery(deliver_order(order, by=house, lines=wanted), by=house)

    shown = as_petra.get(f"/my/orders/{order.pk}/").content.decode()

    assert "Partly delivered" in shown
    assert "1 delivered" in shown


def test_an_order_on_hold_says_that_it_waits_and_not_why(as_petra, alder, house):
    order = hold_order(ordered(alder, house), by=house, reason="Doubtful payer")

    shown = as_petra.get(f"/my/orders/{order.pk}/").content.decode()

    assert "This order waits" in shown
    assert "Doubtful" not in shown


def test_an_order_says_where_it_goes(as_petra, alder, house):
    place = make_address(customer=alder, line1="Kaigata 2", city="Oslo", postal_code="0252")
    order = ordered(alder, house, shipping_address=place)

    shown = as_petra.get(f"/my/orders/{order.pk}/").content.decode()

    assert "Kaigata 2<br>" in shown


def test_a_cancelled_order_is_still_there(as_petra, alder, house):
    order = cancel_order(ordered(alder, house), by=house)

    assert "Cancelled" in as_petra.get(f"/my/orders/{order.pk}/").content.decode()


def test_what_is_to_pay_is_added_up_for_each_currency(as_petra, alder, house):
    submit_invoice(make_sales_invoice(customer=alder, rate="100", quantity="2"), by=house)
    submit_invoice(make_sales_invoice(customer=alder, rate="50", quantity="1"), by=house)

    assert "€250.00" in as_petra.get("/my/invoices/").content.decode()


def test_an_invoice_opens_as_pdf(as_petra, alder, house):
    invoice = submit_invoice(make_sales_invoice(customer=alder), by=house)

    answer = as_petra.get(f"/my/invoices/{invoice.pk}/pdf/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"


def test_the_lists_ask_no_more_for_many_than_for_one(
    as_petra, alder, house, django_assert_max_num_queries
):
    for _number in range(6):
        ordered(alder, house)

    with django_assert_max_num_queries(12):
        as_petra.get("/my/orders/")


@pytest.mark.parametrize(
    "asked", ["?after=zzz", "?before=%00", "?show=all%27", "?after=" + "9" * 999]
)
def test_nonsense_in_the_address_is_no_fault_of_ours(as_petra, asked):
    assert as_petra.get(f"/my/orders/{asked}").status_code < 500
