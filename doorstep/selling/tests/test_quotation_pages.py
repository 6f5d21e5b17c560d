"""The page on which an offer is written, and the one on which it is answered."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.timezone import localdate

from doorstep.activity.models import Note
from doorstep.catalog.models import Instalment, PaymentTerms
from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.mail.models import Message
from doorstep.mail.testing import make_mailbox
from doorstep.parties.testing import make_customer, make_lead
from doorstep.pricing.testing import make_price
from doorstep.records.models import Attachment
from doorstep.selling import actions
from doorstep.selling.models import Quotation, QuotationView
from doorstep.selling.testing import make_quotation, make_sales_order
from doorstep.users.models import User


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def offer(alice):
    cache.clear()
    lead = make_lead(owner=alice, name="Nadia Ferrante", organisation="Studio Quill")
    made = make_quotation(owner=alice, lead=lead, note="For the library")
    return actions.submit_quotation(made, by=User.system())


@pytest.fixture
def page(offer):
    return reverse("public_quotation", args=[offer.secret])


def typed(customer, **more):
    return {"party": f"customer:{customer.pk}", "party-was": f"customer:{customer.pk}"} | more


def test_a_new_one_begins_with_what_follows_from_its_lead(signed_in, alice):
    """C49: of a converted lead with its customer."""
    lead = make_lead(owner=alice, name="Nadia Ferrante", organisation="Studio Quill")
    made = signed_in.get(f"/quotations/new/?lead={lead.pk}").content.decode()
    assert f'value="lead:{lead.pk}"' in made
    assert not Quotation.objects.exists()


def test_what_is_typed_is_reckoned_and_nothing_is_saved(signed_in, alice):
    """L157: the price is this customer's."""
    customer, item = make_customer(owner=alice), make_item(owner=alice, name="Vesper pendant")
    make_price(item=item, rate=D(12))
    make_price(item=item, rate=D(10), customer=customer)
    row = {"row": ["n1"], "n1-item": item.pk, "n1-quantity": "42", "n1-discount_percent": "5"}

    answer = signed_in.post("/quotations/reckon/", typed(customer, **row))

    text = answer.content.decode()
    assert "399.00" in text
    assert 'id="n1-rates"' in text
    assert not Quotation.objects.exists()


def test_a_mistake_stands_at_its_row_and_the_others_still_count(signed_in, alice):
    rows = {
        "row": ["n1", "n2"],
        **{"n1-description": "Travel", "n1-quantity": "two", "n1-rate": "40"},
        **{"n2-description": "Light", "n2-quantity": "2", "n2-rate": "50"},
    }

    answer = signed_in.post("/quotations/reckon/", typed(make_customer(owner=alice), **rows))

    text = answer.content.decode()
    assert "“two” is no number." in text
    assert "100.00" in text


def test_a_draft_is_written_without_javascript(signed_in, alice):
    item = make_item(owner=alice, code="HL-P240", name="Vesper pendant")
    make_price(item=item, rate=D(312))
    rows = {"row": ["n9001", "n9002"], "n9001-code": "hl-p240", "n9001-quantity": "2"}

    answer = signed_in.post("/quotations/new/", typed(make_customer(owner=alice), **rows))

    made = Quotation.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.lines.get().item, made.grand_total) == (item, D(624))


def test_lines_are_put_in_another_order_and_taken_out(signed_in, alice):
    lines = [
        {"description": name, "quantity": D(1), "rate": D(5)} for name in ("one", "two", "three")
    ]
    made = actions.create_quotation(
        Quotation, by=alice, party=make_customer(owner=alice), lines=lines
    )
    one, two, three = made.lines.order_by("position")
    keys = [f"l{line.pk}" for line in (three, one, two)]
    said = {f"{key}-quantity": "1" for key in keys} | {f"{key}-rate": "5" for key in keys}
    said |= {f"l{line.pk}-description": line.description for line in (one, two, three)}
    said |= {"row": keys, f"l{two.pk}-gone": "1", "seen": made.version, "date": made.date}

    signed_in.post(f"/quotations/{made.pk}/edit/", typed(made.customer, **said))

    left = list(made.lines.order_by("position").values_list("description", flat=True))
    assert left == ["three", "one"]


def test_who_saves_what_another_has_changed_is_told_and_keeps_their_typing(signed_in, alice):
    made = make_quotation(owner=alice, customer=make_customer(owner=alice))
    said = typed(made.customer, seen=made.version, note="Mine")
    actions.update_quotation(made, by=alice, note="Theirs")

    answer = signed_in.post(f"/quotations/{made.pk}/edit/", said)

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
    assert Quotation.objects.get().note == "Theirs"


def test_items_are_found_by_code_with_their_price(signed_in, alice):
    item = make_item(owner=alice, code="HL-77", name="Track rail", barcode="4006381333931")
    make_price(item=item, rate=D("148.50"))

    for text in ("hl-77", "track", "4006381333931"):
        answer = signed_in.get("/lines/items/", {"q": text})
        assert "148.50" in answer.content.decode()


def test_the_page_tells_strangers_nothing_else_and_is_not_indexed(client, page, offer):
    answer = client.get(page)

    assert offer.number in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.get(page[:-2] + "x/").status_code == 404
    draft = make_quotation(lead=offer.lead, secret="s" * 32)
    assert client.get(reverse("public_quotation", args=[draft.secret])).status_code == 404


def test_the_customer_accepts_once_however_often_they_press(client, page, offer):
    said = {"do": "accept", "name": "Nadia Ferrante", "agree": "on", "seen": offer.version}
    said["signature"] = "M1.0 2.0L3.5 4.0"

    first, again = client.post(page, said), client.post(page, said)

    offer.refresh_from_db()
    assert (first.status_code, again.status_code) == (302, 302)
    assert (offer.accepted_by, offer.signature) == ("Nadia Ferrante", "M1.0 2.0L3.5 4.0")
    assert Note.objects.count() == 1
    assert "Accepted by Nadia Ferrante" in client.get(page).content.decode()


def test_a_signature_that_is_no_drawing_is_not_kept(client, page, offer):
    client.post(page, {"do": "accept", "agree": "on", "name": "N", "signature": 'M1 1"/><script>'})
    offer.refresh_from_db()
    assert (offer.accepted_by, offer.signature) == ("N", "")


def test_the_customer_writes_and_declines(client, page, offer):
    client.post(page, {"do": "comment", "who": "Nadia", "text": "In copper?"})
    assert Note.objects.get().text == "Nadia: In copper?"

    client.post(page, {"do": "decline", "reason": "Too dear"})

    offer.refresh_from_db()
    assert (offer.status, offer.lost_text) == ("LOST", "Too dear")
    assert client.post(page, {"do": "accept", "agree": "on", "name": "Nadia"}).status_code == 409


def test_looks_are_counted_only_of_those_who_agree(client, page):
    client.get(page)
    assert not QuotationView.objects.exists()
    client.post(page, {"do": "looks"})
    client.get(page)
    client.get(page)
    assert QuotationView.objects.count() == 1


def test_who_asks_too_often_is_told_to_wait(client, page):
    for _turn in range(12):
        client.post(page, {"do": "nothing"})
    assert client.post(page, {"do": "comment", "text": "x"}).status_code == 429


def test_an_amended_offer_leads_to_the_new_one(client, page, offer):
    newer = actions.amend_quotation(offer, by=User.system())
    newer = actions.submit_quotation(newer, by=User.system())
    text = client.get(page).content.decode()
    assert reverse("public_quotation", args=[newer.secret]) in text


def test_an_offer_that_is_over_says_what_to_do(client, page, offer):
    day = localdate()
    with unrecorded():
        Quotation._base_manager.filter(pk=offer.pk).update(
            date=day - timedelta(days=3), valid_until=day - timedelta(days=1)
        )
    text = client.get(page).content.decode()
    assert "no longer valid" in text
    assert 'value="accept"' not in text


def test_sending_submits_and_writes_where_it_is_read(signed_in, alice):
    make_mailbox(owner=alice)
    lead = make_lead(owner=alice, name="Nadia Ferrante", email="nadia@quill.example")
    made = make_quotation(owner=alice, lead=lead)
    assert "nadia@quill.example" in signed_in.get(f"/quotations/{made.pk}/send/").content.decode()
    said = {"to": "nadia@quill.example", "subject": "Our offer", "text": "Here: {link}"}

    signed_in.post(f"/quotations/{made.pk}/send/", said | {"do": "send", "seen": made.version})

    made.refresh_from_db()
    assert made.status == "OPEN"
    letter = Message.objects.latest("pk")
    assert f"/q/{made.secret}/" in letter.text
    assert [each.name for each in Attachment.objects.about(letter)] == [f"{made.number}.pdf"]


def test_an_order_that_counts_is_sent_with_its_paper(signed_in, alice):
    make_mailbox(owner=alice)
    order = make_sales_order(owner=alice)
    said = {"to": "books@alderwick.example", "subject": "Confirmed", "text": "Thank you."}
    url = f"/sales-orders/{order.pk}/send/"
    assert signed_in.post(url, said).status_code == 409
    order = actions.submit_order(order, by=alice)
    assert f'href="{url}"' in signed_in.get(order.get_absolute_url()).text

    signed_in.post(url, said)

    letter = Message.objects.get()
    assert [each.name for each in Attachment.objects.about(letter)] == [f"{order.number}.pdf"]


def test_the_customer_takes_the_pdf_from_its_page_and_nobody_else(client, page, offer):
    assert f'href="{page}pdf/"' in client.get(page).text

    answer = client.get(f"{page}pdf/")

    assert answer.content.startswith(b"%PDF-")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get(f"{page[:-2]}x/pdf/").status_code == 404


def test_payments_of_an_offer_are_shown_in_their_parts(signed_in, alice):
    """I126: 30/70 on 1,000 gives 300 and 700."""
    with unrecorded():
        terms = PaymentTerms.objects.create(name="30/70")
        Instalment.objects.create(terms=terms, percent=30, count=0, position=1)
        Instalment.objects.create(terms=terms, percent=70, count=30, position=2)
    made = make_quotation(
        owner=alice, customer=make_customer(owner=alice), payment_terms=terms, quantity="10"
    )
    text = signed_in.get(made.get_absolute_url()).content.decode()
    assert "300.00" in text
    assert "700.00" in text


@pytest.mark.parametrize(
    "secret", ["%00" * 24, "%F0%9F%9A%AA" * 24, "a" * 5_000, "' OR 1=1 --" * 3]
)
def test_what_is_no_secret_is_not_found(client, db, secret):
    assert client.get(f"/q/{secret}/").status_code == 404


@pytest.mark.parametrize(("do", "field"), [("accept", "name"), ("decline", "reason")])
def test_what_no_database_holds_is_refused_on_the_public_page(client, page, offer, do, field):
    answer = client.post(page, {"do": do, "agree": "on", field: "Nadia\0"})

    offer.refresh_from_db()
    assert answer.status_code == 422
    assert (offer.status, offer.accepted_at) == ("OPEN", None)
