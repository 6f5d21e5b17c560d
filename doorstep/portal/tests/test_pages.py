"""The pages from the cart to the order, as a browser without JavaScript walks them."""

import re
from decimal import Decimal as D

import pytest
from django.core import mail
from django.core.cache import cache

from doorstep.catalog.testing import make_tax_rule, make_tax_template
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.portal.models import Cart, CartLine, ShopItem
from doorstep.portal.testing import open_shop
from doorstep.portal.tests.walking import (
    PASSWORD,
    link_in_last_letter,
    sell,
    sign_up,
    with_address,
)
from doorstep.portal.tests.walking import order as place
from doorstep.portal.tests.walking import ready_to_order as ready
from doorstep.selling.models import SalesOrder
from doorstep.users.models import User

pytestmark = pytest.mark.django_db
STREET = {"use": "both", "line1": "Storgata 41", "city": "Trondheim", "country": "NO"}
EVA = {"name": "Eva Moss", "email": "eva@x.test", "password": PASSWORD}
GUEST = {"name": "Gil Guest", "email": "gil@x.test"} | STREET


@pytest.fixture(autouse=True)
def _shop(db):
    cache.clear()
    open_shop()


def put(client, shown, quantity=1, **more):
    return client.post("/cart/add/", {"item": shown.item.pk, "quantity": quantity} | more)


def round_of(client):
    return Cart.objects.get().round


def test_from_a_guests_cart_to_the_order(client):
    put(client, sell(), 2)
    answer = client.post("/signup/", EVA | {"next": "/checkout/"})
    assert answer["Location"] == "/signup/?sent=1"
    assert "Look in your mail" in client.get(answer["Location"]).text

    answer = client.post(link_in_last_letter())
    assert answer["Location"] == "/my/addresses/new/?next=%2Fcheckout%2F"
    answer = client.post("/my/addresses/new/", STREET | {"next": "/checkout/"})
    assert answer["Location"] == "/checkout/"
    assert "Storgata 41" in client.get("/checkout/").text
    answer = client.post("/checkout/", {"round": round_of(client), "total": "24.00"})

    assert "Thank you" in client.get(answer["Location"]).text
    order = SalesOrder.objects.get()
    assert (order.grand_total, order.customer) == (24, Customer.objects.get())
    assert (Lead.objects.get().status.code, Contact.objects.count()) == ("CONVERTED", 1)


@pytest.fixture
def dear_in_norway(db):
    template = make_tax_template("25 %", {"name": "VAT", "rate": D(25)})
    return make_tax_rule("Norway", template=template, country="NO")


def test_where_taxes_follow_from_the_address_the_second_press_orders(client, dear_in_norway):
    put(client, sell())
    said = GUEST | {"round": round_of(client), "total": client_total(client)}

    first = client.post("/checkout/", said)
    second = client.post("/checkout/", said | {"total": total_in(first)})

    assert (first.status_code, total_in(first)) == (409, "15.00")
    assert second["Location"] == "/checkout/sent/"
    assert SalesOrder.objects.get().grand_total == 15


def test_another_address_with_other_taxes_is_ordered_by_the_second_press(client, dear_in_norway):
    account = sign_up()
    client.force_login(account.user)
    with_address(account, country="SE", city="Lund")
    norway = with_address(account)
    put(client, sell())
    said = {"round": round_of(client), "billing_address": norway.pk}
    said |= {"shipping_address": norway.pk}

    first = client.post("/checkout/", said | {"total": client_total(client)})
    second = client.post("/checkout/", said | {"total": total_in(first)})

    assert first.status_code == 409
    assert "Thank you" in client.get(second["Location"]).text
    assert SalesOrder.objects.get().grand_total == 15


def client_total(client):
    return total_in(client.get("/checkout/"))


def total_in(page):
    return re.search(r'name="total" value="([\d.]+)"', page.text)[1]


def test_what_was_ordered_before_is_put_into_the_cart_again(client):
    cart = ready()
    client.force_login(cart.user)
    placed = place(cart)
    gone = sell("Gone")
    put(client, gone)
    client.post("/cart/set/", {"item": gone.item.pk, "do": "remove"})

    answer = client.post(f"/cart/again/{placed.pk}/", follow=True)

    assert answer.redirect_chain == [("/cart/", 302)]
    assert [line.quantity for line in CartLine.objects.all()] == [2]


def test_what_is_not_sold_any_more_is_named(client):
    cart = ready()
    client.force_login(cart.user)
    placed = place(cart)
    with unrecorded():
        ShopItem.objects.update(is_published=False)

    answer = client.post(f"/cart/again/{placed.pk}/", follow=True)

    assert "cannot be ordered here now" in answer.text
    assert not CartLine.objects.exists()


def test_somebody_elses_order_cannot_be_ordered_again(client):
    theirs = place(ready())
    client.force_login(sign_up("mallory@x.test").user)

    assert client.post(f"/cart/again/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/cart/", "/checkout/", "/shop/{slug}/", "/my/addresses/"])
def test_the_pages_ask_a_fixed_number_of_questions(client, path, django_assert_max_num_queries):
    cart = ready()
    client.force_login(cart.user)
    for number in range(8):
        put(client, sell(f"Lamp {number}"))
    slug = CartLine.objects.first().item.shop_item.slug

    with django_assert_max_num_queries(30):
        assert client.get(path.format(slug=slug)).status_code == 200


def test_a_guest_orders_and_the_order_is_held_until_the_link_is_confirmed(client):
    put(client, sell())

    answer = client.post("/checkout/", GUEST | {"round": round_of(client)})

    assert answer["Location"] == "/checkout/sent/"
    assert client.get("/checkout/sent/").status_code == 200
    order = SalesOrder.objects.get()
    assert order.status == "ON_HOLD"
    link = link_in_last_letter()
    assert order.number in client.get(link).text
    order.refresh_from_db()
    assert order.status == "ON_HOLD"
    client.post(link)
    order.refresh_from_db()
    assert order.status == "TO_DELIVER_AND_BILL"


def test_the_answer_to_a_sign_up_is_the_same_for_a_known_address(client, alice):
    known = client.post("/signup/", EVA | {"email": alice.email})
    other = client.post("/signup/", EVA)

    assert (known.status_code, known["Location"]) == (other.status_code, other["Location"])
    assert User.objects.filter(kind="PORTAL").count() == 0
    assert "already" in mail.outbox[0].subject


def test_in_another_browser_the_password_is_typed_anew(client, client_b):
    client.post("/signup/", EVA)
    link = link_in_last_letter()

    refused = client_b.post(link)
    assert (refused.status_code, Lead.objects.count()) == (422, 0)
    client_b.post(link, {"password": "quite another evening"})

    assert User.objects.get(email="eva@x.test").check_password("quite another evening")


@pytest.fixture
def client_b():
    from django.test import Client

    return Client()


def test_looking_at_the_link_uses_nothing_up(client):
    client.post("/signup/", EVA)

    assert client.get(link_in_last_letter()).status_code == 200
    assert not User.objects.filter(email="eva@x.test").exists()


@pytest.mark.parametrize("link", ["/signup/nothing/", "/signup/" + "x" * 43 + "/"])
def test_a_link_nobody_was_sent_opens_nothing(client, link):
    assert client.post(link, {"password": PASSWORD}).status_code == 410


@pytest.mark.parametrize(
    "there", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:x"]
)
def test_signing_up_leads_nowhere_else(client, there):
    client.post("/signup/", EVA | {"next": there})

    answer = client.post(link_in_last_letter())

    assert answer["Location"] == "/my/addresses/new/"


def test_reading_the_cart_makes_nothing(client):
    client.get("/cart/")
    client.get("/cart/")

    assert (Cart.objects.count(), Lead.objects.count()) == (0, 0)


def test_the_same_item_twice_is_one_line_and_none_of_it_no_cart(client):
    shown = sell()
    put(client, shown)
    put(client, shown)
    assert CartLine.objects.get().quantity == 2

    client.post("/cart/set/", {"item": shown.item.pk, "quantity": 0})

    assert (CartLine.objects.count(), Cart.objects.count()) == (0, 0)


@pytest.mark.parametrize(("do", "count"), [("more", 4), ("less", 2), ("set", 7)])
def test_a_line_is_changed_without_javascript(client, do, count):
    shown = sell()
    put(client, shown, 3)

    client.post("/cart/set/", {"item": shown.item.pk, "quantity": 7, "do": do})

    assert CartLine.objects.get().quantity == count


def test_prices_and_parties_that_are_sent_along_are_nothing(client):
    put(client, sell(), price="0.01", rate="0.01", customer="1")

    assert "12.00" in client.get("/cart/").text


@pytest.mark.parametrize(
    "said",
    [{}, {"item": "x"}, {"item": 10**30}, {"item": 1, "quantity": "1.5"}, {"item": "\0"}],
)
def test_nonsense_is_refused_and_puts_nothing_in(client, said):
    assert client.post("/cart/add/", said).status_code in (404, 422)
    assert not Cart.objects.exists()


def test_what_is_not_published_cannot_be_put_in(client):
    answer = put(client, sell(is_published=False))

    assert (answer.status_code, Cart.objects.count()) == (422, 0)


def test_a_guests_cart_is_there_after_signing_in(client):
    user = sign_up().user
    put(client, sell(), 2)

    client.post("/login/", {"login": user.email, "password": PASSWORD})

    line = CartLine.objects.get()
    assert (line.cart.user, line.quantity) == (user, 2)
    assert "24.00" in client.get("/cart/").text


def test_an_address_of_somebody_else_is_not_there(client):
    other = ready("other@x.test", name="Other").user
    address = other.portal_account.lead.address_links.get().address
    client.force_login(sign_up().user)

    assert client.get(f"/my/addresses/{address.pk}/").status_code == 404
    assert client.post(f"/my/addresses/{address.pk}/", STREET).status_code == 404
    assert client.get("/my/addresses/999999/").status_code == 404


def test_an_order_is_thanked_for_to_whoever_ordered_it(client):
    client.force_login(sign_up().user)

    assert client.get("/checkout/thanks/1/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/leads/", "/today/", "/settings/company/", "/customers/"])
def test_no_page_of_the_staff_opens_to_a_web_user(client, path):
    client.force_login(sign_up().user)

    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, "/my/")


@pytest.mark.parametrize("path", ["/api/v1/leads", "/api/v1/customers", "/api/v1/users"])
def test_no_api_opens_to_a_web_user(client, path):
    client.force_login(sign_up().user)

    assert client.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/my/", "/my/addresses/", "/my/addresses/new/"])
def test_own_pages_ask_who_it_is(client, path):
    assert client.get(path)["Location"] == f"/login/?next={path}"


def test_too_many_sign_ups_from_one_address_wait(client):
    answers = [client.post("/signup/", EVA).status_code for _ in range(11)]

    assert (answers[0], answers[-1]) == (302, 429)
