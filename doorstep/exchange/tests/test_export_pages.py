"""A list taken away by the browser: asked how, handed out at once or when it is written."""

from pathlib import Path

import pytest
from django.utils.timezone import now

from doorstep.exchange.exports import making
from doorstep.exchange.exports.jobs import KEPT, forget_old_exports, write_export
from doorstep.exchange.models import ExportJob
from doorstep.history.models import Event
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.users.access import Reach
from doorstep.users.testing import grant, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def few_at_once(monkeypatch, alice, django_capture_on_commit_callbacks):
    """More rows than one waits for, without making thousands."""
    monkeypatch.setattr(making, "AT_ONCE", 1)
    make_lead(name="Ada", owner=alice)
    make_lead(name="Bo", owner=alice)


def ask(client, **said):
    return client.post("/exports/lead/", {"query": "", "form": "csv", "columns": "all"} | said)


def body(answer):
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_list_offers_it_with_its_filters(as_alice):
    page = as_alice.get("/leads/?status=Open").text

    assert "/exports/lead/?query=status%3DOpen" in page


def test_the_dialog_asks_for_form_and_columns(as_alice):
    page = as_alice.get("/exports/lead/?query=status%3DOpen", headers={"HX-Request": "true"}).text

    assert "Excel (XLSX)" in page
    assert 'name="query" value="status=Open"' in page


def test_a_short_list_comes_at_once(as_alice, alice):
    make_lead(name="Ada", owner=alice)

    answer = ask(as_alice, query="status=Open", columns="shown")

    assert answer["Content-Disposition"].startswith('attachment; filename="leads-')
    assert '"Ada"' in body(answer)
    assert Event.objects.get(name="lead.exported").by == alice


def test_a_long_list_is_written_in_the_background_and_then_fetched(
    as_alice, few_at_once, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(as_alice)

    job = ExportJob.objects.get()
    assert answer.headers["Location"] == f"/exports/made/{job.pk}/"
    assert "The file is ready" in as_alice.get(answer.headers["Location"]).text
    assert body(as_alice.get(f"/exports/made/{job.pk}/file")).count("lead:") == 2
    assert Event.objects.get(name="lead.exported").detail == "2 leads, CSV"


def test_a_file_is_for_nobody_else(
    as_alice, carol, few_at_once, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ask(as_alice)
    job = ExportJob.objects.get()

    client.force_login(carol)

    assert client.get(f"/exports/made/{job.pk}/").status_code == 404
    assert client.get(f"/exports/made/{job.pk}/file").status_code == 404


def test_a_file_goes_after_a_day(as_alice, few_at_once, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(as_alice)
    job = ExportJob.objects.get()
    ExportJob.objects.update(created_at=now() - KEPT)

    forget_old_exports()

    assert not ExportJob.objects.exists()
    assert not Path(job.path).exists()


def test_one_that_breaks_is_said_to_have_failed(
    as_alice, few_at_once, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        ask(as_alice)
    ExportJob.objects.update(kind="gone")  # as after an update that took the kind away

    with pytest.raises(AssertionError):
        write_export.call(ExportJob.objects.get().pk)

    job = ExportJob.objects.get()
    assert job.state == ExportJob.State.FAILED
    assert "Try again" in job.problem
    assert not Path(job.path).exists()


def test_who_may_not_is_not_offered_it_and_is_refused(client):
    role = make_role("Looks")
    grant(role, Lead, view=Reach.ALL)
    client.force_login(make_user("eve@example.org", roles=[role]))

    assert "/exports/lead/" not in client.get("/leads/?sort=name").text
    assert client.get("/exports/lead/").status_code == 403
    assert ask(client).status_code == 403


@pytest.mark.parametrize("said", [{"form": "exe"}, {"query": "nonsense=1"}])
def test_what_cannot_be_is_refused(as_alice, said):
    assert ask(as_alice, **said).status_code == 422


def test_what_is_no_kind_of_record_is_not_there(as_alice):
    assert as_alice.get("/exports/passwords/").status_code == 404
