"""The pipelines of two other systems come in, and are worth what their files say."""

import csv
import json
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Sum

from doorstep.cli import main
from doorstep.parties.models import Customer, Lead
from doorstep.pipeline.models import Opportunity, Stage
from tests.shared_data import DATA, needs_data

pytestmark = [needs_data, pytest.mark.django_db]
MAVEN = DATA / "crm-pipeline/maven-crm-sales-opportunities"
ZOHO = DATA / "crm-pipeline/zoho-demo-crm"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bring(capsys, kind, path, *options):
    assert main(["import", kind, str(path), "--format", "json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_each_agent_won_with_each_product_is_what_the_file_says(capsys):
    accounts = {row["account"] for row in rows(MAVEN / "accounts.csv")}
    known = rows(MAVEN / "sales_pipeline.csv")
    bring(capsys, "customers", MAVEN / "accounts.csv")

    options = ("--add-missing", "--make-owners")
    told = bring(capsys, "opportunities", MAVEN / "sales_pipeline.csv", *options)

    nobody = sum(not row["account"] for row in known)  # whose they are, the file does not say
    assert (told["new"], told["rejected"]) == (len(known) - nobody, nobody)
    expected: Counter[tuple[str, str]] = Counter()
    for row in known:
        if row["deal_stage"] == "Won":
            expected[row["sales_agent"], row["product"]] += Decimal(row["close_value"])
    won = Opportunity.objects.filter(status="CONVERTED").order_by()
    found = won.values_list("owner__name", "items__description").annotate(Sum("amount"))
    assert {(agent, product): total for agent, product, total in found} == expected
    lost = sum(row["deal_stage"] == "Lost" for row in known)
    assert Opportunity.objects.filter(status="LOST").count() == lost
    strangers = {row["account"] for row in known} - accounts - {""}
    assert set(Lead.objects.values_list("organisation", flat=True)) == strangers
    assert Customer.objects.count() == len(accounts)


def test_deals_find_their_leads_by_their_numbers_and_their_stages_by_what_they_are_called(capsys):
    bring(capsys, "leads", ZOHO / "Leads.csv")

    told = bring(capsys, "opportunities", ZOHO / "Potentials.csv")

    known = rows(ZOHO / "Potentials.csv")
    assert (told["preset"], told["new"], told["rejected"]) == ("zoho", len(known), 0)
    stages = Counter(row["Stage"] for row in known)
    held = dict(Counter(Opportunity.objects.values_list("stage__name", flat=True)))
    assert (held["Won"], held["Lost"]) == (stages["Closed Won"], stages["Closed Lost"])
    assert held["Qualify"] == stages["Qualification"]
    assert Stage.objects.filter(name="Initial Offer", kind="OPEN").exists()
    total = sum(Decimal(row["Amount"].lstrip("$").replace(",", "") or 0) for row in known)
    assert Opportunity.objects.aggregate(Sum("amount"))["amount__sum"] == total
    open_now = Opportunity.objects.exclude(status__in=("LOST", "CLOSED")).values("lead")
    assert set(Lead.objects.filter(pk__in=open_now).values_list("status__name", flat=True)) == {
        "Opportunity"
    }
