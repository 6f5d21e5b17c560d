"""What tests of the calendar share: events in March 2027, and the page as text."""

from datetime import datetime
from zoneinfo import ZoneInfo

from doorstep.activity.actions import create_event
from doorstep.activity.models import CalendarEvent

OSLO = ZoneInfo("Europe/Oslo")
WEEK = "/calendar/?view=week&on=2027-03-15"
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "calendar"}


def at(month, day, hour=10, minute=0):
    return datetime(2027, month, day, hour, minute, tzinfo=OSLO)


def plan(by, **values):
    usual = {"subject": "Show the lamps", "starts_at": at(3, 15)}
    return create_event(CalendarEvent, by=by, **usual | values)


def text(client, url=WEEK):
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[:500]
    return answer.content.decode()
