"""Wherever somebody is shown it is said when they are contacted next: planned, late, or never."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from doorstep.parties.actions import convert_lead
from doorstep.parties.testing import make_customer, make_lead

HTMX = {"HX-Request": "true"}
WORDS = ("due--none", "due--late", "due--later")


@pytest.fixture
def leads(alice):
    days = {"Ada": None, "Bo": -2, "Cy": 9}
    return [
        make_lead(owner=alice, name=name, organisation="", next_contact_at=moment(each))
        for name, each in days.items()
    ]


def moment(days):
    return None if days is None else now() + timedelta(days=days)


def test_in_a_list(as_alice, leads):
    page = as_alice.get("/leads/").text

    assert [page.count(f'class="due {word}"') for word in WORDS] == [1, 1, 1]


def test_in_the_list_of_customers(as_alice, alice):
    for number, days in enumerate((None, -2, 9)):
        make_customer(owner=alice, name=f"Oak {number}", next_contact_at=moment(days))

    page = as_alice.get("/customers/").text

    assert [page.count(f'class="due {word}"') for word in WORDS] == [1, 1, 1]


def test_on_a_board(as_alice, leads):
    page = as_alice.get("/leads/board/").text

    assert ("No next step" in page, "due--late" in page, "due--later" in page) == (True,) * 3


@pytest.mark.parametrize("page", ["", "peek/"])
def test_on_a_record_and_in_a_peek(as_alice, leads, page):
    none, late, later = (
        as_alice.get(f"/leads/{lead.pk}/{page}", headers=HTMX).text for lead in leads
    )

    assert "Plan the next contact" in none
    assert "next--late" in late
    assert 'class="next ' in later


def test_in_the_head_of_a_record_on_a_phone(as_alice, leads):
    pages = [as_alice.get(f"/leads/{lead.pk}/").text for lead in leads]

    heads = [page.partition('class="rec__title"')[2].partition("rec__sub")[0] for page in pages]
    assert [word in head for word, head in zip(WORDS, heads, strict=True)] == [True] * 3


def test_who_became_a_customer_is_planned_there(as_alice, alice, leads):
    convert_lead(leads[0], by=alice)

    head = as_alice.get(f"/leads/{leads[0].pk}/").text.partition('class="rec__title"')[2]

    assert "due--none" not in head.partition("rec__sub")[0]
