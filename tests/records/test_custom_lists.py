"""Custom fields and tags in lists."""

import pytest
from django.http import QueryDict

from doorstep.kit.errors import Invalid
from doorstep.parties.models import Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import archive_field, tag
from doorstep.records.query import ListQuery
from tests.records.test_custom_fields import add, admin, with_custom  # noqa: F401
from tests.records.test_tags import make_tag


def found(user, query):
    asked = ListQuery.parse(QueryDict(query))
    return [row["id"] for row in LEADS.page(user, asked).items]


@pytest.mark.parametrize(
    ("options", "values", "query", "hits"),
    [
        ({"kind": "TEXT"}, ["Oak", "Ash", None], "custom_x=oak", [0]),
        ({"kind": "TEXT"}, ["Oak", "Ash", None], "custom_x.contains=A", [0, 1]),
        ({"kind": "TEXT"}, ["Oak", "Ash", None], "custom_x.not=Oak", [1, 2]),
        ({"kind": "TEXT"}, ["Oak", "Ash", None], "custom_x.empty=yes", [2]),
        ({"kind": "NUMBER"}, ["9", "10.5", None], "custom_x.min=10", [1]),
        ({"kind": "NUMBER"}, ["9", "10.5", None], "custom_x=9.0", [0]),
        ({"kind": "NUMBER"}, ["9", "10.5", None], "custom_x.min=1&custom_x.max=10", [0]),
        ({"kind": "NUMBER"}, ["9", "10.5", None], "custom_x.empty=no", [0, 1]),
        ({"kind": "DATE"}, ["2026-03-31", "2026-04-01", None], "custom_x=2026-03-31", [0]),
        ({"kind": "DATE"}, ["2026-03-31", "2026-04-01", None], "custom_x.after=2026-03-31", [1]),
        ({"kind": "CHECK"}, [True, False, None], "custom_x=yes", [0]),
        ({"kind": "CHECK"}, [True, False, None], "custom_x=no", [1, 2]),
        ({"kind": "CHOICE", "choices": ["A b", "C"]}, ["A b", "C", None], "custom_x=a b", [0]),
        (
            {"kind": "CHOICE", "choices": ["A b", "C"]},
            ["A b", "C", None],
            "custom_x.not=C",
            [0, 2],
        ),
    ],
)
def test_a_list_is_filtered_by_a_field(admin, options, values, query, hits):  # noqa: F811
    add(admin, "X", **options)
    made = [with_custom(admin, x=value).pk for value in values]

    assert sorted(found(admin, query)) == sorted(made[hit] for hit in hits)


def test_a_list_is_filtered_by_a_link(admin):  # noqa: F811
    customers = [make_customer(owner=admin) for _ in range(2)]
    add(admin, "X", kind="LINK", links_to="customer")
    made = [with_custom(admin, x=customer.pk).pk for customer in customers]

    assert found(admin, f"custom_x=customer:{customers[1].pk}") == [made[1]]


def test_a_value_that_means_nothing_is_refused_and_those_that_do_are_listed(admin):  # noqa: F811
    add(admin, "X", kind="CHOICE", choices=["Office", "Hotel"])

    with pytest.raises(Invalid) as refused:
        found(admin, "custom_x=Libary")

    assert "Office, Hotel" in refused.value.fields["custom_x"]


def test_an_archived_field_filters_nothing_any_more(admin):  # noqa: F811
    archive_field(add(admin, "X"), by=admin)

    with pytest.raises(Invalid):
        found(admin, "custom_x=1")


def test_a_list_shows_a_field_as_a_column(client, admin):  # noqa: F811
    client.force_login(admin)
    add(admin, "Kind of room", name="x", kind="CHOICE", choices=["<Office>"])
    with_custom(admin, x="<office>")

    page = client.get("/leads/?columns=name&columns=custom_x").content.decode()

    assert "Kind of room" in page
    assert '<td class="">&lt;Office&gt;</td>' in page


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("tags=vip", [0, 1]),
        ("tags=VIP&tags=Berlin", [0, 1, 2]),
        ("tags.not=VIP", [2, 3]),
        ("tags.empty=yes", [3]),
    ],
)
def test_a_list_is_filtered_by_tags(admin, query, hits):  # noqa: F811
    make_tag("VIP")
    make_tag("Berlin")
    leads = [make_lead(owner=admin) for _ in range(4)]
    for lead, names in zip(leads, (["VIP"], ["VIP", "Berlin"], ["Berlin"], []), strict=True):
        tag(lead, by=admin, names=names)

    assert sorted(found(admin, query)) == [leads[hit].pk for hit in hits]


def test_an_unknown_tag_is_refused(admin):  # noqa: F811
    make_tag("VIP")

    with pytest.raises(Invalid) as refused:
        found(admin, "tags=nope")

    assert "VIP" in refused.value.fields["tags"]
    assert Lead.objects.count() == 0


def test_a_list_shows_tags_as_a_column(client, admin):  # noqa: F811
    client.force_login(admin)
    make_tag("<VIP>")
    tag(make_lead(owner=admin), by=admin, names=["<VIP>"])
    make_lead(owner=admin)

    page = client.get("/leads/?columns=name&columns=tags").content.decode()

    assert page.count('<span class="tag">&lt;VIP&gt;</span>') == 1
