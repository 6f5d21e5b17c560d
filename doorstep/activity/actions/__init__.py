"""The verbs of activity."""

from doorstep.activity.actions.answers import answer_event
from doorstep.activity.actions.calls import log_call
from doorstep.activity.actions.contacts import finish_contact, plan_contact
from doorstep.activity.actions.events import (
    call_off_event,
    create_event,
    delete_event,
    finish_event,
    move_event,
    update_event,
)
from doorstep.activity.actions.feeds import make_feed, revoke_feed
from doorstep.activity.actions.following import follow_up
from doorstep.activity.actions.importing import take_calendar
from doorstep.activity.actions.meetings import meet
from doorstep.activity.actions.notes import (
    add_note,
    delete_note,
    edit_note,
    pin_note,
    unpin_note,
)
from doorstep.activity.actions.owners import assign_owner
from doorstep.activity.actions.series import (
    change_following,
    change_occurrence,
    end_series,
    leave_out_occurrence,
)
from doorstep.activity.actions.tasks import (
    assign_record,
    assign_task,
    cancel_task,
    complete_task,
    create_task,
    reopen_task,
    update_task,
)

__all__ = [
    "add_note",
    "answer_event",
    "assign_owner",
    "assign_record",
    "assign_task",
    "call_off_event",
    "cancel_task",
    "change_following",
    "change_occurrence",
    "complete_task",
    "create_event",
    "create_task",
    "delete_event",
    "delete_note",
    "edit_note",
    "end_series",
    "finish_contact",
    "finish_event",
    "follow_up",
    "leave_out_occurrence",
    "log_call",
    "make_feed",
    "meet",
    "move_event",
    "pin_note",
    "plan_contact",
    "reopen_task",
    "revoke_feed",
    "take_calendar",
    "unpin_note",
    "update_event",
    "update_task",
]
