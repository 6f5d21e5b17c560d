"""What the clock does: claim what is due, write morning letters, look after what was lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from doorstep.activity.calendar.spans import midnight
from doorstep.activity.models import Delivery, PushBrowser, Reminder
from doorstep.activity.reminders.bringing import LEASE, deliver
from doorstep.activity.reminders.due import LATE, Due, due_now
from doorstep.activity.reminders.letters import morning_of
from doorstep.activity.reminders.people import Person, people
from doorstep.kit.clock import every

KEPT = timedelta(days=60)
AT_ONCE = 500


@every(minutes=0.5)
def remind() -> int:
    """Claim what is due and have it brought; how many those are."""
    return remind_at(now())


def remind_at(at: datetime) -> int:
    everyone = people()
    due = due_now(at, everyone)
    pushed = _with_a_browser() if due else set()
    return sum(_claim(each, at, pushed) for each in due)


@every(minutes=5)
def write_morning_letters() -> int:
    """To everyone for whom something waits, once a day; how many those are."""
    return write_letters_at(now())


def write_letters_at(at: datetime) -> int:
    awake = [person for person in people().values() if _is_morning(person, at)]
    written = Reminder.objects.filter(plan_type="", for_at__gt=at - timedelta(days=2))
    done = set(written.values_list("user_id", "for_at")) if awake else set()
    waiting = [each for each in awake if (each.user.pk, _day_of(each, at)) not in done]
    return sum(_claim_letter(person, at) for person in waiting)


@every(minutes=1)
def bring_what_was_lost() -> int:
    """What a crash left behind, or a mail server did not take, is tried again; a letter that a
    server may have taken is not.
    """
    handing = Delivery.objects.filter(status=Delivery.Status.HANDING, look_at__lte=now())
    handing.update(status=Delivery.Status.UNSURE, error="stopped while it was handed over")
    on_its_way = (Delivery.Status.WAITING, Delivery.Status.SENDING)
    lost = Delivery.objects.filter(status__in=on_its_way, look_at__lte=now())
    found = list(lost.order_by("look_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        with transaction.atomic():
            again = {"status": Delivery.Status.WAITING, "look_at": now() + LEASE}
            if lost.filter(pk=pk).update(**again):
                deliver.enqueue(pk)
    return len(found)


@every(minutes=24 * 60)
def forget_old_reminders() -> int:
    return Reminder.objects.filter(for_at__lt=now() - KEPT).delete()[0]


def _claim(due: Due, at: datetime, pushed: set[int]) -> bool:
    """Whoever makes the row brings it; in the same transaction it is put on its way."""
    choice, user = due.person.choice, due.person.user
    with transaction.atomic():
        shown_at = None if choice.by_page else at
        reminder, is_ours = Reminder.objects.get_or_create(
            user=user,
            plan_type=due.plan_type,
            plan_id=due.plan_id,
            for_at=due.for_at,
            defaults={"due_at": at, "shown_at": shown_at},
        )
        if is_ours and choice.by_mail:
            _put_on_its_way(reminder, Delivery.Way.MAIL)
        if is_ours and choice.by_push and user.pk in pushed:
            _put_on_its_way(reminder, Delivery.Way.PUSH)
    return is_ours


def _claim_letter(person: Person, at: datetime) -> bool:
    """Also claimed where nothing waits: nobody is looked at twice a day."""
    has_any = bool(morning_of(person))
    with transaction.atomic():
        reminder, is_ours = Reminder.objects.get_or_create(
            user=person.user,
            plan_type="",
            plan_id=0,
            for_at=_day_of(person, at),
            defaults={"due_at": at, "shown_at": at},
        )
        if is_ours and has_any:
            _put_on_its_way(reminder, Delivery.Way.MAIL)
    return is_ours and has_any


def _put_on_its_way(reminder: Reminder, way: str) -> None:
    made = Delivery.objects.create(reminder=reminder, way=way, look_at=now() + LEASE)
    deliver.enqueue(made.pk)


def _with_a_browser() -> set[int]:
    return set(PushBrowser.objects.values_list("user_id", flat=True))


def _is_morning(person: Person, at: datetime) -> bool:
    """From the moment they chose on, for half a day: a machine that slept writes later."""
    if not person.choice.morning_mail:
        return False
    start = person.morning_of(at.astimezone(person.zone).date())
    return start <= at < start + LATE


def _day_of(person: Person, at: datetime) -> datetime:
    return midnight(at.astimezone(person.zone).date(), person.zone)
