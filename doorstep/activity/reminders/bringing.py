"""A reminder on its way out of the house: by mail, and to the browsers that asked for it."""

from __future__ import annotations

import json
from datetime import timedelta
from smtplib import SMTPException, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils.timezone import now
from django_tasks import task

from doorstep.activity.models import Delivery, PushBrowser
from doorstep.activity.reminders.due import LATE, stands
from doorstep.activity.reminders.letters import Letter, letter_about, morning_of
from doorstep.activity.reminders.people import Person, as_they_see_it, person_of
from doorstep.kit.origin import origin
from doorstep.kit.webpush import Gone, NotTaken, is_service, send

LEASE = timedelta(minutes=5)
PAUSES = (1, 5, 15, 60)  # minutes until it is tried again
Status = Delivery.Status


class Unsure(Exception):
    """A server heard of it, and nobody knows whether it took it: it is not sent again."""


class TakenOver(Exception):
    """It took too long and was given to another worker."""


@task()
def deliver(pk: int) -> None:
    """Bring one, if nobody has or does; what could not be brought is tried again later."""
    if not _claim(pk):
        return
    delivery = Delivery.objects.select_related("reminder__user__reminder_choice").get(pk=pk)
    try:
        _note(delivery, Status.SENT if _bring(delivery) else Status.DROPPED)
    except TakenOver:
        return
    except Unsure as error:
        _note(delivery, Status.UNSURE, str(error))
    except (OSError, SMTPException, NotTaken) as error:
        _fail(delivery, error)


def _claim(pk: int) -> bool:
    """Make it ours before anything is sent."""
    waiting = Delivery.objects.filter(pk=pk, status=Status.WAITING)
    ours = {"status": Status.SENDING, "look_at": now() + LEASE, "attempts": F("attempts") + 1}
    return bool(waiting.update(**ours))


def _bring(delivery: Delivery) -> bool:
    """Whether it was brought; not, where it is no longer true."""
    reminder = delivery.reminder
    person = person_of(reminder.user)
    if not reminder.user.is_active:
        return False
    with as_they_see_it(person):
        if reminder.plan_type:
            plan = stands(reminder, person, now())
            letter = letter_about(plan, reminder.for_at) if plan else None
        else:
            letter = morning_of(person)
        if letter is None:
            return False
        return (_mail if delivery.way == Delivery.Way.MAIL else _push)(letter, delivery, person)


def _mail(letter: Letter, delivery: Delivery, person: Person) -> bool:
    """Noted before a server hears of it: whoever dies after that leaves it perhaps sent."""
    host = origin().rpartition("/")[2].partition(":")[0] or "localhost"
    headers = {
        "Message-ID": f"<reminder-{delivery.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    server = get_connection()
    message = EmailMessage(
        letter.subject, letter.body, None, [person.user.email], headers=headers, connection=server
    )
    server.open()
    try:
        _hand_over(delivery)
        return bool(message.send())
    except (SMTPServerDisconnected, ConnectionError, TimeoutError) as error:
        raise Unsure(f"{type(error).__name__}: {error}") from error
    finally:
        server.close()


def _hand_over(delivery: Delivery) -> None:
    """Note it, if it is ours still."""
    ours = {"pk": delivery.pk, "status": Status.SENDING, "attempts": delivery.attempts}
    rows = Delivery.objects.filter(**ours)
    if not rows.update(status=Status.HANDING, look_at=now() + LEASE):
        raise TakenOver


def _push(letter: Letter, delivery: Delivery, person: Person) -> bool:
    """To each of their browsers; one that is gone is forgotten."""
    told = {
        "title": letter.title,
        "body": letter.says,
        "url": letter.path,
        "tag": str(delivery.reminder_id),
    }
    message, taken, problem = json.dumps(told).encode(), False, None
    for browser in PushBrowser.objects.filter(user=person.user):
        try:
            taken |= _push_to(browser, message)
        except NotTaken as error:
            problem = error
    if problem and not taken:
        raise problem
    return taken


def _push_to(browser: PushBrowser, message: bytes) -> bool:
    if not is_service(browser.endpoint, settings.PUSH_SERVICES):
        browser.delete()
        return False
    how: dict[str, Any] = {
        "secret": settings.SECRET_KEY,
        "contact": origin(),
        "ttl": int(LATE.total_seconds()),
    }
    try:
        send(browser.endpoint, browser.p256dh, browser.auth, message, **how)
    except (Gone, ValueError):
        browser.delete()
        return False
    return True


def _fail(delivery: Delivery, error: Exception) -> None:
    said = f"{type(error).__name__}: {error}"
    if delivery.attempts > len(PAUSES):
        _note(delivery, Status.FAILED, said)
        return
    pause = timedelta(minutes=PAUSES[delivery.attempts - 1])
    _note(delivery, Status.WAITING, said, look_at=now() + pause)


def _note(delivery: Delivery, status: str, error: str = "", **values: Any) -> None:
    rows = Delivery.objects.filter(pk=delivery.pk)
    rows.update(status=status, error=error, **values)
