"""Items from a file: their code says which are known."""

import pytest

from doorstep.catalog.models import Item, ItemGroup
from doorstep.catalog.testing import make_item
from doorstep.exchange import engine
from doorstep.users.models import User

pytestmark = pytest.mark.django_db
FILE = "Code,Name,Group,Unit,max_discount\nL-1,Pendant,Lamps,Piece,10\nL-2,Cable,Lamps,Metre,\n"


@pytest.fixture
def job(tmp_path):
    path = tmp_path / "items.csv"
    path.write_text(FILE)
    return lambda **options: engine.new_job("items", path, by=User.system(), **options)


def test_items_come_in_with_their_units_and_groups(job):
    engine.run(job(add_missing=True))

    rows = Item.objects.order_by("code").values_list("code", "unit__name", "group__name")
    assert list(rows) == [("L-1", "Piece", "Lamps"), ("L-2", "Metre", "Lamps")]
    assert ItemGroup.objects.get().name == "Lamps"


def test_a_known_code_is_the_same_item_whatever_the_case(job):
    make_item(code="l-1", name="Old")

    done = engine.run(job(add_missing=True, on_duplicate="update"))

    assert (done.new, done.updated) == (1, 1)
    assert Item.objects.get(code__iexact="l-1").name == "Pendant"
