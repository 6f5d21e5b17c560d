"""Files of records: kept by digest, handed out as files, only to who may see the record."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.parties.testing import make_lead
from doorstep.records.actions import attach, delete, remove_file
from doorstep.records.files import LONGEST, place_of, safe_name
from doorstep.records.models import Attachment
from tests.shared_data import DATA, needs_data

PAYLOADS = DATA / "injection-payloads"
UPLOADS = sorted((PAYLOADS / "upload-files").glob("*")) if PAYLOADS.is_dir() else []
TRAVERSALS = (
    (PAYLOADS / "path_traversal.txt").read_text(errors="replace").splitlines()
    if PAYLOADS.is_dir()
    else []
)


@pytest.fixture(autouse=True)
def _a_disk_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def sent(name="plan.pdf", content=b"%PDF-1.7 plan"):
    return SimpleUploadedFile(name, content)


def on_disk(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_file_is_kept_by_its_digest(alice, settings):
    lead = make_lead(owner=alice)

    one = attach(lead, by=alice, file=sent())
    two = attach(lead, by=alice, file=sent("copy.pdf"))

    assert on_disk(settings) == [place_of(one.sha256)] == [place_of(two.sha256)]
    assert (one.name, one.size, one.content_type) == ("plan.pdf", 13, "application/pdf")


def test_removing_a_file_can_be_undone(alice):
    attachment = attach(make_lead(owner=alice), by=alice, file=sent())

    remove_file(attachment, by=alice)
    assert not Attachment.objects.exists()
    undo(Event.objects.latest("pk"), by=alice)

    assert place_of(Attachment.objects.get().sha256).read_bytes() == b"%PDF-1.7 plan"


def test_a_file_goes_and_comes_back_with_its_record(alice):
    lead = make_lead(owner=alice)
    attach(lead, by=alice, file=sent())

    delete(lead, by=alice)
    assert not Attachment.objects.exists()
    undo(Event.objects.latest("pk"), by=alice)

    assert Attachment.objects.get().name == "plan.pdf"


def test_a_file_too_large_is_refused_and_leaves_nothing(alice, settings):
    settings.UPLOAD_LIMIT = 10

    with pytest.raises(Invalid) as refused:
        attach(make_lead(owner=alice), by=alice, file=sent())

    assert "file" in refused.value.fields
    assert on_disk(settings) == []


def test_a_record_holds_so_many_files(alice, monkeypatch):
    monkeypatch.setattr("doorstep.records.actions.files.MOST", 1)
    lead = make_lead(owner=alice)
    attach(lead, by=alice, file=sent())

    with pytest.raises(Invalid, match="at most 1 files"):
        attach(lead, by=alice, file=sent())


def test_nobody_attaches_to_what_they_may_not_edit(alice, carol):
    with pytest.raises(Forbidden):
        attach(make_lead(owner=alice), by=carol, file=sent())


@needs_data
@pytest.mark.parametrize("name", TRAVERSALS)
def test_a_name_is_no_path(name):
    safe = safe_name(name)

    assert safe not in ("", ".", "..")
    assert not set('/\\\0<>:"|?*') & set(safe)
    assert Path("/x", safe).resolve().parent == Path("/x")


@given(st.text())
def test_any_name_becomes_one_that_every_system_can_hold(name):
    safe = safe_name(name)

    assert 0 < len(safe) <= LONGEST
    assert safe.isprintable()
    assert not set('/\\<>:"|?*') & set(safe)
    assert safe == safe_name(safe)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("C:\\fakepath\\Plan 1.pdf", "Plan 1.pdf"),
        ("Angebot für Müller.pdf", "Angebot für Müller.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("CON.txt", "_CON.txt"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_stays_as_it_can(name, safe):
    assert safe_name(name) == safe


@needs_data
@pytest.mark.parametrize("path", UPLOADS, ids=lambda path: path.name)
def test_a_hostile_file_is_only_ever_saved(as_alice, alice, path):
    lead = make_lead(owner=alice)

    as_alice.post(f"/leads/{lead.pk}/files/", {"file": sent(path.name, path.read_bytes())})
    attachment = Attachment.objects.get()
    answer = as_alice.get(f"/files/{attachment.pk}/{attachment.name}")

    assert b"".join(answer.streaming_content) == path.read_bytes()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] not in ("image/svg+xml", "text/html", "application/xml")


@pytest.mark.parametrize("name", ["page.html", "page.svg", "page.xml", "page.js", "page.xhtml"])
def test_what_a_browser_could_run_is_sent_as_bytes(as_alice, alice, name):
    lead = make_lead(owner=alice)
    attachment = attach(lead, by=alice, file=sent(name, b"<script>alert(1)</script>"))

    answer = as_alice.get(f"/files/{attachment.pk}/{name}")

    assert answer["Content-Type"] == "application/octet-stream"


def test_a_file_is_not_there_for_who_does_not_see_the_record(client, alice, carol):
    attachment = attach(make_lead(owner=alice), by=alice, file=sent())
    client.force_login(carol)

    assert client.get(f"/files/{attachment.pk}/plan.pdf").status_code == 404
    assert client.post(f"/files/{attachment.pk}/remove/").status_code == 404
    assert client.post(f"/leads/{attachment.about_id}/files/", {"file": sent()}).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, alice):
    attachment = attach(make_lead(owner=alice), by=alice, file=sent())

    assert client.get(f"/files/{attachment.pk}/plan.pdf").status_code == 302


def test_the_record_lists_its_files(as_alice, alice):
    lead = make_lead(owner=alice)
    attach(lead, by=alice, file=sent("Plan <b>.pdf"))

    page = as_alice.get(f"/leads/{lead.pk}/panels/").content.decode()

    assert "Plan _b_.pdf" in page
    assert "Attach" in page


def test_a_request_of_no_file_is_refused(as_alice, alice):
    assert as_alice.post(f"/leads/{make_lead(owner=alice).pk}/files/").status_code == 422


def test_the_api_receives_lists_hands_out_and_removes(as_alice, alice):
    at = f"/api/v1/leads/{make_lead(owner=alice).pk}/attachments"

    made = as_alice.post(at, {"file": sent()})
    listed = as_alice.get(at).json()["items"]
    content = as_alice.get(made.json()["content"])

    assert made.status_code == 201
    assert listed == [made.json()]
    assert b"".join(content.streaming_content) == b"%PDF-1.7 plan"
    assert as_alice.delete(f"/api/v1/attachments/{made.json()['id']}").status_code == 204
    assert as_alice.get(at).json()["items"] == []


def test_the_api_refuses_what_is_no_file(as_alice, alice):
    at = f"/api/v1/leads/{make_lead(owner=alice).pk}/attachments"

    assert as_alice.post(at, {"file": "text"}).status_code == 422


def test_a_file_of_another_is_not_there_in_the_api(as_alice, alice, carol):
    theirs = attach(make_lead(owner=carol), by=carol, file=sent())

    for path in (f"{theirs.pk}", f"{theirs.pk}/content"):
        assert as_alice.get(f"/api/v1/attachments/{path}").status_code == 404
    assert as_alice.delete(f"/api/v1/attachments/{theirs.pk}").status_code == 404


def test_a_repeated_upload_is_one_file(as_alice, alice):
    at = f"/api/v1/leads/{make_lead(owner=alice).pk}/attachments"
    headers = {"Idempotency-Key": "abc"}

    answers = [as_alice.post(at, {"file": sent()}, headers=headers) for _ in range(2)]
    other = as_alice.post(at, {"file": sent(content=b"other")}, headers=headers)

    assert answers[0].json() == answers[1].json()
    assert other.json()["error"]["code"] == "key_reused"
    assert Attachment.objects.count() == 1
