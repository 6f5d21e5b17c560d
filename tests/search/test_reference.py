"""Against a slow reference that reads every record: whatever was stored, whatever is asked."""

from unicodedata import category

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.kit.folding import fold, spans
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.searching import search, search_filter
from tests.shared_data import DATA, needs_data

LETTERS = "aabcdAé ß李明'-.@1 2"
STORED = st.text(LETTERS, min_size=1, max_size=14)
ASKED = st.text(LETTERS, max_size=9)
ANY = st.text(st.characters(codec="utf-8"), max_size=30)
MANY = 1000
with_the_database = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def reference(leads, text):
    """Those that hold each word: anywhere from three letters on, else where a word begins."""
    words = [folded for word in text.split() if (folded := fold(word))]
    return {
        lead.pk
        for lead in leads
        if words
        and all(
            any(_holds(fold(value), word) for value in (lead.name, lead.organisation))
            for word in words
        )
    }


def _holds(value, word):
    if len(word.replace(" ", "  ")) >= 3:
        return word in value
    return f" {word}" in f" {value}"


@with_the_database
@given(
    names=st.lists(st.tuples(STORED, STORED, st.booleans()), max_size=8),
    texts=st.lists(ASKED, min_size=1, max_size=4),
)
def test_all_that_the_reference_finds_is_found_and_nothing_out_of_reach(
    alice, carol, names, texts
):
    with transaction.atomic():
        with unrecorded():
            leads = [
                Lead.objects.create(
                    name=name, organisation=other, owner=alice if is_hers else carol
                )
                for name, other, is_hers in names
            ]
        hers = {lead.pk for lead in leads if lead.owner_id == alice.pk}
        for text in texts:
            wanted = reference(leads, text) & hers
            hits = {hit.id for hit in search(alice, text, limit=MANY)}
            listed = search_filter(Lead.objects.visible_to(alice), text)

            assert wanted <= hits <= hers
            if text.strip():
                assert wanted <= set(listed.values_list("pk", flat=True)) <= hers
        transaction.set_rollback(True)


@with_the_database
@given(stored=ANY, asked=ANY)
def test_any_text_can_be_stored_and_asked_for(alice, stored, asked):
    stored = stored.replace("\0", "")  # which no record holds
    with transaction.atomic():
        make_lead(owner=alice, name=stored or "x", organisation="", email="")
        search(alice, asked)
        found = search(alice, stored)
        transaction.set_rollback(True)

    assert found or not fold(stored[:60].partition(" ")[0])


@given(ANY)
def test_folding_twice_is_folding_once(text):
    once = fold(text)

    assert fold(once) == once
    assert not [letter for letter in once if category(letter) in ("Cc", "Cs", "Zl")]


@given(ANY, ANY)
def test_what_stands_out_is_what_was_asked_for(text, words):
    wanted = {fold(word) for word in words.split()}

    for start, end in spans(text, words):
        assert any(word in fold(text[start:end]) for word in wanted)


def test_very_long_questions_are_cut(alice):
    make_lead(owner=alice, name="Ada")

    assert search(alice, "ada " * 10_000)
    assert search(alice, "x" * 100_000) == []


def strings(path):
    data = (DATA / path).read_bytes()
    if path.endswith(".json"):
        return orjson.loads(data)
    return data.decode(errors="replace").splitlines()


@needs_data
@pytest.mark.parametrize(
    "path",
    [
        "naughty-strings/blns.json",
        *(f"injection-payloads/{name}.txt" for name in ("sql", "ssti", "path_traversal", "xss")),
    ],
)
def test_what_is_meant_to_break_things_breaks_nothing(as_alice, alice, path):
    texts = strings(path)[:600]
    lead = make_lead(owner=alice, name="Ada", organisation="")

    for text in texts:
        assert as_alice.get("/search/", {"q": text}).status_code == 200
        assert as_alice.get("/api/v1/search", {"q": text}).status_code in (200, 422)
        search_filter(Lead.objects.visible_to(alice), text).exists()
    assert [hit.id for hit in search(alice, "ada")] == [lead.pk]


@needs_data
def test_a_record_with_such_a_name_is_found_by_it(alice):
    missed = []
    for text in strings("naughty-strings/blns.json"):
        name = text.replace("\0", "")[:100]
        if not any(fold(word) for word in name.split()):
            continue
        with transaction.atomic():
            lead = make_lead(owner=alice, name=name, organisation="", email="")
            if lead.pk not in {hit.id for hit in search(alice, name, limit=MANY)}:
                missed.append(name)
            transaction.set_rollback(True)

    assert missed == []
