"""One page on which drafts of all kinds are written."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from doorstep.catalog.testing import make_item
from doorstep.parties.testing import make_customer
from doorstep.pricing.testing import make_coupon, make_price
from doorstep.selling import actions as selling
from doorstep.selling.drawing import MadeForAnother
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.selling.testing import make_sales_order
from doorstep.selling.tests.making import deliver, fresh


@pytest.fixture
def mine(alice):
    """An order of Alice's: three at a hundred, submitted."""
    return selling.submit_order(make_sales_order(owner=alice), by=alice)


def typed(document, **more):
    """What the page of a document sends when nothing was touched."""
    said = {"row": [], "seen": document.version, "date": document.date}
    if document.customer_id:
        said["party"] = said["party-was"] = f"customer:{document.customer_id}"
    for line in document.lines.order_by("position"):
        key = f"l{line.pk}"
        said["row"].append(key)
        said |= {f"{key}-item": line.item_id or "", f"{key}-description": line.description}
        said |= {f"{key}-quantity": line.quantity, f"{key}-rate": line.rate}
        said |= {f"{key}-unit": line.unit or ""}
    return said | more


def test_a_new_order_is_written_and_submitted_on_one_page(as_alice, alice):
    customer = make_customer(owner=alice)
    assert (
        f'value="customer:{customer.pk}"'
        in as_alice.get(f"/sales-orders/new/?customer={customer.pk}").text
    )
    row = {"row": ["n1"], "n1-description": "Lamp", "n1-quantity": "1,5", "n1-rate": "50"}
    said = {"party": f"customer:{customer.pk}", "party-was": f"customer:{customer.pk}"}

    as_alice.post("/sales-orders/new/", said | row | {"do": "submit", "needs_delivery": "on"})

    order = SalesOrder.objects.get()
    assert (order.customer, order.net_total, order.status) == (
        customer,
        D(75),
        "TO_DELIVER_AND_BILL",
    )


def test_what_is_saved_and_cannot_be_submitted_stays_a_draft_and_says_why(as_alice, alice):
    order = make_sales_order(owner=alice)
    line = order.lines.get()
    said = typed(order, do="submit", customer_reference="B-77", needs_delivery="on")

    answer = as_alice.post(
        f"/sales-orders/{order.pk}/edit/", said | {f"l{line.pk}-quantity": "0"}, follow=True
    )

    assert fresh(order).status == "DRAFT"
    assert fresh(order).customer_reference == "B-77"
    assert "Say how many." in answer.text


def test_a_rate_that_was_agreed_stays_when_nothing_is_touched(as_alice, alice):
    """A line of an order costs what was offered, whatever the price list says."""
    item, customer = make_item(owner=alice), make_customer(owner=alice)
    make_price(item=item, rate=D(100))
    lines = [{"item": item, "quantity": D(2), "rate": D(90)}]
    offer = selling.create_quotation(Quotation, by=alice, party=customer, lines=lines)
    page = as_alice.get(f"/quotations/{offer.pk}/edit/").text
    assert f'name="l{offer.lines.get().pk}-priced" value="100.00"' in page
    offer = selling.submit_quotation(offer, by=alice)
    order = selling.order_quotation(offer, by=alice)
    page = as_alice.get(f"/sales-orders/{order.pk}/edit/").text
    assert f"{offer.number}: 2 offered" in page

    as_alice.post(f"/sales-orders/{order.pk}/edit/", typed(order))

    assert fresh(order).net_total == D(180)


def test_a_line_of_a_delivery_says_what_is_open_and_warns_of_more(as_alice, alice, mine):
    deliver(mine, alice, 1)
    note = selling.deliver_order(fresh(mine), by=alice)
    page = as_alice.get(f"/delivery-notes/{note.pk}/edit/").text
    assert f"{mine.number}: 2 open" in page
    assert f"l{note.lines.get().pk}-rate" not in page

    key = f"l{note.lines.get().pk}-quantity"
    answer = as_alice.post(f"/delivery-notes/{note.pk}/reckon/", typed(note) | {key: "3"})

    assert "lines__over" in answer.text
    assert DeliveryNote.objects.get(pk=note.pk).lines.get().quantity == 2


def test_a_delivery_of_an_order_stays_for_its_customer(as_alice, alice, mine):
    note = selling.deliver_order(mine, by=alice)
    other = make_customer(owner=alice)

    as_alice.post(
        f"/delivery-notes/{note.pk}/edit/", typed(note, party=f"customer:{other.pk}", note="Left")
    )

    assert (fresh(note).customer, fresh(note).note) == (mine.customer, "Left")
    assert fresh(note).lines.get().order_line == mine.lines.get()


def test_what_was_made_of_an_order_stays_for_its_customer_whoever_asks(alice, mine):
    note = selling.deliver_order(mine, by=alice)

    with pytest.raises(MadeForAnother):
        selling.update_delivery(note, by=alice, customer=make_customer(owner=alice))

    free = make_sales_order(owner=alice)
    other = make_customer(owner=alice)
    assert selling.update_order(free, by=alice, customer=other).customer == other


def test_a_long_draft_asks_no_more_of_the_database_than_a_short_one(as_alice, alice):
    def asked(count):
        item, customer = make_item(owner=alice), make_customer(owner=alice)
        lines = [{"item": item, "quantity": D(2), "rate": D(90)}] * count
        order = selling.create_order(SalesOrder, by=alice, customer=customer, lines=lines)
        note = selling.deliver_order(selling.submit_order(order, by=alice), by=alice)
        url = f"/delivery-notes/{note.pk}/edit/"
        as_alice.get(url)
        with CaptureQueriesContext(connection) as captured:
            as_alice.get(url)
        return len(captured)

    assert asked(12) <= asked(2)


def test_lines_of_a_submitted_order_change_on_the_same_page(as_alice, alice, mine):
    deliver(mine, alice, 1)
    url, line = f"/sales-orders/{mine.pk}/edit/", mine.lines.get()
    assert "1 delivered, 0 invoiced" in as_alice.get(url).text
    more = {"n1-description": "Cable", "n1-quantity": "1", "n1-rate": "10"}
    said = typed(fresh(mine), **more)
    said["row"].append("n1")

    as_alice.post(url, said | {f"l{line.pk}-quantity": "4"})

    assert (fresh(mine).net_total, fresh(mine).status) == (D(410), "TO_DELIVER_AND_BILL")


def test_a_mistake_in_an_agreed_line_is_shown_at_that_line(as_alice, alice, mine):
    """J136."""
    deliver(mine, alice, 2)
    key = f"l{mine.lines.get().pk}"

    answer = as_alice.post(
        f"/sales-orders/{mine.pk}/edit/", typed(fresh(mine)) | {f"{key}-quantity": "1"}
    )

    assert answer.status_code == 409
    assert f'id="{key}-quantity" name="{key}-quantity" value="1"' in answer.text
    assert "are delivered or invoiced already" in answer.text


def test_what_does_not_change_any_more_is_read(as_alice, alice, mine):
    note = deliver(mine, alice, 1)
    url = f"/delivery-notes/{note.pk}/edit/"

    assert as_alice.get(url).headers["Location"] == note.get_absolute_url()
    assert as_alice.post(url, typed(note, note="Later")).status_code == 409
    assert as_alice.post(f"/delivery-notes/{note.pk}/reckon/").status_code == 404
    assert fresh(note).note == ""


def test_a_new_delivery_is_dated_today_and_asks_no_price(as_alice, alice):
    customer = make_customer(owner=alice)
    said = {"party": f"customer:{customer.pk}", "party-was": f"customer:{customer.pk}"}
    row = {"row": ["n1"], "n1-description": "Sample", "n1-quantity": "1"}

    as_alice.post("/delivery-notes/new/", said | row)

    note = DeliveryNote.objects.get()
    assert (note.date, note.lines.get().description) == (localdate(), "Sample")


def test_a_coupon_is_used_on_a_draft_and_taken_off(as_alice, alice):
    make_coupon("SPRING", "10")
    order = make_sales_order(owner=alice)
    url = f"/sales-orders/{order.pk}/coupon/"
    assert f'href="{url}"' in as_alice.get(f"/sales-orders/{order.pk}/edit/").text
    assert as_alice.post(url, {"code": "AUTUMN"}).status_code == 422

    as_alice.post(url, {"code": "spring", "seen": order.version})
    assert fresh(order).net_total == D(270)

    as_alice.post(url, {"do": "remove"})
    assert fresh(order).net_total == D(300)
