"""Who is reminded, and how each of them wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from django.utils import timezone, translation

from doorstep.activity.calendar.spans import zone_named
from doorstep.activity.models import ReminderChoice
from doorstep.records.models import Company
from doorstep.users.models import User


@dataclass(frozen=True)
class Person:
    """Somebody who works here, their choice, and the zone they live in."""

    user: User
    choice: ReminderChoice
    zone: tzinfo

    @property
    def wants_any(self) -> bool:
        return self.choice.by_page or self.choice.by_mail or self.choice.by_push

    def morning_of(self, day: date) -> datetime:
        return self.at(day, self.choice.morning_at)

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


def people() -> dict[int, Person]:
    """Everyone who may be reminded, by their number."""
    usual = Company.current().time_zone
    staff = User.objects.staff().select_related("reminder_choice")
    return {user.pk: _person(user, usual) for user in staff}


def person_of(user: User) -> Person:
    return _person(user, Company.current().time_zone)


def choice_of(user: User) -> ReminderChoice:
    """How they want it; without a row as a new one says."""
    return getattr(user, "reminder_choice", None) or ReminderChoice(user=user)


@contextmanager
def as_they_see_it(person: Person) -> Iterator[None]:
    """In the language and the zone of somebody who is not there."""
    language = person.user.language or Company.current().language
    with timezone.override(person.zone), translation.override(language):
        yield


def _person(user: User, usual: str) -> Person:
    return Person(user, choice_of(user), zone_named(user.time_zone or usual))
