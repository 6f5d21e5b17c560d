"""Mail of strangers: every message ends as one of ours or in a refusal with its reason."""

import csv
import json
import mailbox
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import combinations

import pytest

from doorstep.mail.actions import receive_message
from doorstep.mail.arrivals import Arrival
from doorstep.mail.fetching.imap import Outline
from doorstep.mail.fetching.taking import take
from doorstep.mail.models import MailFolder, Message, SeenMessage
from doorstep.mail.reading.cleaning import text_of_html
from doorstep.mail.reading.parsing import read_letter
from doorstep.mail.reading.quoting import fold
from doorstep.mail.testing import make_mailbox
from doorstep.users.models import User
from tests.shared_data import DATA, needs_data

pytestmark = needs_data
MAIL = DATA / "email"
NOT_MAIL = {".csv", ".json", ".jsonl", ".xml", ".out", ".tnef", ".html"}
REPLIES = MAIL / "quoted-replies"


def sources(*folders):
    """Every message, those of mailbox files one by one."""
    for path in sorted(path for folder in folders for path in (MAIL / folder).rglob("*")):
        if path.suffix == ".mbox":
            yield from (bytes(each) for each in mailbox.mbox(path))
        elif path.is_file() and path.suffix not in NOT_MAIL:
            yield path.read_bytes()


@pytest.fixture
def folder(db):
    box = make_mailbox()
    found = MailFolder.objects.create(mailbox=box, name="INBOX", role="INBOX", uidvalidity=1)
    found.mailbox = box
    return found


def taken(folder, raws):
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Counter(take(folder, Outline(n, len(raw), at), raw) for n, raw in enumerate(raws, 1))


def squeezed(text):
    return " ".join(text.split())


def test_every_malformed_message_ends_in_the_ledger_and_none_by_a_fault(folder):
    raws = list(sources(*(each.name for each in MAIL.iterdir() if each.name.startswith("mime-"))))

    told = taken(folder, raws)

    assert sum(told.values()) == SeenMessage.objects.count() == len(raws)
    reasons = set(SeenMessage.objects.filter(outcome="FAILED").values_list("reason", flat=True))
    assert reasons <= {"UNREADABLE"}
    assert told["FAILED"] <= 3


def test_returned_mail_waits_for_nobody(folder):
    raws = list(sources("bounces/sisimai"))

    told = taken(folder, raws)

    assert told["WAITING"] <= 8
    assert told["IGNORED"] >= 279


def test_threads_are_those_that_the_references_make(folder):
    truth = {}
    with (MAIL / "spamassassin" / "ham_threads_truth.csv").open() as rows:
        for row in csv.DictReader(rows):
            truth[row["message_id"].strip()] = row["thread"]
    at, system = datetime(2026, 11, 1, tzinfo=UTC), User.system()
    raws = [bytes(each) for each in mailbox.mbox(MAIL / "spamassassin" / "ham_threads.mbox")]
    for number, raw in enumerate(raws, 1):
        letter = read_letter(raw)
        arrival = Arrival(folder.mailbox, folder, 1, number, len(raw), at)
        receive_message(Message, by=system, arrival=arrival, letter=letter, is_wanted=True)

    held = dict(Message.objects.values_list("message_id", "thread_id"))
    ours, theirs = pairs(held), pairs({key: truth[key] for key in held if key in truth})

    assert len(held) >= 415
    assert len(ours & theirs) / len(theirs) >= 0.99
    assert len(ours & theirs) / len(ours) >= 0.98


def pairs(threads):
    by_thread = defaultdict(list)
    for message, thread in threads.items():
        by_thread[thread].append(message)
    return {frozenset(two) for each in by_thread.values() for two in combinations(each, 2)}


@pytest.mark.parametrize(
    ("expected", "folder_name", "least"),
    [
        ("github_expected.jsonl", "github-email_reply_parser", 4),
        ("crisp_expected.jsonl", "crisp-email-reply-parser", 18),
    ],
)
def test_what_was_quoted_is_folded_as_others_fold_it(expected, folder_name, least):
    rows = [json.loads(line) for line in (REPLIES / expected).read_text().splitlines()]
    right = [
        row["file"]
        for row in rows
        if squeezed(fold((REPLIES / folder_name / row["file"]).read_text())[0])
        == squeezed(row["expected"])
    ]

    assert len(right) >= least


def test_html_replies_of_five_programs_are_all_folded():
    for path in sorted((REPLIES / "talon-html_replies").glob("*.html")):
        written = fold(text_of_html(path.read_text("utf-8", "replace")))[0]

        assert "".join(written.split()) == "Hi.Iamfine.Thanks,Alex", path.name
