"""The pages of an import, as someone walks them: file, columns, check, import, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doorstep.exchange.files import headers_of
from doorstep.exchange.models import ImportJob
from doorstep.kit.guarded import guarded
from doorstep.parties.models import Lead
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_user

pytestmark = pytest.mark.django_db
FILE = b"Full name,E-Mail,Firm,Website\nAda Byron,ada@x.test,Analytical Ltd,\nBo,bo@x,,\n"


@pytest.fixture
def manager(client, settings, tmp_path):
    settings.HOME = tmp_path
    user = make_user("mia@example.org", roles=[make_role("Everything", Reach.ALL)])
    client.force_login(user)
    return user


def upload(client, content=FILE, kind="lead", name="fair.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post("/imports/", {"kind": kind, "file": file, "preset": ""})


def columns(job, **changes):
    # by the order of the file: a database may keep the names of a mapping in another
    said = {f"column-{n}": job.mapping[header] for n, header in enumerate(headers_of(job))}
    return said | changes


def test_an_upload_leads_to_its_columns(client, manager):
    answer = upload(client)

    job = ImportJob.objects.get()
    assert answer.headers["Location"] == f"/imports/{job.pk}/"
    page = client.get(answer.headers["Location"]).text
    assert "Which column is what?" in page
    assert job.mapping["E-Mail"] == "email"


def test_checking_says_what_will_happen_and_stores_nothing(client, manager):
    upload(client)
    job = ImportJob.objects.get()

    client.post(f"/imports/{job.pk}/columns/", columns(job))

    page = client.get(f"/imports/{job.pk}/").text
    assert "This is what will happen" in page
    assert "not an e-mail" in page
    assert not Lead.objects.exists()


def test_importing_stores_the_good_rows_and_undo_takes_them_back(client, manager):
    upload(client)
    job = ImportJob.objects.get()
    client.post(f"/imports/{job.pk}/columns/", columns(job))

    client.post(f"/imports/{job.pk}/run/")
    assert Lead.objects.get().name == "Ada Byron"
    client.post(f"/imports/{job.pk}/undo/")

    assert not Lead.objects.exists()
    assert "This import was undone" in client.get(f"/imports/{job.pk}/").text


def test_rejected_rows_come_back_with_their_reason(client, manager):
    upload(client)
    job = ImportJob.objects.get()
    client.post(f"/imports/{job.pk}/columns/", columns(job))

    text = b"".join(client.get(f"/imports/{job.pk}/rejected.csv").streaming_content).decode()

    assert text.splitlines()[0] == "Full name,E-Mail,Firm,Website,Problem"
    assert text.splitlines()[1].startswith("Bo,bo@x,,,")


def test_a_column_of_no_field_is_refused_where_it_stands(client, manager):
    upload(client)
    job = ImportJob.objects.get()

    answer = client.post(f"/imports/{job.pk}/columns/", columns(job, **{"column-0": "password"}))

    assert answer.status_code == 422
    assert "There is no “password”" in answer.text


def test_a_file_that_is_none_is_refused_in_words(client, manager):
    answer = upload(client, b"PK\x03\x04 nothing", name="fair.xlsx")

    assert answer.status_code == 422
    assert "damaged" in answer.text
    assert not ImportJob.objects.exists()


def test_the_progress_of_a_done_import_ends_the_asking(client, manager):
    upload(client)
    job = ImportJob.objects.get()
    ImportJob.objects.update(state=ImportJob.State.RUNNING)
    assert client.get(f"/imports/{job.pk}/progress/").status_code == 200

    ImportJob.objects.update(state=ImportJob.State.DONE)

    assert client.get(f"/imports/{job.pk}/progress/").status_code == 286


def test_the_import_of_somebody_else_is_not_found(client, manager, as_other):
    upload(client)
    job = ImportJob.objects.get()

    assert as_other.get(f"/imports/{job.pk}/").status_code == 404
    assert as_other.get(f"/imports/{job.pk}/rejected.csv").status_code == 404


@pytest.fixture
def as_other(alice):
    other = Client()
    other.force_login(alice)
    return other


def test_who_may_import_nothing_is_told_so(client, settings):
    client.force_login(make_user("reader@example.org"))

    assert client.get("/imports/").status_code == 403


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1"])
def test_no_cell_of_a_download_is_a_formula(cell):
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["+49 30 5550 1", "-12.50", "plain", ""])
def test_numbers_and_phones_stay_as_they_are(cell):
    assert guarded(cell) == cell
