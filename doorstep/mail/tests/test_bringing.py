"""Letters out of files, onto records: each once."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doorstep.cli import main
from doorstep.mail.bringing import bring_in
from doorstep.mail.models import Message
from doorstep.mail.reading.files import letters_in
from doorstep.parties.testing import make_lead

FIRST = b"""\
From: Nadia <nadia@quill.example>
To: sales@hollin.example
Subject: Lamps
Message-ID: <one@quill.example>
Date: Tue, 24 Nov 2026 09:00:00 +0000

How much?
>From here it looks fine.
"""
SECOND = FIRST.replace(b"<one@", b"<two@").replace(b"Lamps", b"Re: Lamps")
MBOX = (
    b"From nadia@quill.example Tue Nov 24 09:00:00 2026\n"
    + FIRST
    + b"\nFrom nadia@quill.example Tue Nov 24 10:00:00 2026\n"
    + SECOND
)


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, email="nadia@quill.example")


def test_an_mbox_holds_letters_one_after_the_other():
    found = list(letters_in(io.BytesIO(MBOX), 10_000))

    assert len(found) == 2
    assert b"\nFrom here it looks fine." in found[0]


def test_an_eml_is_one_letter():
    assert list(letters_in(io.BytesIO(FIRST), 10_000)) == [FIRST]


def test_a_line_that_begins_like_a_letter_begins_none():
    text = FIRST + b"\nFrom the start we said so.\n"
    file = io.BytesIO(b"From a@b.example Tue Nov 24 09:00:00 2026\n" + text)

    assert len(list(letters_in(file, 10_000))) == 1


def test_what_is_too_large_is_nothing_and_the_next_is_read():
    found = list(letters_in(io.BytesIO(MBOX.replace(b"How much?", b"x" * 5_000, 1)), 1_000))

    assert found[0] == b""
    assert b"Re: Lamps" in found[1]


def test_each_letter_comes_once_however_often_the_file_is_brought(alice, lead):
    first = bring_in(io.BytesIO(MBOX), by=alice, records=[lead])
    again = bring_in(io.BytesIO(MBOX), by=alice, records=[lead])

    assert (first.read, first.new, first.known) == (2, 2, 0)
    assert (again.read, again.new, again.known) == (2, 0, 2)
    assert Message.objects.about(lead).count() == 2


def test_letters_of_one_thread_are_one_conversation(alice, lead):
    bring_in(io.BytesIO(MBOX), by=alice, records=[lead])

    assert Message.objects.values("thread").distinct().count() == 1


def test_what_is_here_already_is_linked_to_another_record_too(alice, lead):
    other = make_lead(owner=alice, name="Piet")
    bring_in(io.BytesIO(FIRST), by=alice, records=[lead])

    bring_in(io.BytesIO(FIRST), by=alice, records=[other])

    assert Message.objects.get().links.count() == 2


def test_nobody_brings_letters_onto_what_is_not_theirs(carol, lead):
    brought = bring_in(io.BytesIO(FIRST), by=carol, records=[lead])

    assert brought.new == 0
    assert len(brought.refused) == 1


def test_what_is_no_letter_is_refused_and_the_rest_is_taken(alice, lead):
    junk = b"From x Tue Nov 24 09:00:00 2026\n\x00\x00\n\n" + MBOX

    brought = bring_in(io.BytesIO(junk), by=alice, records=[lead])

    assert (brought.new, len(brought.refused)) == (2, 1)


def test_the_command_tells_what_came_of_it(alice, lead, tmp_path, capsys):
    (tmp_path / "old.mbox").write_bytes(MBOX)
    words = ["import", "mail", str(tmp_path / "old.mbox"), "--onto", f"lead:{lead.pk}"]

    status = main([*words, "--by", alice.email, "--format", "json"])

    assert status == 0
    assert json.loads(capsys.readouterr().out)["new"] == 2


def test_the_command_asks_onto_what(alice, tmp_path, capsys):
    (tmp_path / "old.mbox").write_bytes(MBOX)

    assert main(["import", "mail", str(tmp_path / "old.mbox")]) == 1
    assert "--onto" in capsys.readouterr().err


def test_the_page_takes_a_file(as_alice, lead):
    file = SimpleUploadedFile("old.mbox", MBOX, "application/mbox")

    answer = as_alice.post(f"/messages/bring/lead/{lead.pk}/", {"file": file}, follow=True)

    assert "2 new" in answer.content.decode()
    assert Message.objects.count() == 2
