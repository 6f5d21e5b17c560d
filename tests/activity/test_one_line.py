"""What a line says about the next step: a table of what people write, and what nobody does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.activity.one_line import Planned, read_line
from doorstep.activity.refusals import LineNotRead
from doorstep.kit.errors import Refusal

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 9, 20, tzinfo=BERLIN)  # a Tuesday


def read(line, now=NOW, zone=BERLIN):
    return read_line(line, at=now, zone=zone)


def when(line, now=NOW):
    """Start and end as a clock in Berlin shows them."""
    said = read(line, now)
    ends = said.ends_at and said.ends_at.astimezone(BERLIN)
    return said.starts_at.astimezone(BERLIN).strftime("%a %d %b %Y %H:%M") + (
        ends.strftime(" - %H:%M") if ends else ""
    )


@pytest.mark.parametrize(
    ("line", "how", "moment"),
    [
        ("call Tuesday 10", "CALL", "Tue 01 Dec 2026 10:00"),
        ("call Wed 10:30", "CALL", "Wed 25 Nov 2026 10:30"),
        ("Call on next Friday at 9", "CALL", "Fri 27 Nov 2026 09:00"),
        ("phone today", "CALL", "Tue 24 Nov 2026 10:30"),
        ("ring tomorrow noon", "CALL", "Wed 25 Nov 2026 12:00"),
        ("meeting tomorrow 14:30-15:30", "MEETING", "Wed 25 Nov 2026 14:30 - 15:30"),
        ("meet tomorrow 14.30 – 15.30", "MEETING", "Wed 25 Nov 2026 14:30 - 15:30"),
        ("meeting Thu from 2 to 3pm", "MEETING", "Thu 26 Nov 2026 14:00 - 15:00"),
        ("meeting Thu 2-3pm", "MEETING", "Thu 26 Nov 2026 14:00 - 15:00"),
        ("meeting Thu 11-1pm", "MEETING", "Thu 26 Nov 2026 11:00 - 13:00"),
        ("meeting Thu 9-5", "MEETING", "Thu 26 Nov 2026 09:00 - 17:00"),
        ("meeting Thu 10 for 45 minutes", "MEETING", "Thu 26 Nov 2026 10:00 - 10:45"),
        ("meeting Thu 10 for an hour", "MEETING", "Thu 26 Nov 2026 10:00 - 11:00"),
        ("meeting Thu 10 2h", "MEETING", "Thu 26 Nov 2026 10:00 - 12:00"),
        ("e-mail in 3 days", "EMAIL", "Fri 27 Nov 2026 09:00"),
        ("mail in a week 8:15", "EMAIL", "Tue 01 Dec 2026 08:15"),
        ("write next week", "EMAIL", "Mon 30 Nov 2026 09:00"),
        ("email in 2 months", "EMAIL", "Sun 24 Jan 2027 09:00"),
        ("call in 2 hours", "CALL", "Tue 24 Nov 2026 11:20"),
        ("call in 45 min", "CALL", "Tue 24 Nov 2026 10:05"),
        ("visit 12 May 9", "VISIT", "Wed 12 May 2027 09:00"),
        ("visit May 12th, 9:05", "VISIT", "Wed 12 May 2027 09:05"),
        ("visit 12. May 2028", "VISIT", "Fri 12 May 2028 09:00"),
        ("visit 12.5. 14:00", "VISIT", "Wed 12 May 2027 14:00"),
        ("visit 12.5.", "VISIT", "Wed 12 May 2027 09:00"),
        ("visit 01.12.2026 8", "VISIT", "Tue 01 Dec 2026 08:00"),
        ("visit 2026-12-01 08:00", "VISIT", "Tue 01 Dec 2026 08:00"),
        ("call Tue 1 Dec 10", "CALL", "Tue 01 Dec 2026 10:00"),
        ("call 29 February", "CALL", "Tue 29 Feb 2028 09:00"),
        ("call Mon 10am", "CALL", "Mon 30 Nov 2026 10:00"),
        ("call Mon 10 a.m.", "CALL", "Mon 30 Nov 2026 10:00"),
        ("call Mon 12am", "CALL", "Mon 30 Nov 2026 00:00"),
        ("call Mon 3", "CALL", "Mon 30 Nov 2026 15:00"),
        ("call Mon 03:00", "CALL", "Mon 30 Nov 2026 03:00"),
        ("15:00", "CALL", "Tue 24 Nov 2026 15:00"),
        ("call 9:00", "CALL", "Wed 25 Nov 2026 09:00"),
        ("FRIDAY 9:00.", "CALL", "Fri 27 Nov 2026 09:00"),
        ("call by Friday", "CALL", "Fri 27 Nov 2026 09:00"),
        ("Tues. 10", "CALL", "Tue 01 Dec 2026 10:00"),
    ],
)
def test_a_line_says_how_and_when(line, how, moment):
    assert (read(line).how, when(line)) == (how, moment)


@pytest.mark.parametrize(
    ("line", "who", "whose", "about"),
    [
        ("call Mon 10am with Ana", "Ana", "", ""),
        ("meeting with Ana Moss tomorrow 14:30-15:30", "Ana Moss", "", ""),
        ("call Mon for Bob", "", "Bob", ""),
        ("call by bob@example.org Monday", "", "bob@example.org", ""),
        ("visit Thu 9 with Ana by Bob", "Ana", "Bob", ""),
        ("call Thu 9 about the brass for Monday", "", "", "the brass for Monday"),
        ("call Thu 9 with Ana re brass", "Ana", "", "brass"),
    ],
)
def test_a_line_says_who_and_what_about(line, who, whose, about):
    said = read(line)

    assert (said.who, said.whose, said.about) == (who, whose, about)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        *(("", "When?"), ("call", "When?"), ("call Ana", "“Ana” is not"), ("call soon", "“soon”")),
        *(("call Monday Friday", "no such day"), ("call 30 February", "no such day")),
        *(("call Mon 1 Dec", "no such day"), ("call 31.11. 9", "no such day")),
        *(("call 2026-13-01", "no such day"), ("call today 8:00", "has passed")),
        *(("call in 0 minutes", "has passed"), ("call 2020-01-01", "has passed")),
        *(("meeting Thu 15-14", "ends before"), ("call Mon 9 10", "said twice")),
        *(("call mail Mon", "said twice"), ("call Mon 25", "“25”"), ("call Mon 14pm", "14pm")),
        *(("call Mon 10-11 until 12", "said twice"), ("call in 3", "“in”")),
        *(("call in 9999 months", "no such day"), ("call Mon in 2 hours", "Two moments")),
        *(("call Mon with", "“with”"), ("call Mon at", "“at”"), ("call Mon about", "“about”")),
        *(("call Mon ²", "“²”"), ("call 3 days", "“days”"), ("x" * 301, "longer")),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(line, says):
    with pytest.raises(LineNotRead) as refused:
        read(line)

    assert says in refused.value.message
    assert "call Tuesday 10" in refused.value.fields["line"]


def test_late_in_the_evening_today_needs_an_hour():
    late = NOW.replace(hour=23, minute=40)

    with pytest.raises(LineNotRead):
        read("call today", late)
    assert when("call today 23:50", late) == "Tue 24 Nov 2026 23:50"


def test_the_zone_is_that_of_the_person():
    line, tokyo = "call tomorrow 10", ZoneInfo("Asia/Tokyo")

    assert read(line).starts_at == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert read(line, zone=tokyo).starts_at == datetime(2026, 11, 25, 1, tzinfo=UTC)


def test_a_day_is_that_of_the_person():
    evening = datetime(2026, 11, 24, 20, tzinfo=UTC)  # it is Wednesday in Tokyo

    said = read("call tomorrow 10", evening, ZoneInfo("Asia/Tokyo"))

    assert said.starts_at == datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.mark.parametrize("line", ["call Sun 2:30am", "call 28 March 2:30am"])
def test_an_hour_that_the_clock_skips_is_the_one_after_it(line):
    before = datetime(2027, 3, 27, 12, tzinfo=BERLIN)

    assert when(line, before) == "Sun 28 Mar 2027 03:30"


WRITTEN = (
    "call mail meeting visit Tuesday tue mon today tomorrow next week in 3 days a an hour 2 hours"
    " 10 10:30 9-5 14:30-15:30 2pm 12am noon 12 May 9 29 Feb 30. 12.5. 31.12.2026 2026-02-29 0 99"
    " with Ana for by about until on at the from - – , . ² ٣ 00:00 24:00 9999 months"
)
WORDS = st.sampled_from(WRITTEN.split())
LINES = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Apia", "America/Adak"])


@given(LINES, MOMENTS, ZONES)
def test_a_line_is_read_or_refused_and_nothing_else(line, now, zone):
    try:
        said = read_line(line, at=now, zone=ZoneInfo(zone))
    except Refusal:
        return
    assert isinstance(said, Planned)
    assert said.starts_at > now
    assert said.ends_at is None or said.ends_at > said.starts_at
    assert said.starts_at < now + timedelta(days=3700)


@given(st.integers(0, 23), st.integers(0, 59), MOMENTS, ZONES)
def test_what_is_written_in_full_is_read_back(hour, minute, now, zone):
    there = ZoneInfo(zone)
    day = (now + timedelta(days=40)).astimezone(there).replace(hour=hour, minute=minute)
    meant = day.replace(second=0, microsecond=0, fold=0)

    said = read_line(f"visit {meant:%Y-%m-%d %H:%M}", at=now, zone=there)

    assert said.starts_at == meant.astimezone(UTC)
