"""What somebody does in the pages about rows and values that do not fit; and all of it once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.exchange import engine
from doorstep.exchange.files import forget_old_uploads
from doorstep.exchange.leads import LeadMaker
from doorstep.exchange.models import ImportJob, ImportRow
from doorstep.parties.models import Lead, LeadSource
from doorstep.users.access import Reach
from doorstep.users.models import User
from doorstep.users.testing import make_role, make_user

pytestmark = pytest.mark.django_db
FILE = (
    b"Full name,E-Mail,Lead Source\nAda Byron,ada@x.test,Pigeon\nBo,bo@x,\nCy,cy@x.test,Pidgin\n"
)


@pytest.fixture
def job(client, settings, tmp_path):
    settings.HOME = tmp_path
    client.force_login(
        make_user("mia@example.org", roles=[make_role("All", Reach.ALL, is_administrator=True)])
    )
    file = SimpleUploadedFile("fair.csv", FILE)
    client.post("/imports/", {"kind": "lead", "file": file, "preset": ""})
    job = ImportJob.objects.get()
    said = {f"column-{n}": name for n, name in enumerate(("name", "email", "source"))}
    client.post(f"/imports/{job.pk}/columns/", said)
    job.refresh_from_db()
    return job


def test_a_value_we_lack_is_matched_made_or_left_empty(client, job):
    assert job.options["unknown"] == {"source": ["Pidgin", "Pigeon"]}
    assert "Values we do not know" in client.get(f"/imports/{job.pk}/").text

    said = {"source-0": "=Referral", "source-1": "+"}
    client.post(f"/imports/{job.pk}/values/", said)
    client.post(f"/imports/{job.pk}/run/")

    sources = dict(Lead.objects.values_list("name", "source__name"))
    assert sources == {"Ada Byron": "Pigeon", "Cy": "Referral"}
    assert not LeadSource.objects.filter(name="Pidgin").exists()


def test_a_value_may_be_left_empty(client, job):
    client.post(f"/imports/{job.pk}/values/", {"source-0": "-", "source-1": "-"})
    client.post(f"/imports/{job.pk}/run/")

    assert not LeadSource.objects.filter(name__in=["Pigeon", "Pidgin"]).exists()
    assert Lead.objects.count() == 2


def test_only_what_is_offered_can_be_meant(client, job):
    answer = client.post(f"/imports/{job.pk}/values/", {"source-0": "=Nonsense"})

    assert answer.status_code == 422


def test_a_rejected_row_is_mended_in_the_page_and_undone_with_its_import(client, job):
    client.post(f"/imports/{job.pk}/values/", {"source-0": "-", "source-1": "-"})
    client.post(f"/imports/{job.pk}/run/")
    assert "bo@x" in client.get(f"/imports/{job.pk}/rows/3/").text

    answer = client.post(
        f"/imports/{job.pk}/rows/3/", {"cell-0": "Bo", "cell-1": "bo@x.test", "cell-2": ""}
    )

    assert answer.status_code == 302
    assert Lead.objects.filter(email="bo@x.test").exists()
    job.refresh_from_db()
    assert (job.new, job.rejected) == (3, 0)
    client.post(f"/imports/{job.pk}/undo/")
    assert not Lead.objects.exists()


def test_a_row_that_is_still_wrong_says_why_and_stays(client, job):
    client.post(f"/imports/{job.pk}/run/")

    answer = client.post(
        f"/imports/{job.pk}/rows/3/", {"cell-0": "Bo\0", "cell-1": "bo@", "cell-2": ""}
    )

    assert answer.status_code in (400, 422)
    assert ImportRow.objects.filter(number=3, outcome="REJECTED").exists()
    assert not Lead.objects.filter(name__startswith="Bo").exists()


def test_a_row_that_waits_no_more_is_a_conflict(client, job):
    assert client.get(f"/imports/{job.pk}/rows/3/").status_code == 409


def test_run_pressed_twice_runs_once(client, job):
    client.post(f"/imports/{job.pk}/values/", {"source-0": "-", "source-1": "-"})
    client.post(f"/imports/{job.pk}/run/")

    assert client.post(f"/imports/{job.pk}/run/").status_code == 409
    assert Lead.objects.count() == 2


def test_two_workers_on_one_import_write_each_row_once(tmp_path, monkeypatch):
    monkeypatch.setattr(LeadMaker, "chunk", 2)
    path = tmp_path / "leads.csv"
    path.write_text("Name\n" + "".join(f"Lead {n}\n" for n in range(7)))
    job = engine.new_job("leads", path, by=User.system())

    def meanwhile(_job):
        other = ImportJob.objects.get(pk=job.pk)
        if other.state == ImportJob.State.RUNNING:
            engine.run(other)

    engine.run(job, meanwhile)

    job.refresh_from_db()
    assert Lead.objects.count() == 7
    assert (job.new, job.state) == (7, ImportJob.State.DONE)


def test_an_upload_is_gone_with_its_import_and_after_some_days(client, job, tmp_path):
    folder = tmp_path / "imports"
    assert len(list(folder.iterdir())) == 1

    client.post(f"/imports/{job.pk}/discard/")

    assert not list(folder.iterdir())
    assert not ImportJob.objects.exists()


def test_old_uploads_are_cleaned_away(job, tmp_path, monkeypatch):
    monkeypatch.setattr("doorstep.exchange.files.DAYS_KEPT", -1)

    forget_old_uploads()

    assert not list((tmp_path / "imports").iterdir())


def test_an_import_that_wrote_records_is_undone_before_it_is_discarded(client, job):
    client.post(f"/imports/{job.pk}/run/")

    assert client.post(f"/imports/{job.pk}/discard/").status_code == 409


def test_a_value_of_a_fixed_choice_is_matched_but_never_made(client, job):
    file = SimpleUploadedFile("types.csv", b"Full name,Employees\nDi,about ten\nEd,11-50\n")
    client.post("/imports/", {"kind": "lead", "file": file, "preset": ""})
    other = ImportJob.objects.latest("pk")
    said = {"column-0": "name", "column-1": "employees"}
    client.post(f"/imports/{other.pk}/columns/", said)
    page = client.get(f"/imports/{other.pk}/").text

    refused = client.post(f"/imports/{other.pk}/values/", {"employees-0": "+"})
    client.post(f"/imports/{other.pk}/values/", {"employees-0": "=1–10"})
    client.post(f"/imports/{other.pk}/run/")

    assert "about ten" in page
    assert refused.status_code == 422
    assert dict(Lead.objects.values_list("name", "employees")) == {"Di": "1-10", "Ed": "11-50"}
