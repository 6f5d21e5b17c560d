"""Mending a rejected row, and making one of two records, with a real browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.exchange import engine
from doorstep.exchange.models import ImportJob
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from tests.browser.test_accessibility import findings

pytestmark = pytest.mark.browser
FILE = b"Full name,E-Mail,Lead Source\nBo Rijk,bo@x,\nCy Omar,cy@x.test,Pidgin\n"


@pytest.fixture
def job(company, alice, administrator, client, settings, tmp_path):
    """An import whose columns are to be said."""
    settings.HOME = tmp_path
    client.force_login(alice)
    file = SimpleUploadedFile("fair.csv", FILE)
    client.post("/imports/", {"kind": "lead", "file": file, "preset": ""})
    return ImportJob.objects.get()


@pytest.fixture
def twins(company, alice):
    here = {"owner": alice, "name": "Ada Byrd", "organisation": "Oak"}
    return make_lead(**here, phone="+49 30 5"), make_lead(**here, city="Bonn")


def merge_page(twins):
    return "/duplicates/lead/merge/?" + "&".join(f"ids={each.pk}" for each in twins)


def test_a_rejected_row_is_mended_in_the_page(open_page, job):
    engine.run(job)
    page = open_page(f"/imports/{job.pk}/")
    page.get_by_role("link", name="Mend").first.click()
    page.get_by_label("E-Mail").fill("bo@x.test")
    page.get_by_role("button", name="Try this row again").click()

    page.wait_for_selector("text=Row 2 is in.")
    assert Lead.objects.get(name="Bo Rijk").email == "bo@x.test"


def test_two_become_one_and_two_again(open_page, twins):
    keep, gone = twins
    page = open_page(merge_page(twins))
    page.get_by_role("button", name="Merge").click()
    page.wait_for_selector(".toast:has-text('Undo')")
    kept = Lead.objects.get(name="Ada Byrd")
    assert (kept.phone, kept.city) == ("+49 30 5", "Bonn")

    page.click(".toast button:has-text('Undo')")
    page.wait_for_selector(".toast:has-text('Undone')")
    assert set(Lead.objects.filter(name="Ada Byrd")) == {keep, gone}


def test_axe_finds_nothing_serious_where_files_come_in_and_records_go_together(
    open_page, job, twins
):
    page = open_page(f"/imports/{job.pk}/", bypass_csp=True, reduced_motion="reduce")
    found = {"columns": findings(page)}
    engine.rehearse(job)
    page.goto(f"/imports/{job.pk}/")
    found["check"] = findings(page)
    engine.run(job)
    page.goto(f"/imports/{job.pk}/")
    found["run"] = findings(page)
    page.get_by_role("link", name="Mend").first.click()
    page.wait_for_selector("h1:has-text('Mend row')")
    found["row"] = findings(page)
    page.goto(merge_page(twins))
    found["merge"] = findings(page)

    assert {name: each for name, each in found.items() if each} == {}
