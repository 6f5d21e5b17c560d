"""Who takes part in an event. It writes: only inside an action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from doorstep.activity.models import CalendarEvent, EventParticipant
from doorstep.kit.errors import Invalid
from doorstep.records.check import check

Seats = Iterable[Mapping[str, Any]]


def set_seats(event: CalendarEvent, participants: Seats) -> None:
    """Just these take part: each {"user"} or {"email", "name"}; who stays keeps the answer."""
    wanted = {}
    for each in participants:
        user = each.get("user")
        email = (user.email if user else str(each.get("email", ""))).strip().lower()
        if not email:
            says = _("Each participant is a colleague, or has an e-mail.")
            raise Invalid(says, participants=says)
        wanted[email] = {"user": user, "name": each.get("name") or (user.name if user else "")}
    held = {seat.email: seat for seat in event.participants.all()}
    for email in held.keys() - wanted.keys():
        held[email].delete()
    for email in wanted.keys() - held.keys():
        seat = EventParticipant(event=event, email=email, **wanted[email])
        check(seat)
        seat.save()
