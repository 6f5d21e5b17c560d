"""How a message is put together, and that nothing can be smuggled into it."""

import email
from datetime import UTC, datetime
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.kit.errors import Invalid
from doorstep.mail.writing.answering import answer_subject, quoted, references_of, with_below
from doorstep.mail.writing.hypertext import hypertext
from doorstep.mail.writing.letter import (
    Enclosure,
    Letter,
    Person,
    file_name,
    new_message_id,
    write_message,
)

INES = Person("ines@hollin.example", "Ines Marchetti")
NADIA = Person("nadia@quill.example", "Nadia Ferrante")


def letter(**values):
    known = {
        "sender": INES,
        "to": (NADIA,),
        "subject": "Lamps",
        "text": "Hello Nadia",
        "message_id": "<one@hollin.example>",
        "sent_at": datetime(2026, 11, 24, 9, tzinfo=UTC),
    }
    return Letter(**known | values)


def as_received(**values):
    return email.message_from_bytes(bytes(write_message(letter(**values))), policy=default)


def test_the_words_go_as_text_and_as_html():
    got = as_received(text="Grüße,\n\nInes <3")

    assert got.get_body(["plain"]).get_content().splitlines() == ["Grüße,", "", "Ines <3"]
    assert "<p>Grüße,</p><p>Ines &lt;3</p>" in got.get_body(["html"]).get_content()


def test_an_answer_names_what_it_answers():
    got = as_received(
        in_reply_to="<b@quill.example>", references=("<a@quill.example>", "<b@quill.example>")
    )

    assert got["In-Reply-To"] == "<b@quill.example>"
    assert got["References"] == "<a@quill.example> <b@quill.example>"


def test_a_long_thread_keeps_its_first_and_last_references():
    known = tuple(f"<{number}@quill.example>" for number in range(50))

    named = as_received(references=known)["References"].split()

    assert (len(named), named[0], named[-1]) == (20, known[0], known[-1])


def test_files_go_along_under_their_last_name():
    got = as_received(
        enclosures=(
            Enclosure("../../plan\r\nX: 1.pdf", b"%PDF", "application/pdf"),
            Enclosure("über.txt", b"lamps", "text/plain\r\nEvil: 1"),
        )
    )

    first, second = got.iter_attachments()
    assert (first.get_filename(), first.get_content()) == ("plan X_ 1.pdf", b"%PDF")
    assert second.get_filename() == "über.txt"
    assert second.get_content_type() == "application/octet-stream"
    assert got["Evil"] is None


def test_the_way_out_is_one_press():
    got = as_received(unsubscribe="https://crm.hollin.example/mail/out/abc/")

    assert got["List-Unsubscribe"] == "<https://crm.hollin.example/mail/out/abc/>"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://crm.hollin.example/mail/out/abc/" in got.get_body(["plain"]).get_content()


def test_what_goes_to_one_has_no_way_out():
    assert as_received()["List-Unsubscribe"] is None


def test_letters_beyond_ascii_in_a_host_are_written_as_hosts_are():
    assert as_received(to=(Person("a@bücher.example"),))["To"] == "a@xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "jürgen@quill.example", "a@b.c\nBcc: x"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Invalid):
        write_message(letter(to=(Person(address),)))


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_nothing_typed_can_begin_a_header(subject, name, file):
    extra = "\r\nBcc: victim@example.org\r\n\r\nBody"
    raw = bytes(
        write_message(
            letter(
                subject=subject + extra,
                to=(Person("nadia@quill.example", name + extra),),
                in_reply_to=name + extra,
                references=(subject + extra,),
                enclosures=(Enclosure(file + extra, b"x"),),
            )
        )
    )

    got = email.message_from_bytes(raw, policy=default)

    assert got["Bcc"] is None
    assert [each.addr_spec for each in got["To"].addresses] == ["nadia@quill.example"]
    assert got["References"] is None


def test_a_message_id_is_of_our_host_and_new_each_time():
    first, second = new_message_id("a@bücher.example"), new_message_id("a@bücher.example")

    assert first != second
    assert first.endswith("@xn--bcher-kva.example>")


@pytest.mark.parametrize(
    "subject", ["Lamps", "Re: Lamps", "RE: AW: Re: Lamps", "Antw: Lamps", "Re[2]: Lamps"]
)
def test_an_answer_has_one_re(subject):
    assert answer_subject(subject) == "Re: Lamps"


def test_an_answer_knows_all_that_came_before():
    assert references_of("<b@x>", "<a@x> <b@x>") == ("<a@x>", "<b@x>")


def test_what_is_answered_stands_below_the_signature():
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)

    text = with_below("Yes.", "Ines", quoted("Is it safe?\n> old", "Nadia", at))

    assert text.startswith("Yes.\n\nInes\n\nOn ")
    assert text.endswith("Nadia wrote:\n> Is it safe?\n>> old")


def test_markup_that_was_typed_is_shown_as_typed():
    shown = hypertext('<img src=x onerror=alert(1)> https://a.example/?x="><script>')

    assert "<img" not in shown
    assert "<script" not in shown
    assert '<a href="https://a.example/?x=">' in shown


@pytest.mark.parametrize(
    ("given_name", "name"),
    [("..\\..\\x.exe", "x.exe"), ("a\r\nb.txt", "a b.txt"), ("", "file"), ("/", "file")],
)
def test_a_file_has_a_plain_name(given_name, name):
    assert file_name(given_name) == name
