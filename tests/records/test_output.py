"""Rows out, under their public names."""

from doorstep.parties.models import Contact
from doorstep.parties.records import CONTACTS, CUSTOMERS, LEADS
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.fields import Bound, Field
from doorstep.records.output import Output
from doorstep.records.rows import Rows


def shown(records, record, by):
    rows = type(record).objects.filter(pk=record.pk).values(*records.output.paths)
    return records.output.public(list(rows), by)[0]


def test_a_record_is_shown_with_its_references_by_name(alice):
    customer = make_customer(owner=alice, type="COMPANY")
    lead = make_lead(owner=alice, from_customer=customer)

    found = shown(LEADS, lead, alice)

    assert found["from_customer"] == f"customer:{customer.pk}"
    assert (found["owner"], found["territory"]) == ("alice@example.org", None)
    assert shown(CUSTOMERS, customer, alice)["type"] == "Company"


def test_it_begins_with_its_number_and_holds_what_every_record_has(alice):
    names = list(shown(CONTACTS, make_contact(owner=alice), alice))

    assert names[0] == "id"
    assert {"created_at", "updated_at", "version", "tags"} <= set(names)


def test_values_of_other_tables_are_brought_for_a_whole_page_at_once(alice):
    asked = []

    def collect(ids, by):
        asked.append((list(ids), by))
        return {ids[0]: ["one"]}

    records = [make_contact(owner=alice), make_contact(owner=alice)]
    output = Output.of([Bound(Field("tags", collect=collect, kind=Rows()), Contact)])
    rows = Contact.objects.order_by("pk").values(*output.paths)

    assert output.public(list(rows), alice) == [{"tags": ["one"]}, {"tags": ()}]
    assert asked == [([each.pk for each in records], alice)]
