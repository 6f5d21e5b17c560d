"""Who is kept to a territory meets nothing of another: lists, counts, search, exports, files."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from doorstep.exchange.exports.making import Export
from doorstep.records.actions import tag, update
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY
from doorstep.ui.sources import PUBLIC
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_territory, make_user
from tests.test_record_types import EVERY_TYPE, make
from tests.walking import routes

SECRET = "Zyzzyva"
NAMES = {"name", "subject", "organisation", "title", "line1"}
SHUT = ("login", "logout", "setup", "password", "readyz", "healthz")


@pytest.fixture
def nora(db):
    """She may do everything, in the north."""
    north = make_territory(name="Up north")
    role = make_role("In a territory", Reach.TERRITORY)
    return make_user("nora@example.org", roles=[role], territories=[north])


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


@pytest.fixture
def as_nora(client, nora):
    cache.clear()
    client.force_login(nora)
    return client


@pytest.fixture
def far(db):
    return make_territory(name="Down south")


def made(records, chief, nora, far):
    """One in her territory, and one beyond that is called by the secret name wherever it can."""
    (north,) = nora.territory_ids
    fields = {each.name for each in records.model._meta.concrete_fields}
    said = dict.fromkeys(fields & NAMES, SECRET)
    return (
        make(records, owner=chief, territory_id=north),
        make(records, owner=chief, territory=far, **said),
    )


@EVERY_TYPE
def test_a_list_its_count_and_its_export_hold_only_what_lies_within(
    records, nora, chief, far, tmp_path
):
    mine, _theirs = made(records, chief, nora, far)
    path = tmp_path / "all.csv"

    rows = Export(records, nora, ListQuery(), "csv").write(path)

    assert [row["id"] for row in records.page(nora, ListQuery()).items] == [mine.pk]
    assert records.count(nora, ListQuery()) == (1, False)
    assert rows == 1
    assert SECRET not in path.read_text()


@EVERY_TYPE
def test_neither_the_api_nor_a_search_tells_of_what_lies_beyond(
    records, as_nora, chief, nora, far
):
    mine, theirs = made(records, chief, nora, far)
    tag(theirs, by=chief, names=[SECRET.lower()])
    update(theirs, by=chief, owner=None)
    base = f"/api/v1/{records.plural}"

    assert [each["id"] for each in as_nora.get(base).json()["items"]] == [mine.pk]
    assert as_nora.get(f"{base}/count?q=zyzz").json()["count"] == 0
    assert as_nora.get(f"{base}/{theirs.pk}").status_code == 404
    for path in ("search?q=zyzzyva", "events"):
        found = as_nora.get(f"/api/v1/{path}").text
        assert f"{records.kind}:{theirs.pk}" not in found
        assert SECRET not in found


def test_no_page_that_is_about_no_record_names_what_lies_beyond(as_nora, chief, nora, far):
    for records in REGISTRY.values():
        made(records, chief, nora, far)

    asked = 0
    closed = (*SHUT, *(start.strip("/") for start in PUBLIC))  # what is published is for everybody
    for route in (each for each in routes() if not each.places and each.place not in closed):
        for query in ("", "?q=zyzz"):
            answer = as_nora.get(route.filled({}) + query, follow=True)
            asked += 1
            assert SECRET not in b"".join(answer).decode(), route
    assert asked > 50


@EVERY_TYPE
def test_with_own_records_a_rep_sees_their_own_and_a_manager_the_teams(records, alice, bob, carol):
    hers, his, _theirs = (make(records, owner=each) for each in (alice, bob, carol))

    def seen(user):
        return {row["id"] for row in records.page(user, ListQuery()).items}

    assert seen(alice) == {hers.pk}
    assert seen(bob) == {hers.pk, his.pk}
