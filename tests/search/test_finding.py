"""What is found, in which order, and by whom."""

import pytest

from doorstep.parties.models import Lead
from doorstep.parties.records import CONTACTS, LEADS
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.searching import search, search_filter
from doorstep.users.testing import make_user


def titles(user, text, **options):
    return [hit.title for hit in search(user, text, **options)]


@pytest.mark.parametrize(
    "text",
    [
        *("Ada", "ada byron", "byron ada", "BYRON", "adá", "yro", "ad", "a", "byr ada"),
        *("ada@example.org", "example.org", "ada example", "Analytical", "ltd ada"),
        *("Ada  Byron ", "ada-byron", "\tada", "(ada)", "ada@exam"),
    ],
)
def test_a_record_is_found_by(alice, text):
    lead = {"name": "Ada Byron", "organisation": "Analytical Ltd", "email": "ada@example.org"}
    make_lead(owner=alice, **lead)

    assert titles(alice, text) == ["Ada Byron"]


@pytest.mark.parametrize("text", ["dab", "on", "ada carol", "yron x", "@@@", "", " ", "ana"])
def test_a_record_is_not_found_by(alice, text):
    make_lead(owner=alice, name="Ada Byron", organisation="", email="")

    assert titles(alice, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Łukasz Żółw", "lukasz zolw"),
        ("Straße 5", "strasse"),
        ("O’Brien", "obrien"),
        ("O'Brien", "o’brien"),
        ("Smith-Jones", "jones"),
        ("李小明", "小明"),
        ("李小明", "李"),
        ("Ærø Kaffe", "aero"),
        ("Иванов Пётр", "петр"),
        ("Ольга", "ОЛЬГА"),
        ("AT&T", "at&t"),
        ("محمد", "محمد"),
        ("दिल्ली", "दिल्ली"),
        ("김민수", "민수"),
    ],
)
def test_any_script_is_found(alice, name, text):
    make_lead(owner=alice, name=name)

    assert titles(alice, text) == [name]


def test_an_exact_title_comes_before_a_beginning_before_a_word_inside(alice):
    for name in ("Berta Ada", "Ramada", "Ada Byron", "Ada"):
        make_lead(owner=alice, name=name, organisation="")

    assert titles(alice, "ada") == ["Ada", "Ada Byron", "Berta Ada", "Ramada"]


def test_among_equals_the_newest_comes_first(alice):
    first, second = make_lead(owner=alice), make_lead(owner=alice)

    assert [hit.id for hit in search(alice, "byron")] == [second.pk, first.pk]


def test_there_are_at_most_so_many_of_each_kind(alice):
    for _ in range(4):
        make_lead(owner=alice, name="Ada")
        make_contact(owner=alice, name="Ada")

    kinds = [hit.kind for hit in search(alice, "ada", limit=2)]

    assert sorted(kinds) == ["contact", "contact", "lead", "lead"]


def test_only_the_kinds_asked_for_are_found(alice):
    make_lead(owner=alice, name="Ada")
    make_contact(owner=alice, name="Ada")

    assert [hit.kind for hit in search(alice, "ada", kinds=[CONTACTS])] == ["contact"]


def test_a_hit_says_where_it_leads(alice):
    lead = make_lead(owner=alice, name="Ada", organisation="Engines", email="ada@example.org")

    hit = search(alice, "ada")[0]

    assert (hit.record, hit.url, hit.icon) == (
        f"lead:{lead.pk}",
        f"/leads/{lead.pk}/",
        "footprints",
    )
    assert hit.detail.startswith("Engines · ada@example.org")


def test_what_is_out_of_reach_is_never_found(alice, bob, carol):
    make_lead(owner=alice, name="Ada Byron")

    assert titles(bob, "ada byron") == ["Ada Byron"]
    assert titles(carol, "ada byron") == titles(carol, "ada") == titles(carol, "adaa") == []


def test_ones_own_is_found_among_many_of_others(alice, carol, monkeypatch):
    monkeypatch.setattr("doorstep.search.matching.LOOKED_AT", (2, 3))
    mine = make_lead(owner=carol, name="Ada Byron")
    for _ in range(10):
        make_lead(owner=alice, name="Ada Byron")

    assert [hit.id for hit in search(carol, "ada")] == [mine.pk]
    assert [hit.id for hit in search(carol, "yro")] == [mine.pk]


def test_without_a_grant_there_is_nothing_to_find(alice):
    make_lead(owner=alice)

    assert titles(make_user("dora@example.org"), "ada") == []


def test_a_list_is_narrowed_to_what_holds_every_word(alice):
    ada = make_lead(owner=alice, name="Ada Byron")
    make_lead(owner=alice, name="Ada Lovelace")

    leads = Lead.objects.visible_to(alice)

    assert list(search_filter(leads, "ron ada")) == [ada]
    assert search_filter(leads, " ").count() == 2
    assert not search_filter(leads, "!?").exists()


def test_a_list_of_very_many_matches_is_narrowed_as_well(alice, monkeypatch):
    monkeypatch.setattr("doorstep.search.stores.sqlite.SAMPLE", 2)
    monkeypatch.setattr("doorstep.search.stores.postgresql.MANY", 2)
    for name in ("Ada Byron", "Ada Lovelace", "Charles Babbage"):
        make_lead(owner=alice, name=name)

    assert search_filter(Lead.objects.visible_to(alice), "ada").count() == 2


def test_a_kind_takes_one_or_two_statements_at_most(alice, django_assert_max_num_queries):
    for _ in range(30):
        make_lead(owner=alice)
        make_contact(owner=alice)
        make_customer(owner=alice)
    search(alice, "warm")

    with django_assert_max_num_queries(3):
        search(alice, "babbage", kinds=[LEADS, CONTACTS])


def test_narrowing_a_list_takes_one_statement(alice, django_assert_num_queries):
    make_lead(owner=alice, name="Ada Byron")
    leads = Lead.objects.visible_to(alice)
    search_filter(leads, "warm")

    with django_assert_num_queries(1):
        search_filter(leads, "ada")
