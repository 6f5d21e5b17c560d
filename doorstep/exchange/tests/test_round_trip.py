"""What we export we import again without a touch: into an empty install, and into the same one."""

import pytest

from doorstep.exchange import engine
from doorstep.exchange.exports.making import Export
from doorstep.exchange.models import ExternalId
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import update_contact
from doorstep.parties.models import Address, Contact, Customer, Lead
from doorstep.parties.testing import make_address, make_contact, make_customer, make_lead
from doorstep.records.actions import add_field, tag, update
from doorstep.records.models import Tag, Tagging
from doorstep.records.models.custom import CustomField
from doorstep.records.query import ListQuery
from doorstep.records.types import REGISTRY, type_of
from doorstep.users.models import User

pytestmark = pytest.mark.django_db
KINDS = (Customer, Lead, Contact, Address)
OF_EACH_INSTALL = {"id", "version", "updated_at", "code"}


@pytest.fixture
def boss(db):
    return User.system()


@pytest.fixture
def company(boss):
    """One of each, with all that stands in other tables, and another with hardly anything."""
    field = {"record_type": "parties.lead", "name": "pet", "label": "Pet", "kind": "TEXT"}
    add_field(CustomField, by=boss, **field)
    firm = make_customer(name="Babbage; Sons, Ltd", website="https://x.test", owner=boss)
    make_customer(name="Plain", owner=boss)
    lead = make_lead(name="Dr. Ada King", email="ada@x.test", value="1250.50", owner=boss)
    update(lead, by=boss, custom={"pet": "=cat"}, request="=1+1\n\nlamps, shades; 'more'")
    tag(lead, by=boss, names=["hot", "a; b"])
    make_lead(name="", organisation="Only a Firm", lead_owner=boss, owner=boss)
    ada = make_contact(name="Ada King", customer=firm, lead=lead, email="ada@x.test", owner=boss)
    update_rows(ada, boss)
    make_contact(name="Nobody’s", owner=boss)
    make_address(title="Babbage", owner=boss, customer=firm)
    return lead


def update_rows(contact, boss):
    contact.refresh_from_db()
    emails = [{"email": "ada@x.test", "is_primary": True}, {"email": "second@x.test"}]
    phones = [{"number": "+44 7700 900123", "kind": "mobile"}, {"number": "+44 20 7946 0018"}]
    update_contact(contact, by=boss, emails=emails, phones=phones)


def exported(tmp_path, boss, form):
    for model in KINDS:
        path = tmp_path / f"{type_of(model).plural}.{form}"
        Export(type_of(model), boss, ListQuery(sort="created_at"), form).write(path)


def empty(boss):
    """As if it were another install: nothing is there, and it has a mark of its own."""
    with unrecorded():
        for model in (Address, Contact, Customer, Lead, ExternalId, Tagging, Tag, CustomField):
            model.objects.all().delete()
        boss.set_unusable_password()
        boss.save()


def imported(tmp_path, boss, form, **options):
    done = []
    for model in KINDS:
        path = tmp_path / f"{type_of(model).plural}.{form}"
        job = engine.new_job(type_of(model).plural, path, by=boss, **options)
        job.options |= {"add_missing": True, "make_owners": True}
        done.append(engine.run(job))
        assert list(job.told.filter(outcome="REJECTED").values_list("reason", flat=True)) == []
    return done


def held(boss):
    """All public values, with names in place of numbers."""
    found = {}
    names = {
        f"{type_of(model).kind}:{row.pk}": str(row)
        for model in KINDS
        for row in model.objects.all()
    }
    for model in KINDS:
        output = type_of(model).output
        rows = output.public(list(model.objects.values(*output.paths).order_by("pk")), boss)
        for row in rows:
            kept = {name: value for name, value in row.items() if name not in OF_EACH_INSTALL}
            kept["created_at"] = kept["created_at"].replace(microsecond=0)
            found[model.__name__, row["name"]] = _named(kept, names)
    return found


def _named(value, names):
    if isinstance(value, dict):
        return {key: _named(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return sorted((_named(each, names) for each in value), key=repr)
    return names.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_an_empty_install_becomes_the_same(company, boss, tmp_path, form):
    before = held(boss)
    exported(tmp_path, boss, form)
    empty(boss)

    imported(tmp_path, boss, form)

    after = held(boss)
    assert after.keys() == before.keys()
    for name, values in before.items():
        assert after[name] == values, name


def test_the_same_install_knows_its_records_again(company, boss, tmp_path):
    exported(tmp_path, boss, "csv")

    done = imported(tmp_path, boss, "csv")

    assert [job.new for job in done] == [0, 0, 0, 0]
    assert [job.duplicate for job in done] == [2, 2, 2, 1]


def test_a_row_that_was_edited_changes_its_own_record(company, boss, tmp_path):
    exported(tmp_path, boss, "csv")
    path = tmp_path / "leads.csv"
    path.write_text(path.read_text().replace("lamps", "candles"))

    job = engine.new_job("leads", path, by=boss, on_duplicate="update")
    done = engine.run(job)

    assert (done.new, done.updated) == (0, 2)
    company.refresh_from_db()
    assert "candles" in company.request
    assert company.custom == {"pet": "=cat"}


@pytest.mark.parametrize("records", REGISTRY.values(), ids=lambda r: r.kind)
def test_every_header_of_ours_finds_its_field_or_is_known_to_be_of_no_use(
    records, boss, tmp_path, company
):
    path = tmp_path / "x.csv"
    Export(records, boss, ListQuery()).write(path)

    job = engine.new_job(records.kind, path, by=boss)

    assert job.preset == "doorstep"
    assert "custom" not in job.mapping.values()
    for face in records.faces:
        if not face.readonly and face.name not in ("custom", "name", "primary_contact"):
            assert face.name in {*job.mapping.values(), "primary_address"}


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_the_last_moment_of_a_second_does_not_become_the_next(company, boss, tmp_path, form):
    late = company.created_at.replace(second=58, microsecond=999_900)
    with unrecorded():
        Lead.objects.filter(pk=company.pk).update(created_at=late)
    exported(tmp_path, boss, form)
    empty(boss)

    imported(tmp_path, boss, form)

    again = Lead.objects.get(name="Dr. Ada King").created_at
    assert again.replace(microsecond=0) == late.replace(microsecond=0)
