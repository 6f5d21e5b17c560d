"""Stretches of days as somebody sees them: from a day to another, in their zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` up to, not with, ``until``, as clocks in ``zone`` show them."""

    first: date
    until: date
    zone: tzinfo

    @property
    def since(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        return midnight(self.until, self.zone)

    def edges(self, all_day: bool) -> tuple[datetime, datetime]:
        """Where it begins and ends; days are days everywhere, and kept at midnight UTC."""
        if all_day:
            return midnight(self.first, UTC), midnight(self.until, UTC)
        return self.since, self.end

    def widest(self) -> tuple[datetime, datetime]:
        """What holds both kinds of edges."""
        days, hours = self.edges(True), self.edges(False)
        return min(days[0], hours[0]), max(days[1], hours[1])

    def days(self) -> Iterator[date]:
        return (self.first + DAY * number for number in range((self.until - self.first).days))

    def touches(self, starts_at: datetime, ends_at: datetime, all_day: bool) -> bool:
        """Also what takes no time at all, at its moment."""
        since, end = self.edges(all_day)
        return starts_at < end and (ends_at > since or starts_at == ends_at == since)


def midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> tzinfo:
    """UTC where there is no such zone."""
    return ZoneInfo(name) if is_zone(name) else UTC


def is_zone(name: str) -> bool:
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    """All there are; to look them up takes the machine a while."""
    return frozenset(available_timezones())
