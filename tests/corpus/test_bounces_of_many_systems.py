"""Bounces of seventy mail systems, against what another project says of them.

Where they differ, a server said "user unknown" and the other project keeps such an address for
a filter's doing; or nothing is said of the address at all.
"""

import csv
import email
from collections import defaultdict
from mailbox import mbox

import pytest

from doorstep.mail.reading.automatic import is_auto_reply
from doorstep.mail.reading.bounces import read_bounce
from tests.shared_data import DATA, needs_data

pytestmark = needs_data
BOUNCES = DATA / "email" / "bounces"
LEAST_RECOGNISED = 0.96
LEAST_AGREED = 0.85
LEAST_AGREED_APART_FROM_FILTERS = 0.92


@pytest.fixture(scope="module")
def expected():
    found = defaultdict(list)
    with (BOUNCES / "sisimai_expected.csv").open() as file:
        for row in csv.DictReader(file):
            found[row["file"]].append(row)
    return found


def read(name):
    return email.message_from_bytes((BOUNCES / "sisimai" / name).read_bytes())


def about(expected, *, reason=None):
    apart = ("vacation", "feedback", "delivered")
    for name, rows in expected.items():
        said = rows[0]["reason"]
        if (said == reason) if reason else said not in apart:
            yield name, rows


def test_nearly_all_are_known_for_what_they_are(expected):
    names = [name for name, _rows in about(expected)]

    known = [name for name in names if read_bounce(read(name))]

    assert len(known) / len(names) >= LEAST_RECOGNISED


def test_nearly_all_agree_on_whether_an_address_is_gone(expected):
    alike, total, unfiltered, alike_unfiltered = 0, 0, 0, 0
    for name, rows in about(expected):
        if bounce := read_bounce(read(name)):
            gone = any(row["hard_bounce"] == "true" for row in rows)
            agrees = gone == any(each.is_hard for each in bounce.failures)
            filtered = rows[0]["reason"] == "filtered"
            total, alike = total + 1, alike + agrees
            unfiltered += not filtered
            alike_unfiltered += agrees and not filtered

    assert alike / total >= LEAST_AGREED
    assert alike_unfiltered / unfiltered >= LEAST_AGREED_APART_FROM_FILTERS


def test_complaints_and_answering_machines_are_told_apart(expected):
    complaints = [read_bounce(read(name)) for name, _ in about(expected, reason="feedback")]
    replies = [read(name) for name, _rows in about(expected, reason="vacation")]

    assert all(each and each.is_complaint for each in complaints)
    assert all(is_auto_reply(each) and read_bounce(each) is None for each in replies)


@pytest.mark.parametrize("name", ["ham_single", "ham_threads", "hard_ham", "spam"])
def test_letters_of_people_are_no_bounces(name):
    letters = mbox(DATA / "email" / "spamassassin" / f"{name}.mbox", create=False)

    assert [each["Subject"] for each in letters if read_bounce(each)] == []
