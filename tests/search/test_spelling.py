"""Mistyped words find what was meant, where the words as typed find little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import create
from doorstep.records.searching import search
from doorstep.search.models import Spelling
from doorstep.search.spelling import learn, relearn, slips

WORDS = st.text("abcd", max_size=6)


@pytest.fixture
def schneider(alice):
    lead = make_lead(owner=alice, name="Berta Schneider", organisation="", email="")
    relearn()
    return lead


@pytest.mark.parametrize(
    "typed",
    [
        *("schneder", "schneidder", "schneiser", "schneidre", "chneider", "schneide"),
        *(
            "SCHNEDER",
            "sschneidder",
            "schneiderrr",
            "berta schneder",
            "brta schneider",
            "brta schneder",
        ),
    ],
)
def test_a_slip_still_finds(alice, schneider, typed):
    assert [hit.id for hit in search(alice, typed)] == [schneider.pk]


@pytest.mark.parametrize("typed", ["schmidt", "snd", "brt", "berta schmidt", "1234567"])
def test_another_word_is_no_slip(alice, schneider, typed):
    assert search(alice, typed) == []


def test_what_was_typed_comes_before_what_is_close(alice, schneider):
    typed = make_lead(owner=alice, name="Berta Schneder")

    hits = search(alice, "schneder")

    assert [(hit.id, hit.near) for hit in hits] == [(typed.pk, False), (schneider.pk, True)]


def test_where_the_words_find_enough_nothing_else_is_tried(alice, schneider):
    for _ in range(3):
        make_lead(owner=alice, name="Berta Schneder")

    assert not [hit for hit in search(alice, "schneder") if hit.near]


def test_a_word_of_others_gives_nothing_away(carol, schneider):
    assert search(carol, "schneder") == []


def test_new_words_are_learnt_once(alice):
    create(Lead, by=alice, name="Wilhelmine")
    learn()
    learn()

    assert [hit.title for hit in search(alice, "wilhelmne")] == ["Wilhelmine"]
    assert Spelling.objects.filter(form="wilhelmine").count() == 1


def test_learning_anew_forgets_what_is_no_more(alice, schneider):
    Spelling.objects.create(form="ghosts", word="ghosts")

    relearn()

    assert not Spelling.objects.filter(word="ghosts").exists()


@given(WORDS, WORDS)
def test_slips_are_counted_the_same_both_ways(one, other):
    assert slips(one, other) == slips(other, one)
    assert (slips(one, other) == 0) == (one == other)


@given(WORDS, st.integers(0, 5))
def test_two_neighbours_exchanged_are_one_slip(word, at):
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]

    assert slips(word, swapped) <= 1
