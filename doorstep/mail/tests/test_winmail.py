"""winmail.dat taken apart: what Outlook makes, and what somebody made to hurt."""

from struct import pack
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doorstep.mail.reading.parsing import read_letter
from doorstep.mail.reading.rtf_packed import unpacked
from doorstep.mail.reading.winmail import SIGNATURE, read_winmail

UNICODE, BINARY, OBJECT, NUMBER = 0x1F, 0x102, 0x0D, 3


def attribute(level, number, content):
    return pack("<BII", level, number, len(content)) + content + pack("<H", sum(content) & 0xFFFF)


def properties(*given):
    found = pack("<I", len(given))
    for number, kind, value in given:
        found += pack("<HH", kind, number)
        if number >= 0x8000:  # called by a name
            found += bytes(16) + pack("<II", 1, 6) + "abc".encode("utf-16-le") + bytes(2)
        if kind == NUMBER:
            found += pack("<I", value)
        else:
            found += pack("<II", 1, len(value)) + value + bytes(-len(value) % 4)
    return found


def file(name, content, *more):
    long_name = (0x3707, UNICODE, f"{name}\0".encode("utf-16-le"))
    return (
        attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, b"SHORT~1.TXT\0")
        + attribute(2, 0x0006800F, content)
        + attribute(2, 0x00069005, properties(long_name, *more))
    )


def winmail(*parts):
    return (
        SIGNATURE + b"\x01\x00" + attribute(1, 0x00069007, pack("<II", 1252, 0)) + b"".join(parts)
    )


def message(raw, text="", name="winmail.dat"):
    body = f"--x\r\nContent-Type: text/plain\r\n\r\n{text}\r\n".encode() if text else b""
    return (
        b"From: ada@example.org\r\nSubject: Plans\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        + body
        + f'--x\r\nContent-Type: application/ms-tnef; name="{name}"\r\n'.encode()
        + b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + raw
        + b"\r\n--x--\r\n"
    )


def parts_of(found):
    return [(each.name, each.content) for each in found.files]


def test_its_files_are_taken_out_with_their_long_names():
    raw = winmail(file("Plan für Halle 4.pdf", b"%PDF-1"), file("notes.txt", b"Hello"))

    found = read_winmail(raw)

    assert parts_of(found) == [("Plan für Halle 4.pdf", b"%PDF-1"), ("notes.txt", b"Hello")]
    assert found.is_whole


def test_a_message_carries_the_files_and_not_the_wrapping():
    letter = read_letter(message(winmail(file("plan.pdf", b"%PDF-1")), text="See the plan."))

    assert [each.name for each in letter.files] == ["plan.pdf"]
    assert letter.text == "See the plan."


@pytest.mark.parametrize("text", ["", "Written below."])
def test_its_body_counts_where_the_message_has_no_other(text):
    body = attribute(1, 0x00069003, properties((0x1000, UNICODE, "Inside ü".encode("utf-16-le"))))

    assert read_letter(message(winmail(body), text=text)).text == (text or "Inside ü")


def test_a_page_in_it_is_read_as_one():
    body = attribute(1, 0x00069003, properties((0x1013, BINARY, b"<p>Inside</p>")))

    letter = read_letter(message(winmail(body)))

    assert (letter.text, letter.html) == ("Inside", "<p>Inside</p>")


def test_rich_text_alone_is_kept_as_a_file():
    packed = pack("<IIII", 0, 9, 0x414C454D, 0) + rb"{\rtf1 x}"
    body = attribute(1, 0x00069003, properties((0x1009, BINARY, packed)))

    assert parts_of(read_winmail(winmail(body))) == [("message.rtf", rb"{\rtf1 x}")]


def test_packed_rich_text_is_unpacked():
    """The example of [MS-OXRTFCP] 3.2: it refers to what it said itself."""
    raw = bytes.fromhex(
        "1a 00 00 00 1c 00 00 00 4c 5a 46 75 e2 d4 4b 51 41 00 04 20 57 58 59 5a 0d 6e 7d 01 0e b0"
    )

    assert unpacked(raw) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_the_files_of_a_message_that_was_sent_along_are_taken_out_too():
    inner = winmail(file("deep.txt", b"deep"), attribute(1, 0x0002800C, b"Said inside\0"))
    along = file("Fwd.msg", b"", (0x3705, NUMBER, 5), (0x3701, OBJECT, bytes(16) + inner))

    found = parts_of(read_winmail(winmail(along)))

    assert found == [("Fwd.msg.txt", b"Said inside"), ("deep.txt", b"deep")]


def test_properties_with_names_of_their_own_are_passed_over():
    raw = winmail(file("a.txt", b"a", (0x8001, UNICODE, b"x\0"), (0x3712, UNICODE, b"<\0c\0>\0")))

    assert [(each.name, each.content_id) for each in read_winmail(raw).files] == [("a.txt", "c")]


@pytest.mark.parametrize("lost", [5, 30, 60])
def test_of_a_damaged_one_is_kept_what_could_be_read_and_itself(lost):
    raw = winmail(file("a.txt", b"first"), file("b.txt", b"second"))[:-lost]

    letter = read_letter(message(raw))

    names = [each.name for each in letter.files]
    assert names[0] == "a.txt"
    assert names[-1] == "winmail.dat"
    assert "winmail" in letter.flaws


def test_messages_in_messages_are_taken_apart_only_so_deep():
    raw = winmail(file("deep.txt", b"deep"))
    for _turn in range(200):
        along = ((0x3705, NUMBER, 5), (0x3701, OBJECT, bytes(16) + raw))
        raw = winmail(file("along", b"", *along))

    assert len(read_winmail(raw).files) == 1


@pytest.mark.parametrize(
    "raw",
    [
        SIGNATURE,
        winmail(attribute(1, 0x9003, pack("<I", 2**32 - 1))),
        winmail(attribute(1, 0x9003, pack("<IHHI", 1, BINARY, 0x1000, 2**32 - 1))),
        winmail(attribute(1, 0x9003, pack("<IHHII", 1, BINARY, 0x1000, 1, 2**32 - 1))),
        winmail(attribute(1, 0x9003, pack("<IHH16xII", 1, 3, 0x8000, 1, 2**32 - 1))),
        winmail() + pack("<BII", 1, 0x800C, 2**32 - 1),
        winmail(*[attribute(2, 0x9002, b"")] * 5_000),
        winmail(
            attribute(
                1,
                0x9003,
                properties(
                    (
                        0x1009,
                        BINARY,
                        pack("<IIII", 0, 2**32 - 1, 0x75465A4C, 0) + b"\xff\x00\x1f" * 50_000,
                    )
                ),
            )
        ),
        winmail(attribute(1, 0x9007, pack("<II", 2**32 - 1, 0)), attribute(1, 0x800C, b"\xff\0")),
    ],
)
def test_what_was_made_to_hurt_costs_little(raw):
    begun = perf_counter()

    found = read_winmail(raw)

    assert perf_counter() - begun < 2
    assert sum(len(each.content) for each in found.files) <= 5_000_000


WHOLE = winmail(
    attribute(1, 0x9003, properties((0x1013, BINARY, b"<p>x</p>"), (0x8003, NUMBER, 7))),
    file("a.txt", b"first", (0x3705, NUMBER, 5)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(6, len(WHOLE) - 1), st.integers(0, 255)), max_size=8))
def test_whatever_stands_in_it_nothing_breaks(changes):
    raw = bytearray(WHOLE)
    for place, byte in changes:
        raw[place] = byte

    found = read_winmail(bytes(raw))

    assert sum(len(each.content) for each in found.files) <= 2 * len(raw)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_packed_text_of_any_bytes_is_unpacked_or_nothing(raw):
    assert len(unpacked(pack("<IIII", 0, 999, 0x75465A4C, 0) + raw)) <= 999
