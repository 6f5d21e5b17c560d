"""What a journaled row notes, and what it keeps out of every journal."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Change, Event
from doorstep.kit.errors import Conflict
from doorstep.kit.naming import kind_of, name_of
from doorstep.kit.noting import OutsideAction, unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.actions import delete, update
from doorstep.selling.models import SalesOrder


@pytest.fixture
def secret_phone(monkeypatch):
    monkeypatch.setattr(Lead, "unjournaled", frozenset({"phone"}))


def test_a_kind_is_the_model_in_snake_case(alice):
    lead = make_lead(owner=alice)

    assert kind_of(SalesOrder) == "sales_order"
    assert name_of(lead) == f"lead:{lead.pk}"


def test_a_column_kept_out_of_the_journal_is_saved_alone_outside_an_action(alice, secret_phone):
    lead = make_lead(owner=alice, phone="1")

    lead.phone = "2"
    lead.save()
    Lead.objects.filter(pk=lead.pk).update(phone="3")

    lead.refresh_from_db()
    assert (lead.phone, lead.version) == ("3", 1)


def test_a_column_kept_out_of_the_journal_may_be_saved_from_a_stale_copy(alice, secret_phone):
    lead = make_lead(owner=alice)
    update(lead, by=alice, name="Augusta")

    lead.phone = "2"
    lead.save(update_fields=["phone"])

    lead.refresh_from_db()
    assert (lead.name, lead.phone) == ("Augusta", "2")


def test_no_other_column_rides_along_outside_an_action(alice, secret_phone):
    lead = make_lead(owner=alice)
    lead.phone, lead.name = "2", "Augusta"

    with pytest.raises(OutsideAction):
        lead.save()


def test_no_image_ever_holds_a_column_kept_out_of_the_journal(alice, secret_phone):
    lead = make_lead(owner=alice, phone="+44 1")
    update(lead, by=alice, phone="+44 2", name="Augusta")
    delete(lead, by=alice)

    held = "".join(str(change.before) for change in Change.objects.all())
    assert "Augusta" in held
    assert "+44" not in held


def test_a_deleted_row_comes_back_without_what_no_journal_held(alice, secret_phone):
    lead = make_lead(owner=alice, phone="+44 1", name="Ada")
    delete(lead, by=alice)

    undo(Event.objects.get(), by=alice)

    assert Lead.objects.values_list("name", "phone").get() == ("Ada", "")


def test_only_the_asked_for_fields_are_written(alice):
    lead = make_lead(owner=alice, name="Ada", phone="1")
    lead.name, lead.phone = "Augusta", "2"

    with unrecorded():
        lead.save(update_fields=["phone"])

    assert Lead.objects.values_list("name", "phone").get() == ("Ada", "2")


def test_what_was_left_out_is_still_written_by_the_next_save(alice):
    lead = make_lead(owner=alice, name="Ada", phone="1")
    lead.name, lead.phone = "Augusta", "2"
    with unrecorded():
        lead.save(update_fields=["phone"])
        lead.save()

    assert Lead.objects.values_list("name", "phone", "version").get() == ("Augusta", "2", 3)


def test_a_stale_copy_is_refused_when_a_journaled_column_is_written(alice):
    lead = make_lead(owner=alice)
    update(lead, by=alice, phone="2")
    lead.name = "Augusta"

    with unrecorded(), pytest.raises(Conflict, match="changed meanwhile"):
        lead.save(update_fields=["name"])
