"""What lies on the desks today: tasks, calls that reached nobody, somebody new."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.timezone import localdate

from doorstep.activity.actions import assign_record, log_call
from doorstep.demo.past import Story, ago
from doorstep.demo.stories import Cast
from doorstep.parties.actions import create_lead
from doorstep.parties.models import Lead, LeadSource

# about whom, what, in how many days it is due, at which hour, who asks for it
TASKS = (
    ("Studio Quill Architects", "Write down the dimming for Quill", 0, None, 0),
    ("Vela Coworking", "Approve 12 % discount", 0, None, 2),
    ("Fjellro Lodge", "Drawing of the oiled oak shade", 0, 15, 0),
    ("Bramble Street Books", "Find out the opening day", -1, None, 0),
    ("Café Brisa", "Price for eight lanterns", 0, None, 1),
    ("Kite & Anchor Inn", "Finish for salt air", 0, 11, 3),
    ("Harrow Lane Theatre", "Ask for the plan of the foyer", -2, None, 3),
)
CALLS = (  # about whom, how it went, how many days ago
    ("Oakhollow Primary School", "LEFT_MESSAGE", "The board meets on Friday.", 3),
    ("Vela Coworking", "NO_ANSWER", "", 1.5),
    ("Fjordlys Dental Group", "BUSY", "", 2),
)


def desk(cast: Cast) -> Story:
    """Everything in the order in which it came to be."""
    for name, outcome, text, days in sorted(CALLS, key=lambda call: -call[3]):
        moment = ago(days, 3)
        yield moment
        lead = _lead(name)
        log_call(lead, by=lead.lead_owner, outcome=outcome, text=text, at=moment)
    yield ago(0.6)
    _somebody_new(cast)
    yield ago(0.5)
    for name, subject, days, hour, asks in TASKS:
        lead, due = _lead(name), localdate() + timedelta(days=days)
        clock = {"due_time": time(hour)} if hour else {}
        asked = {"subject": subject, "due_on": due} | clock
        assign_record(lead, by=cast.staff[asks], to=lead.lead_owner, **asked)


def _somebody_new(cast: Cast) -> Lead:
    return create_lead(
        Lead,
        by=cast.staff[0],
        name="Solveig Aas",
        organisation="Aas Interiør",
        email="solveig@aas.example",
        request="Asks for the catalogue",
        city="Drammen",
        country="NO",
        source=LeadSource.objects.get(name="Website"),
        territory=cast.territories["NO"],
    )


def _lead(name: str) -> Lead:
    found: Lead = Lead.objects.filter(organisation=name).order_by("pk")[0]
    return found
