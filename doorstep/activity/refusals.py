"""Why something about a plan is refused; clients may rely on the codes."""

from __future__ import annotations

from doorstep.kit.errors import Conflict, Forbidden, Invalid


class NextContactInPast(Invalid):
    code = "next_contact_in_past"


class EndsBeforeStart(Invalid):
    code = "ends_before_start"


class NotYourTask(Forbidden):
    code = "not_your_task"


class AssignedAlready(Conflict):
    code = "assigned_already"


class NotYourNote(Forbidden):
    code = "not_your_note"


class RepeatsWrongly(Invalid):
    code = "recurrence_invalid"


class UnknownZone(Invalid):
    code = "unknown_time_zone"


class DoesNotRepeat(Conflict):
    code = "no_such_occurrence"


class NotInvited(Conflict):
    code = "not_invited"


class LineNotRead(Invalid):
    code = "line_not_read"


class NobodyCalledSo(Invalid):
    code = "nobody_called_so"
