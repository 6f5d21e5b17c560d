"""Days and minutes on which people work: Monday to Friday, from nine to five. No holidays: those
of no country are known here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
FIVE = 5


def is_workday(day: date) -> bool:
    return day.weekday() < FIVE


def workdays_before(day: date, count: int) -> date:
    """The day so many working days ago: of a Monday, one before is the Friday."""
    weeks, rest = divmod(count, FIVE)
    found = day - timedelta(weeks=weeks)
    while rest:
        found -= timedelta(days=1)
        rest -= is_workday(found)
    return found


def workdays_between(start: date, end: date) -> int:
    """How many working days began after ``start``, ``end`` included; 0 if that is no later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    extra = sum(is_workday(start + timedelta(days=day)) for day in range(1, rest + 1))
    return weeks * FIVE + extra


def working_minutes(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Whole minutes of working hours between two moments, on the clock of ``zone``."""
    since, until = start.astimezone(zone), end.astimezone(zone)
    if until <= since:
        return 0
    if since.date() == until.date():
        return _minutes(since, until, since.date(), zone)
    whole = max(workdays_between(since.date(), until.date() - timedelta(days=1)), 0)
    day = CLOSES.hour * 60 - OPENS.hour * 60
    ends = _minutes(since, until, since.date(), zone) + _minutes(since, until, until.date(), zone)
    return whole * day + ends


def _minutes(since: datetime, until: datetime, day: date, zone: ZoneInfo) -> int:
    """What of one day's working hours lies between two moments."""
    if not is_workday(day):
        return 0
    begin = max(datetime.combine(day, OPENS, zone), since)
    finish = min(datetime.combine(day, CLOSES, zone), until)
    return max(int((finish - begin).total_seconds() // 60), 0)
