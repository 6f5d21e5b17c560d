"""Calendars that other programs wrote: each is read or refused with a reason, and none hangs."""

import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from doorstep.activity.calendar.reading import UnreadableCalendar, read_calendar
from doorstep.activity.calendar.repeating import Series
from doorstep.kit.patience import TookTooLong, within
from tests.shared_data import DATA, needs_data

pytestmark = needs_data
CORPUS = DATA / "icalendar"
FILES = sorted(CORPUS.rglob("*.ics")) if CORPUS.is_dir() else []
TOLD = sorted((CORPUS / "calcard").glob("*.json")) if CORPUS.is_dir() else []
AUCKLAND = ZoneInfo("Pacific/Auckland")  # where those who told had their clocks
SEEN = 100  # occurrences, and they stop telling

# Where our answer differs from what that library expects, and why.
OTHERWISE = {
    "016": "free and busy times are no events",
    "021": "begin and end stand in two zones; they put the end into the first",
    "025": "free and busy times, and a journal, are no events",
    "030": "after the year 2099 they know no summer time",
    "034": "days that are told with hours; they read them as days of their own zone",
    "035": "the day ends at an hour; a day that repeats is a whole day here",
    "038": "a length that the standard does not know (PT1W): said to be unreadable",
    "044": "they show a moved repetition twice, at its old place as well",
    "047": "the last one begins at the very end, which counts",
    "148": "free and busy times are no events",
    "163": "a rule that is broken in two: said to be unreadable",
    "219": "days that are told in a zone; they read them as hours",
    "235": "tasks are no events",
    "236": "tasks are no events",
    "259": "they show a moved repetition twice, at its old place as well",
    "298": "an hour that comes twice is its first one here, the second there",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_calendar_is_read_or_refused_with_a_reason(path):
    read, says = read_or_refused(path)

    assert read or says
    for event in read.events if read else ():
        try:
            within(2.0, event.series.starts, at(2000), at(2030))
        except TookTooLong:
            pytest.fail(f"{event.recurrence} of {path.name} takes too long")


@pytest.mark.parametrize("path", TOLD, ids=lambda path: path.stem)
def test_its_events_happen_when_others_say(path):
    told = {
        (moment(each["start"]), moment(each["end"]))
        for part in parts_of(path.read_text())
        for each in part["events"]
    }

    ours = happening(path.with_suffix(".ics"))

    same = ours == told or (len(told) >= SEEN and told <= ours)
    assert same != (path.stem in OTHERWISE), (sorted(told - ours)[:2], sorted(ours - told)[:2])


def test_the_table_of_rules_happens_as_often_as_it_says():
    """Those of libical, each with the number of its events."""
    text = (CORPUS / "libical" / "recur.txt").read_text()
    events = re.split(r"^BEGIN:VEVENT", re.sub(r"\r?\n[ \t]", "", text), flags=re.M)[1:]

    counts = [counted(each) for each in events if not each.lstrip().startswith(";")]
    wrong = [each for each in counts if each[0] != each[1]]

    assert len(events) > 40
    assert wrong == []


def read_or_refused(path):
    try:
        return read_calendar(path.read_bytes()), ""
    except UnreadableCalendar as refused:
        return None, str(refused.message)


def counted(text):
    """How often it is, and how often it should be."""
    lines = dict(
        re.findall(r"^(RRULE|DTSTART|EXDATE|X-EXPECT-NUMEVENTS)((?:;[^:]*)?:.*)$", text, re.M)
    )
    first = lines["DTSTART"].rpartition(":")[2].strip()
    zone = re.search(r"TZID=([^:;]+)", lines["DTSTART"])
    moment = datetime.strptime(first.rstrip("Z"), "%Y%m%dT%H%M%S")
    name = zone[1].strip() if zone else "UTC"
    rules = re.findall(r"^(?:RRULE|EXRULE|EXDATE):.*$", text, re.M)
    rules = [each.rstrip().rstrip("Z") if each.startswith("EXDATE") else each for each in rules]
    series = Series(moment.replace(tzinfo=ZoneInfo(name)), "\n".join(rules), name)
    found = within(2.0, series.all, 5000)
    return len(found), int(lines["X-EXPECT-NUMEVENTS"].rpartition(":")[2]), rules


def happening(path):
    try:
        events = read_calendar(path.read_bytes(), AUCKLAND).events
    except UnreadableCalendar:
        return set()
    found = set()
    for each in events:
        apart = set(each.left_out) | {one.original_at for one in each.moved}
        length = each.ends_at - each.starts_at
        spans = [(s, s + length) for s in each.series.all(SEEN + 10) if s not in apart]
        spans += [(one.starts_at, one.ends_at) for one in each.moved]
        found |= {(here(start, each), here(end, each)) for start, end in spans}
    return found


def here(moment, event):
    return moment.replace(tzinfo=AUCKLAND).astimezone(UTC) if event.all_day else moment


def parts_of(text):
    decoder, at_character = json.JSONDecoder(), 0
    while at_character < len(text.rstrip()):
        part, at_character = decoder.raw_decode(text, at_character)
        yield part
        at_character += len(text[at_character:]) - len(text[at_character:].lstrip())


def moment(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def at(year):
    return datetime(year, 1, 1, tzinfo=UTC)
