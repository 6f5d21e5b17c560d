"""The command palette: found, done, made, gone to."""

import re

import pytest

from doorstep.parties.testing import make_customer, make_lead

ASKED = {"HX-Request": "true"}


@pytest.fixture
def ask(as_alice):
    def ask(query=""):
        text = as_alice.get(f"/palette/?{query}", headers=ASKED).text
        groups = re.split(r'id="pg-\d+">', text)[1:]
        return {part.partition("</div>")[0]: re.sub(r"\s+", " ", part) for part in groups}

    return ask


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante", organisation="Studio Quill")


def test_records_are_found_and_what_was_typed_stands_out(ask, lead):
    records = ask("q=quill")["Records"]

    assert "Nadia Ferrante" in records
    assert "<mark>Quill</mark>" in records
    assert f'data-record="lead:{lead.pk}"' in records


def test_nothing_out_of_reach_is_found(ask, carol):
    make_lead(owner=carol, name="Nadia Ferrante")

    assert "Records" not in ask("q=nadia")


def test_what_can_be_done_is_about_the_record_that_is_open(ask, lead):
    found = ask(f"q=convert&on=lead:{lead.pk}")

    assert "Convert to customer" in re.sub(
        "</?mark>", "", found["Do something with Nadia Ferrante"]
    )
    assert "<kbd>M</kbd><kbd>C</kbd>" in found["Do something with Nadia Ferrante"]


def test_nothing_can_be_done_with_what_is_out_of_reach(ask, carol):
    hers = make_lead(owner=carol)

    assert not [label for label in ask(f"on=lead:{hers.pk}") if label.startswith("Do something")]


def test_a_name_that_is_not_there_can_be_made(ask):
    assert 'data-url="/leads/new/?name=Kenji+Morrow"' in ask("q=Kenji Morrow")["Create"]


def test_what_was_open_last_comes_first(ask, lead):
    found = ask(f"recent=lead:{lead.pk}")

    assert next(iter(found)) == "Recent"
    assert "Nadia Ferrante" in found["Recent"]


def test_what_was_open_last_is_hidden_once_it_is_out_of_reach(ask, carol):
    assert "Recent" not in ask(f"recent=lead:{make_lead(owner=carol).pk}")


def test_a_sign_in_front_asks_for_commands_people_or_documents(ask, alice, lead):
    make_customer(owner=alice, name="Ferrante GmbH")

    assert "People" in ask("q=@ferrante")
    assert "GmbH" not in ask("q=@ferrante")["People"]
    assert "Records" not in ask("q=>ferrante")
    assert "Settings" in ask("q=>dark")


@pytest.mark.parametrize(
    "query", ["on=lead:abc", "on=:", "on=session:1", "recent=user:1", "q=%00"]
)
def test_what_makes_no_sense_finds_nothing(as_alice, query):
    assert as_alice.get(f"/palette/?{query}", headers=ASKED).status_code in (200, 422)


def test_without_javascript_it_is_a_page(as_alice, lead):
    assert f'href="/leads/{lead.pk}/"' in as_alice.get("/palette/?q=nadia").text


def test_a_record_is_moved_to_another_status(ask, lead):
    done = ask(f"q=move replied&on=lead:{lead.pk}")["Do something with Nadia Ferrante"]

    assert f'data-url="/leads/{lead.pk}/status/"' in done
    assert "data-values=" in done
