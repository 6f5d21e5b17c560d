"""The headers of other exports: each that we can hold goes somewhere, and the rest is named."""

import csv

import pytest

from doorstep.exchange import engine
from doorstep.users.models import User
from tests.shared_data import DATA, needs_data

pytestmark = [needs_data, pytest.mark.django_db]
HEADERS = DATA / "crm-pipeline/export-headers"
LEFT = {
    ("hubspot", "contacts"): set(),
    ("pipedrive", "people"): {"Person - Last activity date"},
    ("salesforce", "contacts report"): {"Last Activity"},
}


def seen():
    with (HEADERS / "headers.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["product"], row["object"]): row["header_line"] for row in csv.DictReader(file)
        }


@pytest.mark.parametrize(("product", "kind"), sorted(LEFT))
@pytest.mark.parametrize("into", ["leads", "contacts"])
def test_what_an_export_says_has_its_field(tmp_path, product, kind, into):
    path = tmp_path / "export.csv"
    path.write_text(f"{seen()[product, kind]}\n")

    job = engine.new_job(into, path, by=User.system(), preset=product)

    left = {header for header, target in job.mapping.items() if not target}
    assert left == LEFT[product, kind]


def test_accounts_of_salesforce_become_customers(tmp_path):
    job = engine.new_job(
        "customers",
        HEADERS / "salesforce_docs_accountupsert.csv",
        by=User.system(),
        preset="salesforce",
    )

    assert {"name", "external_id"} <= set(job.mapping.values())
    assert {header for header, target in job.mapping.items() if not target} == {
        "NumberOfEmployees"
    }
