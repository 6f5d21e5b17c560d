"""The events of a record, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from doorstep.history.latest import SINGLES, Narrowing, latest_events
from doorstep.history.models import Event
from doorstep.history.related import Related, related_to
from doorstep.history.rows import records_of, row_of
from doorstep.history.sight import Sight
from doorstep.history.sorts import wanted_names
from doorstep.history.texts import events_that_say
from doorstep.kit.errors import Invalid
from doorstep.kit.keyset import Page
from doorstep.kit.numbers import row_number
from doorstep.users.models import User

__all__ = ["SINGLES", "Asked", "page_number", "tell_who", "timeline"]

NEVER = 2**62  # no event has such a number


@dataclass(frozen=True)
class Asked:
    """What of a timeline one wants to see.

    ``until`` cuts it at a moment; ``after`` is the ``next`` of the page before; ``sources`` are
    the ways by which events came in, ``kinds`` the sorts of entries; ``text`` is what they say;
    ``whole`` is the relationship instead of the one record.
    """

    after: str = ""
    until: datetime | None = None
    sources: Collection[str] = ()
    kinds: Collection[str] = ()
    text: str = ""
    whole: bool = False


def timeline(
    record: models.Model,
    *,
    seen_by: User | Sight | None = None,
    size: int = 50,
    asked: Asked | None = None,
    **words: Any,
) -> Page:
    """Events touching ``record``; with ``seen_by`` also those of what belongs to it and is seen.

    What is asked for may be given by name: ``timeline(lead, seen_by=ada, kinds=["notes"])``.
    """
    asked = asked or Asked(**words)
    sight = Sight(seen_by) if isinstance(seen_by, User) else seen_by
    rows = Related([row_of(record)], [], ())
    if sight:
        rows = related_to(record, sight, whole=asked.whole)
    before = NEVER if not asked.after else page_number(asked.after)
    narrowing = Narrowing(asked.until, tuple(asked.sources), wanted_names(asked.kinds))
    if asked.text.strip() and sight:
        found = events_that_say(asked.text.strip(), rows, sight, narrowing, before, size + 1)
    else:
        found = latest_events(rows, narrowing, before, size + 1)
    tell_who(found, known=[sight.by] if sight else ())
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else None)


def tell_who(events: Iterable[Event], known: Iterable[User] = ()) -> None:
    """Who did each of them, in one query for all that are not known yet."""
    people = {user.pk: user for user in known}
    if missing := {event.by_id for event in events} - people.keys():
        people |= records_of(User, missing)
    for event in events:
        event.by = people[event.by_id]


def page_number(after: str) -> int:
    if (number := row_number(after)) is not None:
        return number
    raise Invalid(_("This page link is not valid any more."))
