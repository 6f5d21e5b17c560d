"""The demo company of another system comes in whole: each count checked against its files."""

import csv
import json

import pytest

from doorstep.cli import main
from doorstep.exchange.models import ImportJob
from doorstep.parties.models import Contact, ContactLink, Customer, Lead
from doorstep.users.models import User
from tests.shared_data import DATA, needs_data

pytestmark = [needs_data, pytest.mark.django_db]
ZOHO = DATA / "crm-pipeline/zoho-demo-crm"


def rows(name):
    with (ZOHO / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bring(capsys, kind, name, *options):
    assert main(["import", kind, str(ZOHO / f"{name}.csv"), "--format", "json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_leads_come_in_with_owner_source_status_and_day(capsys):
    told = bring(capsys, "leads", "Leads")

    expected = rows("Leads")
    assert (told["preset"], told["new"], told["rejected"]) == ("zoho", len(expected), 0)
    assert Lead.objects.count() == len(expected)
    found = Lead.objects.values_list(
        "email", "lead_owner__name", "source__name", "status__name", "created_at__year"
    )
    assert (
        sorted((*row[:2], row[2].lower(), *row[3:]) for row in found)
        == sorted(
            (
                row["Email"],
                row["Lead Owner"],
                row["Lead Source"].lower(),  # “Cold Call” of theirs is our “Cold call”
                row["Lead Status"],
                int(row["Created Time"].split(",")[1][:5]),
            )
            for row in expected
        )
    )


def test_accounts_become_customers_and_contacts_are_tied_to_them(capsys):
    customers = bring(capsys, "customers", "Accounts")
    contacts = bring(capsys, "contacts", "Contacts")

    nameless = [row["ACCOUNTID"] for row in rows("Accounts") if not row["Account Name"].strip()]
    lost = [row for row in rows("Contacts") if row["Account Id"] in nameless]
    assert (customers["new"], customers["rejected"]) == (
        len(rows("Accounts")) - len(nameless),
        len(nameless),
    )
    assert (contacts["new"], contacts["rejected"]) == (
        len(rows("Contacts")) - len(lost),
        len(lost),
    )
    assert ContactLink.objects.filter(customer__isnull=False).count() == contacts["new"]
    assert Customer.objects.count() == customers["new"]
    assert Contact.objects.count() == contacts["new"]


def test_a_dry_run_changes_nothing(capsys):
    told = bring(capsys, "leads", "Leads", "--dry-run")

    assert told["new"] == len(rows("Leads"))
    assert len(told["missing"]["people"]) == 11
    assert not Lead.objects.exists()


def test_owners_that_are_there_are_matched(capsys):
    people = {row["Last Name"]: row["Email"] for row in rows("Users")}
    for name, email in people.items():
        assert main(["user", "add", email, "--name", name, "--role", "Sales Rep"]) == 0
    capsys.readouterr()

    told = bring(capsys, "leads", "Leads")

    assert "people" not in told["missing"]
    assert set(Lead.objects.values_list("lead_owner__email", flat=True)) == set(people.values())


def test_the_whole_import_is_undone(capsys):
    told = bring(capsys, "leads", "Leads")

    assert main(["undo-import", str(told["import"])]) == 0

    assert not Lead.objects.exists()
    assert ImportJob.objects.get().state == ImportJob.State.UNDONE
    assert User.objects.filter(name="Lazar Mathew").exists()
