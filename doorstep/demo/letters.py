"""The mail of the demo company: taken in as if a server had held it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import count
from typing import Any, NamedTuple

from django.utils.timezone import localtime, now

from doorstep.demo.past import Story, ago
from doorstep.demo.stories import Cast
from doorstep.mail.actions import connect_mailbox, receive_message, refuse_message
from doorstep.mail.arrivals import Arrival
from doorstep.mail.models import Mailbox, MailFolder, Message, SeenMessage
from doorstep.mail.reading.parsing import read_letter
from doorstep.users.models import User

SALES = "sales@hollin.example"
NUMBERS = count(48_052)
PLAN = b"%PDF-1.4\n% the plan of level 1\n%%EOF\n"


class Word(NamedTuple):
    """One message of a conversation; ``by`` is empty where one of ours wrote it."""

    days: float
    by: str
    text: str
    file: str = ""


TALKS: tuple[tuple[str, str, tuple[Word, ...]], ...] = (
    (
        "Nadia Ferrante <nadia@quill.example>",
        "Pendants over the reading tables",
        (
            Word(
                9,
                "",
                "Good to meet you in hall 4. Here are the photometric files and the "
                "brass, nickel and oiled finishes.\n\nTell me which of them the board should see.",
            ),
            Word(
                8,
                "nadia",
                "Thank you. We will show brass and nickel. How long does a sample take?",
            ),
            Word(4, "", "Three days for a sample. I have put two aside for you."),
            Word(
                0.1,
                "nadia",
                "Hello Ines,\n\nThe board liked the drawings. Could we see one sample "
                "of the brushed brass finish before Friday, and is 18 December still safe for 42 "
                "pieces? If so I would like a price today.\n\nNadia",
                "plan-level-1.pdf",
            ),
        ),
    ),
    (
        "Elio Santangelo <elio@copperpan.example>",
        "Delivery on 8 December?",
        (
            Word(
                2,
                "elio",
                "We open on the 9th and the ceiling is ready. Can the three big ones "
                "come a day earlier?",
            ),
            Word(
                1.5,
                "",
                "They can: the driver has a place on the 8th before noon. I have noted it.",
            ),
        ),
    ),
    (
        "Ruth Abelson <ruth@oakhollow.example>",
        "Classroom renewal",
        (
            Word(
                6,
                "",
                "Here is what we spoke about: twelve rooms, dimmable, with the quiet drivers.",
            ),
            Word(
                5,
                "ruth",
                "Thank you, the board decides on Thursday. The caretaker asks whether "
                "the old mountings can stay.",
            ),
        ),
    ),
    (
        "Leif Aronsen <leif@fjellro.example>",
        "The oiled oak shade",
        (
            Word(3, "leif", "The sample arrived. It is the right one; the hall can have thirty."),
            Word(0.6, "leif", "One more thing: the electrician needs the weight of each."),
        ),
    ),
    (
        "Osteria Fiorella <post@fiorella.example>",
        "Lanterns for the courtyard",
        (
            Word(
                0.2,
                "fiorella",
                "Hello, we saw yours at The Copper Pan and would like eight for our "
                "courtyard. They would hang outside all year. What would you take?",
            ),
        ),
    ),
)


def mail(cast: Cast) -> Story:
    """A shared mailbox and one person's, and what came in the last days."""
    yield ago(10)
    boxes = _connect(cast)
    acts = [*_said(boxes["sales"]), *_others(boxes)]
    for moment, act in sorted(acts, key=lambda each: each[0]):
        yield moment
        act()
    Mailbox.objects.update(synced_at=now(), reconciled_at=now(), sync_tried_at=now())


def _connect(cast: Cast) -> dict[str, MailFolder]:
    """No server stands behind them: nothing is read, and nothing fails."""
    made: dict[str, Any] = {
        "sales": {"address": SALES, "name": "Hollin Lighting"},
        "ines": {
            "address": cast.staff[0].email,
            "name": cast.staff[0].name,
            "kind": Mailbox.Kind.PERSONAL,
            "owner": cast.staff[0],
        },
    }
    folders = {}
    for name, values in made.items():
        box = connect_mailbox(Mailbox, by=cast.staff[0], **values)
        held = {"role": MailFolder.Role.INBOX, "uidvalidity": 1}
        folders[name] = MailFolder.objects.create(mailbox=box, name="INBOX", **held)
        folders[name].mailbox = box
    return folders


def _said(folder: MailFolder) -> Iterator[tuple[datetime, Any]]:
    for number, (them, subject, words) in enumerate(TALKS):
        before: list[str] = []
        for turn, word in enumerate(words):
            at = _moment(word.days, turn)
            sender, to = (them, SALES) if word.by else (SALES, them)
            held = f"<{number}.{turn}@{them.rpartition('@')[2].strip('>')}>"
            letter = _letter(sender, to, f"Re: {subject}" if turn else subject, word, at, held)
            if before:
                letter["In-Reply-To"], letter["References"] = before[-1], " ".join(before)
            before.append(held)
            yield at, lambda raw=bytes(letter), at=at: _take(folder, raw, at)


def _others(boxes: dict[str, MailFolder]) -> Iterator[tuple[datetime, Any]]:
    """What a rule ignores, and one that is too large."""
    for days, sender, subject, header in (
        (
            2,
            "calendar@fairs.example",
            "Reminder: hall plan",
            ("List-Id", "<visitors.fairs.example>"),
        ),
        (
            1,
            "post@taxoffice.example",
            "Message in your inbox",
            ("Auto-Submitted", "auto-generated"),
        ),
        (0.4, "noreply@fairs.example", "Early booking ends", ("Precedence", "bulk")),
    ):
        at = _moment(days, 3)
        letter = _letter(
            sender, SALES, subject, Word(days, sender, subject), at, f"<{days}@fairs>"
        )
        letter[header[0]] = header[1]
        yield at, lambda raw=bytes(letter), at=at: _take(boxes["sales"], raw, at)
    at = _moment(0.3, 1)
    yield at, lambda: _refuse(boxes["ines"], at)


def _letter(
    sender: str, to: str, subject: str, word: Word, at: datetime, message_id: str
) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"], letter["Message-ID"] = format_datetime(at), message_id
    letter.set_content(word.text)
    if word.file:
        letter.add_attachment(PLAN, maintype="application", subtype="pdf", filename=word.file)
    return letter


def _take(folder: MailFolder, raw: bytes, at: datetime) -> None:
    arrival = Arrival(folder.mailbox, folder, 1, next(NUMBERS), len(raw), at)
    receive_message(Message, by=User.system(), arrival=arrival, letter=read_letter(raw))


def _refuse(folder: MailFolder, at: datetime) -> None:
    letter = _letter(
        "m.bechtel@alderwick.example", SALES, "Scan from MFP-04", Word(0, "", "–"), at, "<s@a>"
    )
    refuse_message(
        SeenMessage,
        by=User.system(),
        arrival=Arrival(folder.mailbox, folder, 1, next(NUMBERS), 48_000_000, at),
        reason=SeenMessage.Reason.TOO_LARGE,
        says="It has 48 MB; 37 MB are taken in.",
        letter=read_letter(bytes(letter)),
    )


def _moment(days: float, turn: int) -> datetime:
    return min(ago(days, turn), localtime())
