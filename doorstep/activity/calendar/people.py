"""Whose calendars somebody may look at, in which colour, and what of them they may know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from doorstep.activity.models import CalendarEvent, EventParticipant
from doorstep.activity.models.event import CalendarEventQuerySet
from doorstep.users.colleagues import colleagues_in_reach
from doorstep.users.models import User

TONES = ("door", "rose", "green", "violet", "blue", "sand", "red")
MOST = 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """Somebody's calendar as it can be chosen."""

    pk: int
    name: str
    tone: str
    is_mine: bool
    is_shown: bool


def calendars(user: User, wanted: Collection[str]) -> list[Calendar]:
    """One's own first, then those of everyone in reach; without a choice only one's own."""
    people = [user, *colleagues_in_reach(user, CalendarEvent, MOST - 1)]
    chosen = {each.pk for each in people if str(each.pk) in wanted} or {user.pk}
    return [
        Calendar(
            pk=each.pk,
            name=str(each),
            tone=TONES[number % len(TONES)],
            is_mine=each.pk == user.pk,
            is_shown=each.pk in chosen,
        )
        for number, each in enumerate(people)
    ]


def events_of(user: User, people: Collection[int]) -> CalendarEventQuerySet:
    """What stands in these calendars, or is attended by their owners, as far as one may see it."""
    seats = EventParticipant._base_manager.filter(user__in=people)
    theirs = Q(owner__in=people) | Q(pk__in=seats.values("event"))
    return CalendarEvent.objects.visible_to(user).filter(theirs)


def busy_of(user: User, people: Collection[int]) -> CalendarEventQuerySet:
    """When they are busy with what is not told: only when, and whose."""
    others = [pk for pk in people if pk != user.pk]
    return CalendarEvent.objects.hidden_from(user).filter(owner__in=others)
