"""An import from file to records: rehearsed, run, resumed, repeated and undone."""

import pytest

from doorstep.exchange import engine
from doorstep.exchange.leads import LeadMaker
from doorstep.exchange.models import ImportJob
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.parties.models import Contact, Customer, Lead, LeadSource
from doorstep.records.actions import update
from doorstep.records.models.custom import CustomField
from doorstep.users.models import User
from doorstep.users.testing import make_user

pytestmark = pytest.mark.django_db
HEADERS = "Name,E-mail,Company,Phone,Lead Source,Status\n"


@pytest.fixture
def boss(db):
    return User.system()


@pytest.fixture
def job(tmp_path, boss):
    def made(text, kind="leads", **options):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text)
        return engine.new_job(kind, path, by=boss, **options)

    return made


def counts(job):
    return {name: getattr(job, name) for name in engine.COUNTS}


def ten_with_two_bad():
    rows = [f"Lead {n},lead{n}@x.test,Firm {n},,Website,Open" for n in range(8)]
    return HEADERS + "\n".join([*rows, "Bad,not an address,,,,", ",,,,,Open"])


def test_eight_of_ten_rows_are_stored_and_two_are_told(job):
    done = engine.run(job(ten_with_two_bad()))

    assert counts(done) == {"new": 8, "updated": 0, "duplicate": 0, "rejected": 2}
    assert Lead.objects.count() == 8
    assert [each.number for each in done.told.order_by("number")] == [10, 11]
    assert all(each.reason for each in done.told.all())


def test_a_rehearsal_says_the_same_and_changes_nothing(job):
    told = engine.rehearse(job(ten_with_two_bad()))

    assert counts(told) == {"new": 8, "updated": 0, "duplicate": 0, "rejected": 2}
    assert not Lead.objects.exists()
    assert not Event.objects.exists()


def test_an_import_is_undone_as_a_whole(job, boss):
    done = engine.run(job(HEADERS + "Ada,ada@x.test,,,,\nBo,bo@x.test,,,,"))

    engine.take_back(done, by=boss)

    assert not Lead.objects.exists()
    assert ImportJob.objects.get().state == ImportJob.State.UNDONE


def test_an_import_of_which_something_changed_since_is_not_undone_in_part(job, boss):
    done = engine.run(job(HEADERS + "Ada,ada@x.test,,,,\nBo,bo@x.test,,,,"))
    update(Lead.objects.get(name="Ada"), by=boss, organisation="Analytical Ltd")

    with pytest.raises(Conflict):
        engine.take_back(done, by=boss)

    assert Lead.objects.count() == 2


def test_the_same_file_again_makes_nothing_new(job):
    text = HEADERS + "Ada,ada@x.test,,,,\nBo,bo@x.test,,,,"
    engine.run(job(text))

    again = engine.run(job(text))

    assert counts(again) == {"new": 0, "updated": 0, "duplicate": 2, "rejected": 0}


def test_two_rows_of_one_person_are_one_lead(job):
    done = engine.run(job(HEADERS + "Ada,ada@x.test,,,,\nAda B, ADA@x.test ,,,,"))

    assert counts(done)["duplicate"] == 1
    assert done.told.get().reason == "The same as row 2 of this file."


def test_a_known_lead_is_changed_where_that_is_wanted(job):
    engine.run(job(HEADERS + "Ada,ada@x.test,,,,"))

    done = engine.run(job(HEADERS + "Ada,ada@x.test,Analytical Ltd,,,", on_duplicate="update"))

    assert counts(done)["updated"] == 1
    assert Lead.objects.get().organisation == "Analytical Ltd"


def test_a_source_we_lack_is_refused_and_named(job):
    done = engine.run(job(HEADERS + "Ada,ada@x.test,,,Carrier pigeon,"))

    assert counts(done)["rejected"] == 1
    assert "Carrier pigeon" in done.told.get().reason


def test_a_source_we_lack_is_added_where_that_is_allowed(job):
    told = engine.rehearse(job(HEADERS + "Ada,ada@x.test,,,Carrier pigeon,", add_missing=True))
    assert told.missing == {"source": ["Carrier pigeon"]}
    assert not LeadSource.objects.filter(name="Carrier pigeon").exists()

    engine.run(told)

    assert Lead.objects.get().source.name == "Carrier pigeon"


def test_an_owner_is_found_by_name(job, alice):
    engine.run(job(f"Name,Lead Owner\nAda,{alice.name}\n"))

    assert Lead.objects.get().lead_owner == alice


def test_a_missing_owner_is_let_in_suspended_where_that_is_allowed(job):
    engine.run(job("Name,Lead Owner\nAda,Mary Moss\n", make_owners=True))

    owner = Lead.objects.get().lead_owner
    assert (owner.name, owner.email, owner.is_active) == (
        "Mary Moss",
        "mary.moss@imported.invalid",
        False,
    )


def test_an_import_that_was_cut_off_goes_on_after_its_last_part(job, monkeypatch):
    monkeypatch.setattr(LeadMaker, "chunk", 2)
    begun = job(HEADERS + "".join(f"Lead {n},lead{n}@x.test,,,,\n" for n in range(5)))

    class PulledPlug(Exception):
        pass

    def pull(job):
        raise PulledPlug

    with pytest.raises(PulledPlug):
        engine.run(begun, pull)
    assert Lead.objects.count() == 2
    done = engine.run(ImportJob.objects.get())

    assert counts(done) == {"new": 5, "updated": 0, "duplicate": 0, "rejected": 0}
    assert Lead.objects.count() == 5


def test_a_column_can_become_a_custom_field(job):
    begun = job("Name,Shoe size\nAda,39\n")
    begun.mapping["Shoe size"] = "custom"

    engine.rehearse(begun)
    assert begun.missing == {"custom fields": ["Shoe size"]}
    assert not CustomField.objects.exists()
    engine.run(begun)

    assert CustomField.objects.get().label == "Shoe size"
    assert Lead.objects.get().custom == {"shoe_size": "39"}


def test_one_file_makes_customers_with_contact_and_address(job):
    engine.run(
        job(
            "Customer name,First name,Last name,E-mail,Street,City,Country\n"
            "Oak Ltd,Kim,Moss,kim@oak.test,1 Mill Lane,Leeds,GB\n",
            kind="customers",
        )
    )

    customer = Customer.objects.get()
    assert customer.primary_contact.name == "Kim Moss"
    assert customer.primary_address.city == "Leeds"


def test_contacts_find_their_customer_by_its_number_elsewhere(job):
    engine.run(job("ACCOUNTID,Account Name\n7,Oak Ltd\n", kind="customers", preset="zoho"))

    engine.run(job("CONTACTID,Last Name,Account Id\n1,Moss,7\n", kind="contacts", preset="zoho"))

    assert Contact.objects.get().links.get().customer.name == "Oak Ltd"


def test_who_may_not_import_is_refused(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_text(HEADERS)

    with pytest.raises(Forbidden):
        engine.new_job("customers", path, by=make_user("reader@example.org"))


def test_what_cannot_be_imported_is_refused_by_name(tmp_path, boss):
    with pytest.raises(Invalid, match="Known are"):
        engine.new_job("unicorns", tmp_path / "x.csv", by=boss)
