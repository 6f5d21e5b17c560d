"""What one sees of orders and deliveries, and what their dialogs do."""

from decimal import Decimal as D

import pytest

from doorstep.history.journal import unrecorded
from doorstep.parties.testing import make_customer
from doorstep.selling import actions as selling
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.testing import make_sales_order
from doorstep.selling.tests.making import deliver, fresh
from doorstep.selling.transactions import transactions


@pytest.fixture
def mine(alice):
    """An order of Alice's: three at a hundred, submitted."""
    return selling.submit_order(make_sales_order(owner=alice), by=alice)


def test_an_order_shows_how_far_it_is_and_what_it_is_linked_with(as_alice, alice):
    customer = make_customer(owner=alice)
    rows = [{"description": "Lamp", "quantity": D(10), "rate": D(100)}]
    offer = selling.create_quotation(Quotation, by=alice, party=customer, lines=rows)
    offer = selling.submit_quotation(offer, by=alice)
    order = selling.submit_order(selling.order_quotation(offer, by=alice), by=alice)
    note = deliver(order, alice, 4)

    page = as_alice.get(f"/sales-orders/{order.pk}/").text

    assert "4 of 10 pieces" in page
    assert all(f">{each}<" in page for each in (offer.number, note.number))
    assert '<li class="path__step is-now" aria-current="step">' in page
    assert "€1,000.00 to come" in page


def test_what_left_is_asked_for_line_by_line(as_alice, mine):
    page = as_alice.get(f"/sales-orders/{mine.pk}/deliver/").text
    line = mine.lines.get()
    assert f'name="q-{line.pk}" value="3"' in page

    answer = as_alice.post(f"/sales-orders/{mine.pk}/deliver/", {f"q-{line.pk}": "2"})

    note = DeliveryNote.objects.get()
    assert answer.headers["Location"] == note.get_absolute_url()
    assert note.lines.get().quantity == 2
    assert "1 × Widget" in as_alice.get(note.get_absolute_url()).text


@pytest.mark.parametrize("typed", ["4", "many", "-1", "NaN", ""])
def test_too_much_or_nonsense_is_refused_in_the_dialog(as_alice, mine, typed):
    line = mine.lines.get()

    answer = as_alice.post(f"/sales-orders/{mine.pk}/deliver/", {f"q-{line.pk}": typed})

    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text
    assert not DeliveryNote.objects.exists()


def test_an_order_is_held_with_a_reason_and_goes_on(as_alice, mine):
    url = f"/sales-orders/{mine.pk}/hold/"
    as_alice.post(url, {"reason": "The colour is open", "seen": mine.version})
    assert "The colour is open" in as_alice.get(mine.get_absolute_url()).text

    as_alice.post(url)
    assert fresh(mine).status == "TO_DELIVER_AND_BILL"


def test_who_saw_an_older_order_in_a_dialog_is_told(as_alice, mine):
    """J135."""
    answer = as_alice.post(f"/sales-orders/{mine.pk}/close/", {"seen": mine.version - 1})

    assert answer.status_code == 409
    assert fresh(mine).status != "CLOSED"


def test_what_stands_in_the_way_of_cancelling_is_named(as_alice, alice, mine):
    """J134."""
    note = deliver(mine, alice, 1)

    page = as_alice.get(f"/sales-orders/{mine.pk}/cancel/").text

    assert f'href="{note.get_absolute_url()}"' in page
    assert "btn--danger" not in page


def test_what_came_back_is_asked_for_line_by_line(as_alice, alice, mine):
    note = deliver(mine, alice, 3)
    url = f"/delivery-notes/{note.pk}/return/"
    assert "Came back" in as_alice.get(url).text

    as_alice.post(url, {f"q-{note.lines.get().pk}": "1", "reopens_order": "on"})

    back = note.returns.get()
    assert (back.lines.get().quantity, back.reopens_order) == (1, True)


def test_nobody_decides_about_an_order_out_of_sight(as_alice, carol):
    theirs = make_sales_order(owner=carol)

    for page in ("", "edit/", "deliver/", "hold/", "close/", "cancel/"):
        assert as_alice.get(f"/sales-orders/{theirs.pk}/{page}").status_code == 404


def test_the_past_of_an_order_has_the_lines_of_then(as_alice, mine):
    assert "Widget" in as_alice.get(f"{mine.get_absolute_url()}?on=2099-01-01").text


def test_the_documents_of_a_customer_come_a_page_at_a_time_each_once(alice):
    customer = make_customer(owner=alice)
    made = [make_sales_order(owner=alice, customer=customer) for _ in range(7)]
    with unrecorded():
        for order in made[:3]:
            SalesOrder._base_manager.filter(pk=order.pk).update(date="2026-01-01")

    seen, after = [], ""
    while True:
        found = transactions(customer, alice, after=after, size=2)
        seen += [row.pk for row in found.rows]
        if not (after := found.next):
            break

    assert seen == [order.pk for order in (*made[:2:-1], *made[2::-1])]


def test_documents_of_a_customer_are_only_those_one_may_see(as_alice, alice, carol):
    customer = make_customer(owner=alice)
    make_sales_order(owner=alice, customer=customer, number="SO-MINE")
    make_sales_order(owner=carol, customer=customer, number="SO-THEIRS")

    page = as_alice.get(f"/customers/{customer.pk}/documents/?tab=orders").text

    assert "SO-MINE" in page
    assert "SO-THEIRS" not in page
    assert as_alice.get(f"/customers/{customer.pk}/documents/?after=%%%").status_code == 422
