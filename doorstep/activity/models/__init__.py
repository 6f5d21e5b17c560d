"""What is written down, said and planned about records."""

from doorstep.activity.models.answer import AnswerToOne
from doorstep.activity.models.call import Call
from doorstep.activity.models.event import CalendarEvent, EventException, EventParticipant
from doorstep.activity.models.feed import CalendarFeed
from doorstep.activity.models.links import EventLink, RecordLink, TaskLink
from doorstep.activity.models.mention import Mention
from doorstep.activity.models.next_contact import How, NextContact
from doorstep.activity.models.note import Note
from doorstep.activity.models.reminder import (
    MINUTES,
    Delivery,
    PushBrowser,
    Reminder,
    ReminderChoice,
)
from doorstep.activity.models.task import Task
from doorstep.activity.models.working_hours import WorkingHours

__all__ = [
    "MINUTES",
    "AnswerToOne",
    "CalendarEvent",
    "CalendarFeed",
    "Call",
    "Delivery",
    "EventException",
    "EventLink",
    "EventParticipant",
    "How",
    "Mention",
    "NextContact",
    "Note",
    "PushBrowser",
    "RecordLink",
    "Reminder",
    "ReminderChoice",
    "Task",
    "TaskLink",
    "WorkingHours",
]
