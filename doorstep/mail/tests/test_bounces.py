"""What comes back, and what it says about the address."""

import email
from textwrap import dedent

import pytest

from doorstep.mail.reading.bounces import read_bounce

REPORT = """\
    From: MAILER-DAEMON@mx.example.org
    To: sales@hollin.example
    Subject: Undelivered Mail Returned to Sender
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    We could not.
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.org

    Final-Recipient: rfc822; nadia@quill.example
    Action: {action}
    Status: {status}
    Diagnostic-Code: smtp; {said}

    --b
    Content-Type: text/rfc822-headers

    Message-ID: <first@hollin.example>
    Subject: Lamps
    --b--
    """
IN_TEXT = """\
    From: Mail Delivery System <Mailer-Daemon@mx.example.org>
    To: sales@hollin.example
    Subject: Mail delivery failed: returning message to sender

    A message that you sent could not be delivered to all of its recipients.

      nadia@quill.example
        550 Unknown user
      piet@quill.example
        552 Mailbox is full

    ------ This is a copy of the message, including all the headers. ------

    Message-ID: <second@hollin.example>
    To: someone-else@quill.example
    """


def read(text):
    return read_bounce(email.message_from_string(dedent(text)))


@pytest.mark.parametrize(
    ("action", "status", "said", "is_hard"),
    [
        ("failed", "5.1.1", "550 5.1.1 User unknown", True),
        ("failed", "5.0.0", "550 No such user here", True),
        ("failed", "5.1.2", "Host not reachable by any name", True),
        ("failed", "5.2.2", "552 5.2.2 Mailbox full", False),
        ("failed", "5.7.1", "554 5.7.1 Blocked: listed at a block list", False),
        ("delayed", "4.4.1", "connection timed out", False),
        ("delayed", "5.1.1", "user unknown", False),
    ],
)
def test_a_report_says_whether_the_address_is_no_good(action, status, said, is_hard):
    bounce = read(REPORT.format(action=action, status=status, said=said))

    assert [(each.address, each.is_hard) for each in bounce.failures] == [
        ("nadia@quill.example", is_hard)
    ]


def test_a_report_names_the_letter_that_came_back():
    bounce = read(REPORT.format(action="failed", status="5.1.1", said="550 no"))

    assert bounce.about == "<first@hollin.example>"


def test_a_report_that_all_went_well_names_nobody():
    assert read(REPORT.format(action="delivered", status="2.0.0", said="250 ok")).failures == ()


def test_in_a_text_each_address_has_what_stands_behind_it():
    bounce = read(IN_TEXT)

    assert [(each.address, each.is_hard) for each in bounce.failures] == [
        ("nadia@quill.example", True),
        ("piet@quill.example", False),
    ]
    assert bounce.about == "<second@hollin.example>"


def test_a_letter_of_a_person_is_no_bounce():
    letter = """\
        From: Nadia <nadia@quill.example>
        To: sales@hollin.example
        Subject: Undeliverable lamps

        The address does not exist: no such user.
        """

    assert read(letter) is None


def test_a_complaint_says_who_wants_no_more():
    bounce = read(
        """\
        From: feedback@example.org
        Subject: FW: Lamps
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        Original-Rcpt-To: <nadia@quill.example>
        --b--
        """
    )

    assert bounce.is_complaint
    assert bounce.wants_out
    assert [each.address for each in bounce.failures] == ["nadia@quill.example"]
