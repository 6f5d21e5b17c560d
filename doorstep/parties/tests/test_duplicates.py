"""One e-mail, one lead: also when two come at once."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict
from doorstep.parties.actions import create_lead, update_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead, set_policy
from tests.test_concurrency import at_once


def test_the_second_lead_with_an_email_is_refused_and_the_first_is_named(alice):
    first = create_lead(Lead, by=alice, name="Ana Roth", email="ana@x.test")

    with pytest.raises(Conflict, match=f"Ana Roth \\(lead:{first.pk}\\)") as refused:
        create_lead(Lead, by=alice, name="Other", email=" ANA@X.test ")

    assert (refused.value.code, refused.value.status) == ("duplicate_lead_email", 409)
    assert set(refused.value.fields) == {"email"}


def test_a_lead_one_cannot_see_is_not_named(alice, carol):
    create_lead(Lead, by=carol, name="Ana Roth", email="ana@x.test")

    with pytest.raises(Conflict) as refused:
        create_lead(Lead, by=alice, name="Other", email="ana@x.test")

    assert "Ana Roth" not in refused.value.message


def test_an_edit_is_refused_likewise(alice):
    create_lead(Lead, by=alice, name="Ana", email="ana@x.test")
    other = create_lead(Lead, by=alice, name="Other", email="other@x.test")

    with pytest.raises(Conflict):
        update_lead(other, by=alice, email="ana@x.test")
    assert update_lead(other, by=alice, email="Other@X.test").email == "Other@x.test"


def test_where_duplicates_are_allowed_the_second_is_stored(alice):
    set_policy(unique_email=False)

    first, second = (
        create_lead(Lead, by=alice, name=name, email="ana@x.test") for name in ("Ana", "Eva")
    )

    assert first.email_key == second.email_key
    assert Lead.objects.filter(email_key=first.email_key).count() == 2


def test_what_was_allowed_stays_and_no_third_joins_once_it_is_forbidden(alice):
    set_policy(unique_email=False)
    twin, _other = (create_lead(Lead, by=alice, name=n, email="ana@x.test") for n in "AB")
    set_policy(unique_email=True)

    update_lead(twin, by=alice, job_title="Buyer")
    with pytest.raises(Conflict):
        create_lead(Lead, by=alice, name="Third", email="ana@x.test")


def test_leads_without_email_never_clash(alice):
    for _ in range(3):
        create_lead(Lead, by=alice, name="Ana")

    assert Lead.objects.count() == 3


def test_an_email_is_free_again_when_its_lead_gave_it_up(alice):
    first = create_lead(Lead, by=alice, name="Ana", email="ana@x.test")
    update_lead(first, by=alice, email="new@x.test")
    gave_up = Event.objects.latest("pk")
    create_lead(Lead, by=alice, name="Eva", email="ana@x.test")

    with pytest.raises(Conflict):
        undo(gave_up, by=alice)


@pytest.mark.django_db(transaction=True)
def test_two_who_come_at_once_make_one_lead(alice, bob):
    results = at_once(
        *[lambda: create_lead(Lead, by=alice, name="Ana", email="ana@x.test")] * 2,
        *[lambda: create_lead(Lead, by=bob, name="Eva", email="ANA@x.test")] * 2,
    )

    lead = Lead.objects.get()
    refused = [each for each in results if isinstance(each, Conflict)]
    assert [each for each in results if isinstance(each, Lead)] == [lead]
    assert {each.code for each in refused} == {"duplicate_lead_email"}
    assert len(refused) == 3


@pytest.mark.django_db(transaction=True)
def test_two_edits_at_once_give_an_email_to_one_lead(alice):
    leads = [make_lead(owner=alice, name=name) for name in ("Ana", "Eva")]

    at_once(*[lambda lead=lead: update_lead(lead, by=alice, email="a@x.test") for lead in leads])

    assert Lead.objects.filter(email_key="a@x.test").count() == 1
