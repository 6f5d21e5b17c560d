"""The language of lists, by example: the same for pages and API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doorstep.kit.errors import Invalid
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_lead
from doorstep.records.query import ListQuery
from doorstep.users.testing import make_territory, make_user


def names(user, text):
    query = ListQuery.of(text)
    return {row["name"] for row in LEADS.page(user, query, fields=("name",)).items}


def everything(user, text):
    """All that a page asks of its query."""
    query = ListQuery.of(text)
    LEADS.shown(query)
    return LEADS.page(user, query)


def conditions(user, text):
    return {
        f"{each.filter.label} {each.operator.says} {each.text}".strip()
        for each in LEADS.conditions(user, ListQuery.of(text))
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name=ada", {"Ada"}),
        ("name=ada&name=bea", {"Ada", "Bea"}),
        ("name.not=ada", {"Bea", "Cid"}),
        ("name.contains=A", {"Ada", "Bea"}),
        ("phone.empty=yes", {"Ada", "Cid"}),
        ("phone.empty=no", {"Bea"}),
        ("value.min=100", {"Bea", "Cid"}),
        ("value.max=100", {"Ada", "Bea"}),
        ("value.min=50&value.max=150", {"Bea"}),
        ("value=1.00&value=900", {"Ada", "Cid"}),
        ("owner=me", {"Ada"}),
        ("owner=my-team", {"Ada", "Bea"}),
        ("owner=carol@example.org", {"Cid"}),
        ("owner=CAROL@example.org", {"Cid"}),
        ("owner.not=me", {"Bea", "Cid"}),
        ("owner=me&owner=carol@example.org", {"Ada", "Cid"}),
        ("created_at=2026-11-19", {"Ada"}),
        ("created_at=this-week", {"Ada", "Bea"}),
        ("created_at=last-week", {"Cid"}),
        ("created_at.before=this-week", {"Cid"}),
        ("created_at.from=2026-11-19&created_at.to=2026-11-20", {"Ada", "Bea"}),
        ("created_at.after=2026-11-19", {"Bea"}),
        ("created_at.from=2026-11-20T08:00:00Z", {"Bea"}),
        ("created_at.from=2026-11-20T08:00:01Z", set()),
        ("created_at=last-2-days", {"Bea"}),
        ("created_at=yesterday&created_at=last-week", {"Bea", "Cid"}),
        ("name=ada&owner=carol@example.org", set()),
        ("name=", {"Ada", "Bea", "Cid"}),
    ],
)
def test_what_is_asked_is_what_is_found(text, found, dora, three):
    assert names(dora, text) == found


@pytest.fixture
def dora(north):
    """She sees everything, and is of the same team as alice."""
    from doorstep.users.access import Reach
    from doorstep.users.testing import make_role

    return make_user("dora@example.org", team=north, roles=[make_role("All", Reach.ALL)])


@pytest.fixture
def three(dora, bob, carol, time_machine):
    """Saturday, and a lead of each of three people."""
    time_machine.move_to("2026-11-21 10:00+00:00", tick=False)
    for name, owner, value, phone, created in [
        ("Ada", dora, 1, "", datetime(2026, 11, 19, 9, tzinfo=UTC)),
        ("Bea", bob, 100, "+49 30 1", datetime(2026, 11, 20, 8, tzinfo=UTC)),
        ("Cid", carol, 900, "", datetime(2026, 11, 11, 12, tzinfo=UTC)),
    ]:
        make_lead(name=name, owner=owner, value=value, phone=phone, created_at=created)


def test_a_place_stands_for_all_that_lies_in_it(dora):
    north = make_territory(name="Nordics")
    make_lead(name="Ada", owner=dora, territory=make_territory(name="Oslo", parent=north))

    assert names(dora, "territory=nordics") == {"Ada"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("value.min=1000&value.max=5000", {"Value between 1,000 and 5,000"}),
        ("owner=me&owner=my-team", {"Owner is any of Me, My team"}),
        ("created_at=last-7-days", {"Created is the last 7 days"}),
        ("next_contact_at=overdue", {"Next contact is overdue"}),
        ("phone.empty=yes", {"Phone is empty"}),
        ("quiet=14", {"No activity for at least 14 days"}),
        ("name=a&name=b&name=c", {"Name is a, b +1"}),
    ],
)
def test_a_condition_says_itself_in_words(alice, text, says):
    assert conditions(alice, text) == says


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("value=much", "value"),
        ("value.min=1&value.min=2", "value.min"),
        ("created_at=2026-02-30", "created_at"),
        ("created_at=someday", "created_at"),
        ("owner=nobody@example.org", "owner"),
        ("territory=Atlantis", "territory"),
        ("status=Nonsense", "status"),
        ("quiet=-1", "quiet"),
        ("customer=7", "customer"),
        ("phone.empty=perhaps", "phone.empty"),
        ("name=%00", "name"),
        ("name=" + "x" * 301, "name"),
        ("density=tight", "density"),
        ("columns=password", "columns"),
        ("sort=owner__password", "sort"),
        ("after=garbage", "after"),
    ],
)
def test_what_means_nothing_is_refused_with_what_works(alice, text, field):
    with pytest.raises(Invalid) as refused:
        everything(alice, text)

    assert field in refused.value.fields


def test_a_status_that_is_not_there_is_told_those_that_are(alice):
    with pytest.raises(Invalid) as refused:
        names(alice, "status=Nonsense")

    assert "Open" in refused.value.fields["status"]


def test_a_list_has_one_text_however_it_was_asked_for():
    one, other = ListQuery.of("b=2&a=1&sort=name&q=x"), ListQuery.of("q=x&sort=name&a=1&b=2")

    assert one.urlencode() == other.urlencode() == "a=1&b=2&q=x&sort=name"
    assert ListQuery.of(one.urlencode()).urlencode() == one.urlencode()


def test_nobody_finds_out_about_records_out_of_reach(alice, carol):
    from doorstep.parties.testing import make_customer

    theirs = make_customer(owner=carol)

    with pytest.raises(Invalid) as missing:
        names(alice, "customer=999999")
    with pytest.raises(Invalid) as hidden:
        names(alice, f"customer={theirs.pk}")
    assert hidden.value.fields == missing.value.fields
