"""The queue of duplicates, and the page that makes one of several."""

import re

import pytest

from doorstep.dedupe.actions import tell_apart
from doorstep.dedupe.looking import look_at
from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records.actions import update
from doorstep.selling.testing import make_sales_order
from doorstep.users.testing import grant, make_role, make_user

QUEUE = "/duplicates/"


def twins(model, make, **fields):
    found = [make(**fields) for _ in range(2)]
    look_at(model, [each.pk for each in found])
    return found


@pytest.fixture
def pair(alice):
    """Two leads of alice's that may be the same."""
    return twins(Lead, make_lead, owner=alice, name="Ada Lovelace", organisation="Oak")


def merge_url(*records, kind="lead"):
    return f"/duplicates/{kind}/merge/?" + "&".join(f"ids={each.pk}" for each in records)


def filled(answer, **changes):
    """What the form on the page would send."""
    inputs = re.findall(r"<input [^>]*>", answer.text)
    sent = {}
    for each in inputs:
        name = re.search(r'name="([^"]*)"', each)
        value = re.search(r'value="([^"]*)"', each)
        if name and ("hidden" in each or " checked" in each) and name[1] != "csrfmiddlewaretoken":
            sent.setdefault(name[1], []).append(value[1])
    return sent | changes


def test_the_queue_shows_the_likeliest_first_with_the_reasons(as_alice, alice, pair):
    same = [make_contact(owner=alice, name="Grace H", email="g@x.test") for _ in "ab"]
    look_at(Contact, [each.pk for each in same])

    text = as_alice.get(QUEUE).text

    assert text.index("Grace H") < text.index("Ada Lovelace")
    assert "97 %" in text
    assert "Same e-mail" in text


def test_a_pair_of_which_one_sees_but_one_record_is_not_in_the_queue(as_alice, alice, carol):
    leads = [make_lead(owner=each, name="Ada Lovelace") for each in (alice, carol)]
    look_at(Lead, [lead.pk for lead in leads])

    assert "Ada Lovelace" not in as_alice.get(QUEUE).text


def test_the_queue_goes_on_where_its_page_ended(as_alice, alice):
    leads = [make_lead(owner=alice, name=f"Twin{n // 2:03} Lovelace") for n in range(50)]
    look_at(Lead, [lead.pk for lead in leads])

    first = as_alice.get(QUEUE)
    link = re.search(r'href="(\?after=[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = as_alice.get(QUEUE + link)

    names = [set(re.findall(r"Twin\d+", page.text)) for page in (first, second)]
    assert names[0]
    assert names[1]


def test_never_the_same_takes_a_pair_out_and_undo_brings_it_back(as_alice, alice, pair):
    sent = {"ids": [each.pk for each in pair], "next": QUEUE}

    answer = as_alice.post("/duplicates/lead/apart/", sent, follow=True)

    assert "are never the same" in answer.text
    assert "Same name" not in answer.text
    event = Event.objects.latest("pk")
    assert (event.name, event.by) == ("lead.told_apart", alice)
    as_alice.post(f"/events/{event.pk}/undo/", {"next": QUEUE})
    assert "Same name" in as_alice.get(QUEUE).text


def test_what_was_told_apart_and_what_was_merged_is_listed(as_alice, alice, pair):
    tell_apart(pair[0], by=alice, other=pair[1])
    others = twins(Lead, make_lead, owner=alice, name="Grace Hopper", organisation="")
    as_alice.post(merge_url(*others), filled(as_alice.get(merge_url(*others))))

    assert "Oak" in as_alice.get(f"{QUEUE}?show=apart").text
    assert "Grace Hopper" in as_alice.get(f"{QUEUE}?show=merged").text
    assert as_alice.get(f"{QUEUE}?show=eaten").status_code == 404


def test_the_page_proposes_what_merging_would_do_and_does_it(as_alice, alice):
    a = make_lead(owner=alice, name="Ada Byron", organisation="Oak", email="a@x.test", city="Ulm")
    b = make_lead(owner=alice, name="A. Byron", organisation="Oak Ltd", request="lamps")

    page = as_alice.get(merge_url(a, b))
    sent = filled(page, **{"take-organisation": b.pk})
    answer = as_alice.post(merge_url(a, b), sent)

    a.refresh_from_db()
    assert answer.url == a.get_absolute_url()
    assert (a.name, a.organisation, a.request, a.city) == ("Ada Byron", "Oak Ltd", "lamps", "Ulm")
    assert not Lead.objects.filter(pk=b.pk).exists()


def test_a_name_is_chosen_whole(as_alice, alice):
    a = make_lead(owner=alice, first_name="Ada", last_name="Byron", name="Ada Byron")
    b = make_lead(owner=alice, first_name="A.", last_name="Lovelace", name="A. Lovelace")

    page = as_alice.get(merge_url(a, b))
    as_alice.post(merge_url(a, b), filled(page, **{"keep": a.pk, "take-name": b.pk}))

    a.refresh_from_db()
    assert "take-first_name" not in page.text
    assert (a.name, a.first_name, a.last_name) == ("A. Lovelace", "A.", "Lovelace")


def test_one_undo_takes_a_merge_of_three_back(as_alice, alice):
    leads = [make_lead(owner=alice, name=f"Ada {n}", organisation=f"Oak {n}") for n in range(3)]
    page = as_alice.get(merge_url(*leads))
    as_alice.post(merge_url(*leads), filled(page, keep=leads[1].pk))
    assert list(Lead.objects.values_list("pk", flat=True)) == [leads[1].pk]

    undo(Event.objects.latest("pk"), by=alice)

    assert Lead.objects.count() == 3


def test_the_page_counts_what_moves_along(as_alice, alice):
    a, b = (make_customer(name=name, owner=alice) for name in ("Oak", "Oaks"))
    update(b, by=alice, website="https://oak.example")
    make_sales_order(customer=b, owner=alice)
    make_address(customer=b, owner=alice)

    text = as_alice.get(merge_url(a, b, kind="customer")).text

    for label in ("History", "Orders", "Addresses"):
        assert re.search(
            rf'{label}</div><div class="mg__none">none</div><div class="mg__none">1', text
        )


def test_orders_that_one_may_not_see_are_not_counted(as_alice, alice, carol):
    a, b = (make_customer(name=name, owner=alice) for name in ("Oak", "Oaks"))
    make_sales_order(customer=b, owner=carol)

    assert 'mg__k">Orders<' not in as_alice.get(merge_url(a, b, kind="customer")).text


def test_who_was_overtaken_by_an_edit_sees_what_it_says_now(as_alice, alice, pair):
    page = as_alice.get(merge_url(*pair))
    update(pair[1], by=alice, organisation="Ash")

    answer = as_alice.post(merge_url(*pair), filled(page))

    assert answer.status_code == 409
    assert "Ash has changed since you opened it." in answer.text
    assert "Look once more" in answer.text
    assert Lead.objects.count() == 2
    again = as_alice.post(merge_url(*pair), filled(answer))
    assert again.status_code == 302


def test_a_merge_that_is_refused_says_why_on_the_page(as_alice, alice):
    a = make_customer(name="Oak", currency="EUR", owner=alice)
    b = make_customer(name="Oaks", currency="NOK", owner=alice)
    page = as_alice.get(merge_url(a, b, kind="customer"))

    answer = as_alice.post(merge_url(a, b, kind="customer"), filled(page))

    assert answer.status_code == 409
    assert "they stay two customers" in answer.text
    assert Customer.objects.count() == 2


@pytest.mark.parametrize("count", [1, 6])
def test_one_record_or_six_are_not_compared(as_alice, alice, count):
    leads = [make_lead(owner=alice, name=f"Ada {n}") for n in range(count)]

    answer = as_alice.get(merge_url(*leads))

    assert answer.status_code == 422
    assert "from two to five" in answer.text


def test_a_record_out_of_reach_is_not_compared(as_alice, alice, carol):
    mine, hers = make_lead(owner=alice), make_lead(owner=carol, name="Bo")

    assert as_alice.get(merge_url(mine, hers)).status_code == 404
    assert as_alice.get("/duplicates/sales_order/merge/?ids=1&ids=2").status_code == 404


def test_who_may_only_look_is_refused(client, alice, pair):
    readers = make_role("Readers")
    grant(readers, Lead, view="ALL")
    reader = make_user("r@example.org", roles=[readers])
    client.force_login(reader)
    page = client.get(merge_url(*pair))

    answer = client.post(merge_url(*pair), filled(page))

    assert answer.status_code == 403
    assert Lead.objects.count() == 2


def test_ticked_rows_of_a_list_lead_to_the_page(as_alice, alice, pair):
    sent = {"do": "go:merge", "ids": [each.pk for each in pair]}

    answer = as_alice.post("/leads/bulk/", sent)

    assert answer.url == merge_url(*pair)


def test_six_ticked_rows_are_too_many(as_alice, alice):
    leads = [make_lead(owner=alice, name=f"Ada {n}") for n in range(6)]

    answer = as_alice.post("/leads/bulk/", {"do": "go:merge", "ids": [each.pk for each in leads]})

    assert answer.status_code == 422
    assert "Choose from 2 to 5" in answer.text


def test_the_menu_of_a_record_asks_with_whom(as_alice, alice, pair):
    dialog = f"/duplicates/lead/{pair[0].pk}/with/"
    assert dialog in as_alice.get(pair[0].get_absolute_url()).text
    assert "Same name" in as_alice.get(dialog).text

    answer = as_alice.post(dialog, {"other": pair[1].pk})

    assert answer.url == merge_url(*pair)
    assert as_alice.post(dialog, {"other": pair[0].pk}).status_code == 422


def test_the_panel_offers_to_compare_and_to_tell_apart(as_alice, pair):
    text = as_alice.get(f"/leads/{pair[0].pk}/panels/").text

    assert merge_url(*pair).replace("&", "&amp;") in text
    assert "Not the same" in text


def test_the_queue_asks_as_often_for_many_pairs_as_for_one(
    as_alice, alice, pair, django_assert_max_num_queries
):
    leads = [make_lead(owner=alice, name=f"Twin{n // 2:03} Lovelace") for n in range(30)]
    look_at(Lead, [lead.pk for lead in leads])

    with django_assert_max_num_queries(6):
        as_alice.get(QUEUE)
