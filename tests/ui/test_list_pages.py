"""A list as a page: chips, the form of a filter, columns, numbers, ways to more."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from doorstep.parties.testing import make_lead

HTMX = {"HX-Request": "true"}


@pytest.fixture
def two(alice):
    return [
        make_lead(owner=alice, name=name, value=value) for name, value in (("Ada", 5), ("Bea", 9))
    ]


def test_a_chip_can_be_changed_and_taken_off(as_alice, two):
    text = as_alice.get("/leads/?name.contains=ad&value.max=7").text

    assert 'aria-label="Filter: Name contains ad"' in text
    assert 'href="/leads/?value.max=7" hx-get' in text
    assert "/leads/filters/name/?query=name.contains%3Dad%26value.max%3D7" in text
    assert "Bea" not in text


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("op=contains&v=ad", {"name.contains": ["ad"]}),
        ("op=empty-yes", {"name.empty": ["yes"]}),
        ("op=is&v=Ada&v=Bea", {"name": ["Ada", "Bea"]}),
        ("op=contains&v=", {}),
    ],
)
def test_a_filter_is_set_by_a_form(as_alice, two, form, found):
    answer = as_alice.get(f"/leads/filters/name/?query=value.max%3D9%26name.not%3Dx&{form}")

    asked = parse_qs(urlsplit(answer.url).query)
    assert asked == {"value.max": ["9"], **found}


def test_a_range_is_set_by_its_ends(as_alice, two):
    answer = as_alice.get("/leads/filters/value/?query=&op=min%2Bmax&v=1&v=7")

    assert parse_qs(urlsplit(answer.url).query) == {"value.min": ["1"], "value.max": ["7"]}


def test_a_filter_form_is_a_page_of_its_own_and_a_part(as_alice, two):
    page = as_alice.get("/leads/filters/value/?query=").text
    part = as_alice.get("/leads/filters/value/?query=", headers=HTMX).text

    assert "<html" in page
    assert "<html" not in part
    assert "between" in part


def test_how_many_would_match_is_said_before(as_alice, two):
    asked = "/leads/filters/name/?query=value.max%3D7&op=contains&v={}&do=count"

    assert "<b>1</b> match" in as_alice.get(asked.format("ad")).text
    assert "<b>0</b> match" in as_alice.get(asked.format("be")).text


def test_a_count_of_nonsense_says_what_works(as_alice, two):
    text = as_alice.get("/leads/filters/value/?query=&op=is&v=much&do=count").text

    assert "Write a number" in text


def test_choices_come_with_how_many_there_are(as_alice, two):
    text = as_alice.get("/leads/filters/status/?query=", headers=HTMX).text

    assert "tnum" in text
    assert ">2<" in text


def test_a_filter_nobody_declared_has_no_form(as_alice):
    assert as_alice.get("/leads/filters/password/?query=").status_code == 404


def test_columns_are_shown_in_the_order_asked_for(as_alice, two):
    text = as_alice.get("/leads/?columns=value&columns=name&columns=created_at").text

    head = text[text.index("<thead") : text.index("</thead")]
    assert head.index("Value") < head.index("Lead") < head.index("Created")
    assert "Phone" not in head


def test_columns_can_be_moved_by_links(as_alice):
    text = as_alice.get("/leads/columns/?query=columns%3Dname%26columns%3Dvalue").text

    assert (
        'href="/leads/?columns=value&amp;columns=name" aria-label="Move Lead to the right"' in text
    )


def test_rows_can_stand_close(as_alice, two):
    assert 'data-density="compact"' in as_alice.get("/leads/?density=compact").text


def test_numbers_come_after_the_page(as_alice, two):
    text = as_alice.get("/leads/counts/?value.max=7", headers=HTMX).text

    assert '<span class="count" id="count-all" hx-swap-oob="true">2</span>' in text
    assert "of 1" in text
    assert "€5" in text


def test_one_can_page_forwards_and_back(as_alice, alice):
    for number in range(60):
        make_lead(owner=alice, name=f"Lead {number:02}")

    first = as_alice.get("/leads/?sort=name").text
    second = as_alice.get("/leads/" + _way(first, "Next page")).text
    again = as_alice.get("/leads/" + _way(second, "Previous page")).text

    assert "Lead 49" in first
    assert "Lead 50" in second
    assert "Lead 49" not in second
    assert "Lead 00" in again
    assert "Lead 49" in again


def _way(text, label):
    end = text.index(f'aria-label="{label}"')
    return text[text.rindex('href="', 0, end) + 6 : end].partition('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("path", "says"),
    [("/customers/", "Nothing here yet"), ("/leads/?name=nobody", "Nothing matches")],
)
def test_an_empty_list_says_why(as_alice, two, path, says):
    text = as_alice.get(path).text

    assert says in text
    assert ("Clear all filters" in text) == ("?" in path)


def test_what_someone_wrote_is_text_in_a_list(as_alice, alice):
    evil = "<script>alert(1)</script>{{ 7*7 }}\" onload='x'"
    make_lead(owner=alice, name=evil, organisation=evil, phone=evil[:40], email="a@example.org")

    text = as_alice.get("/leads/").text + as_alice.get("/leads/board/").text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}" in text
    assert "onload='x'" not in text


def test_text_that_looks_like_what_we_made_is_still_text(as_alice, alice):
    made = '<span class="av t-sand">'
    make_lead(owner=alice, name=made, organisation=made)
    make_lead(owner=alice, name="Ada")

    for _time in range(2):  # the second time everything is remembered
        assert made not in as_alice.get("/leads/?columns=name").text
