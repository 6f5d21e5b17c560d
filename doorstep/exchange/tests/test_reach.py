"""An import reaches no further than whoever makes it."""

import pytest

from doorstep.exchange import engine
from doorstep.parties.models import Contact, Customer, Lead
from doorstep.parties.testing import make_customer, make_lead
from doorstep.users.access import Reach
from doorstep.users.testing import grant, make_role, make_team, make_user

pytestmark = pytest.mark.django_db
HIDDEN = "Hidden Works"


@pytest.fixture
def rep(db):
    role = make_role("Rep", Reach.OWN)
    grant(role, Lead, **{"import": Reach.TEAM})
    team = make_team(name="North")
    make_user("mate@example.org", name="Mate", team=team)
    return make_user("rep@example.org", name="Rep", team=team, roles=[role])


@pytest.fixture
def bring(tmp_path, rep):
    def brought(text, kind="leads", **options):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        return engine.run(engine.new_job(kind, path, by=rep, **options))

    return brought


@pytest.mark.parametrize("on_duplicate", ["skip", "update"])
def test_a_record_out_of_reach_is_neither_touched_nor_told(bring, carol, on_duplicate):
    lead = make_lead(email="h@x.test", organisation=HIDDEN, owner=carol, lead_owner=carol)

    done = bring("Name,Email\nMine now,h@x.test\n", on_duplicate=on_duplicate)

    told = done.told.get()
    assert (told.outcome, told.record_id) == ("REJECTED", None)
    assert told.reason == "This lead is known already, but out of your reach."
    lead.refresh_from_db()
    assert (lead.organisation, Lead.objects.count()) == (HIDDEN, 1)


def test_ones_own_record_is_changed(bring, rep):
    make_lead(email="h@x.test", owner=rep, lead_owner=rep)

    done = bring("Company,Email\nNew name,h@x.test\n", on_duplicate="update")

    assert (done.updated, Lead.objects.get().organisation) == (1, "New name")


def test_an_owner_is_one_to_whom_they_may_give_records(bring, carol):
    done = bring(f"Name,Lead Owner\nA,Mate\nB,{carol.name}\nC,Rep\n")

    assert sorted(Lead.objects.values_list("name", flat=True)) == ["A", "C"]
    assert done.told.get().reason == f"You may not give records to “{carol.name}”."


def test_a_contact_is_not_tied_to_a_customer_that_cannot_be_edited(bring, carol):
    make_customer(name=HIDDEN, owner=carol)

    done = bring(f"Last Name,Company\nMoss,{HIDDEN}\n", kind="contacts")

    assert not Customer.objects.get().contact_links.exists()
    assert done.new == 1
    assert Contact.objects.get().organisation == HIDDEN
