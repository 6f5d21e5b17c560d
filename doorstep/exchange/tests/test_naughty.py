"""Rows and headers that are made to hurt: each is a row's refusal, or taken as it is written."""

import pytest

from doorstep.exchange import engine
from doorstep.kit.errors import Refusal
from doorstep.parties.models import Lead
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(tmp_path):
    def brought(content):
        path = tmp_path / "leads.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return engine.run(engine.new_job("leads", path, by=User.system(), preset="salesforce"))

    return brought


@pytest.mark.parametrize(
    "cell",
    ["A\0da", "x" * 1_000_000, "=cmd()|' /C calc'!A0", "\ufeffAda", "\u202eevil", "𝓐da 👩‍🚀"],
)
def test_a_naughty_cell_costs_its_row_at_most(bring, cell):
    done = bring(f"Name,Email\n{cell},a@x.test\nBo,b@x.test\n")

    assert Lead.objects.filter(name="Bo").exists()
    assert done.new + done.rejected == 2


def test_a_file_of_ten_thousand_columns_is_imported_by_those_we_know(bring):
    headers = ["Name", *(f"c{n}" for n in range(10_000))]
    cells = ["Ada", *("x" for _ in range(10_000))]

    done = bring(f"{','.join(headers)}\n{','.join(cells)}\n")

    assert (done.new, Lead.objects.get().name) == (1, "Ada")


def test_headers_that_are_missing_or_there_twice_have_names_of_their_own(bring):
    done = bring("Name,,Name,Email\nAda,x,Bo,a@x.test\n")

    assert list(done.mapping.values()).count("name") == 1
    assert (done.new, Lead.objects.get().name) == (1, "Ada")


@pytest.mark.parametrize("content", ["", "\n\n", "\0\0\0\0"])
def test_a_file_of_nothing_is_refused(bring, content):
    with pytest.raises(Refusal):
        bring(content)


def test_a_file_of_headers_alone_brings_nothing(bring):
    assert bring("Name\n").new == 0


def test_a_row_the_database_refuses_costs_itself_alone(bring):
    number = "9" * 200  # as much as is kept of it

    done = bring(f"Lead Id,Name\n{number}1,Ada\n{number}2,Bo\n3,Cy\n")

    assert (done.new, done.rejected) == (2, 1)
    assert sorted(Lead.objects.values_list("name", flat=True)) == ["Ada", "Cy"]
    assert done.told.get().number == 3
