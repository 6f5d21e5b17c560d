"""Answers to invitations that come as mail. It writes: only inside an action."""

from __future__ import annotations

import logging

from doorstep.activity.calendar.replies import take_reply
from doorstep.history.action import attempt
from doorstep.kit.errors import Refusal
from doorstep.mail.reading.letter import Letter

log = logging.getLogger(__name__)


def heed_answers(letter: Letter) -> None:
    """Whoever was invited and answers is noted in the event; what is no answer changes nothing."""
    for text in dict.fromkeys(letter.calendars):
        try:
            with attempt():
                take_reply(text)
        except Refusal as refusal:
            log.info("A calendar in %s was not read: %s", letter.message_id, refusal.message)
