"""Queries that are put into SQL once, and lists that are one value."""

import pytest

from doorstep.kit.among import Among  # noqa: F401 - registers the lookup
from doorstep.kit.prepared import Prepared
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_customer, make_lead


def test_a_list_of_any_length_is_one_value(db):
    leads = [make_lead() for _ in range(3)]

    some = Lead.objects.filter(pk__among=[leads[0].pk, leads[2].pk, *range(10**6, 10**6 + 5000)])

    assert set(some) == {leads[0], leads[2]}
    assert not Lead.objects.filter(pk__among=[]).exists()


def test_texts_and_foreign_keys_can_be_listed_too(db):
    customer = make_customer()
    lead = make_lead(from_customer=customer, name="Ada")

    assert Lead.objects.get(name__among=["Ada", "it's"]) == lead
    assert Lead.objects.get(from_customer__among=[customer.pk]) == lead


def test_a_prepared_query_takes_several_values_in_any_order(db):
    leads = [make_lead(name=name) for name in ("Ada", "Ada", "Eve")]
    found = Prepared(
        lambda name, pks: Lead.objects.filter(pk__among=pks, name=name).order_by("pk"),
        "some name",
        [10**12],
    )

    for _twice in range(2):
        rows = list(found.records("Ada", [lead.pk for lead in leads[1:]]))
        assert [(row.pk, row.name) for row in rows] == [(leads[1].pk, "Ada")]


def test_a_value_may_be_used_twice(db):
    lead = make_lead(name="Ada", organisation="Ada")
    make_lead(name="Ada", organisation="Eve")
    same = Prepared(lambda text: Lead.objects.filter(name=text, organisation=text), "some text")

    assert [row.pk for row in same.records("Ada")] == [lead.pk]


def test_an_example_that_does_not_appear_is_a_mistake(db):
    wrong = Prepared(lambda name, _other: Lead.objects.filter(name=name), "a name", 5)

    with pytest.raises(ValueError, match="does not appear"):
        wrong.rows("Ada", 1)


def test_records_bring_those_they_are_joined_with(db, django_assert_num_queries):
    customer = make_customer(name="Oak")
    lead = make_lead(from_customer=customer)
    joined = Prepared(lambda pk: Lead.objects.filter(pk=pk).select_related("from_customer"), 0)
    (found,) = joined.records(lead.pk)

    with django_assert_num_queries(0):
        assert (found.pk, found.from_customer.name, found.version) == (
            lead.pk,
            "Oak",
            lead.version,
        )
