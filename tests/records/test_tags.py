"""Words on records of any kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import create, delete, tag, tag_many, untag, update
from doorstep.records.models import Tag, Tagging
from doorstep.users.testing import grant


@pytest.fixture
def vip(db):
    return make_tag("VIP")


def make_tag(name, **fields):
    with unrecorded():
        return Tag.objects.create(name=name, **fields)


def tags_of(record, by):
    rows = type(record).objects.filter(pk=record.pk).values(*LEADS.output.paths)
    return LEADS.output.public(list(rows), by)[0]["tags"]


def test_a_record_shows_its_tags_in_their_order(alice, vip):
    make_tag("Berlin", position=1)
    lead = make_lead(owner=alice)

    tag(lead, by=alice, names=["berlin", "vip", "VIP"])

    assert tags_of(lead, alice) == ["VIP", "Berlin"]


def test_taking_a_tag_off_can_be_undone(alice, vip):
    lead = make_lead(owner=alice)
    tag(lead, by=alice, names=["VIP"])

    untag(lead, by=alice, names=["vip"])
    assert list(tags_of(lead, alice)) == []
    undo(Event.objects.latest("pk"), by=alice)

    assert tags_of(lead, alice) == ["VIP"]


def test_a_new_word_becomes_a_tag_only_for_those_who_may_make_tags(alice, bob, sales_manager, vip):
    lead = make_lead(owner=alice)
    grant(sales_manager, Tag, create="ALL")

    with pytest.raises(Invalid) as refused:
        tag(lead, by=alice, names=["Hotel"])
    tag(lead, by=bob, names=["Hotel"])

    assert "VIP" in refused.value.fields["tags"]
    assert tags_of(lead, alice) == ["Hotel"]


def test_many_records_are_tagged_at_once_and_undone_at_once(alice, carol, vip):
    mine = [make_lead(owner=alice) for _ in range(3)]
    theirs = make_lead(owner=carol)

    tagged = tag_many(Lead, by=alice, ids=[each.pk for each in (*mine, theirs)], names=["VIP"])
    assert (tagged, Tagging.objects.count()) == (3, 3)
    undo(Event.objects.get(), by=alice)

    assert Tagging.objects.count() == 0


def test_tagging_many_takes_no_statement_a_record(alice, vip):
    def statements(count):
        ids = [make_lead(owner=alice).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            tag_many(Lead, by=alice, ids=ids, names=["VIP"])
        return len(queries)

    assert statements(50) <= statements(2) + 2  # a statement of SQLite holds some rows


def test_tags_are_seen_with_their_record_only(alice, carol, vip):
    tag(make_lead(owner=alice), by=alice, names=["VIP"])

    assert Tagging.objects.visible_to(alice).count() == 1
    assert Tagging.objects.visible_to(carol).count() == 0


def test_a_tag_goes_and_comes_back_with_its_record(alice, vip):
    lead = make_lead(owner=alice)
    tag(lead, by=alice, names=["VIP"])

    delete(lead, by=alice)
    assert Tagging.objects.count() == 0
    undo(Event.objects.latest("pk"), by=alice)

    assert tags_of(lead, alice) == ["VIP"]


def test_a_record_is_made_with_tags_and_an_edit_replaces_them(alice, vip):
    make_tag("Berlin")
    lead = create(Lead, by=alice, name="Ada", tags=["VIP"])

    update(lead, by=alice, tags=["Berlin"])

    assert tags_of(lead, alice) == ["Berlin"]


def test_nobody_tags_what_they_may_not_edit(alice, carol, vip):
    with pytest.raises(Forbidden):
        tag(make_customer(owner=alice), by=carol, names=["VIP"])


def test_two_tags_of_one_name_are_refused_whatever_their_case(alice, sales_rep, vip):
    grant(sales_rep, Tag, create="ALL")

    with pytest.raises(Invalid) as refused:
        create(Tag, by=alice, name=" vip ")

    assert refused.value.fields == {"name": "There is one of this name already."}


def test_the_timeline_of_a_tag_names_what_it_was_hung_on(as_alice, alice, vip, sales_rep):
    grant(sales_rep, Tag, view="ALL")
    tag(make_lead(owner=alice, name="Ada"), by=alice, names=["VIP"])

    answer = as_alice.get(f"/api/v1/tags/{vip.pk}/timeline")

    assert answer.status_code == 200
    assert answer.json()["items"]
