"""Whatever is written, converted, merged and undone: a relationship tells each thing, once."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count

from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.activity.actions import add_note, create_event, create_task, log_call
from doorstep.activity.models import CalendarEvent, Call, EventLink, Note, Task, TaskLink
from doorstep.history.action import ACTIONS
from doorstep.history.actions import undo
from doorstep.history.entries import story
from doorstep.history.models import Event
from doorstep.kit.errors import Refusal
from doorstep.parties.actions import convert_lead, link_contact
from doorstep.parties.models import Contact, ContactLink, Customer, Lead
from doorstep.parties.testing import make_contact, make_lead
from tests.test_undo_properties import a_world_of_its_own

often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLACE = st.integers(0, 7)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["note", "call", "task", "event", "convert", "into", "merge", "link", "undo", "redo"]
        ),
        PLACE,
        PLACE,
    ),
    min_size=4,
    max_size=14,
)
WROTE = ("noted", "called", "task.created", "calendar_event.created")


class World:
    """Some leads and a person; everything that is written has a word of its own."""

    def __init__(self, by):
        self.by, self.words = by, (f"word{number:03}" for number in count())
        for name in ("Ada", "Eve", "Kim"):
            make_lead(owner=by, name=name, email=f"{name}@example.org")
        make_contact(owner=by, name="Piet")

    def records(self, *models):
        return [row for model in models for row in model.objects.order_by("pk")]

    def one(self, place, *models):
        rows = self.records(*models or (Lead, Customer, Contact))
        return rows[place % len(rows)] if rows else None

    def step(self, name, first, second):
        with suppress(Refusal):
            getattr(self, f"do_{name}")(first, second)

    def do_note(self, first, _second):
        add_note(self.one(first), by=self.by, text=next(self.words))

    def do_call(self, first, _second):
        log_call(self.one(first), by=self.by, text=next(self.words))

    def do_task(self, first, second):
        about = {self.one(first), self.one(second)}
        create_task(Task, by=self.by, subject=next(self.words), records=about)

    def do_event(self, first, _second):
        values = {"subject": next(self.words), "starts_at": now() + timedelta(days=1)}
        create_event(CalendarEvent, by=self.by, records=[self.one(first)], **values)

    def do_convert(self, first, _second):
        convert_lead(self.one(first, Lead), by=self.by)

    def do_into(self, first, second):
        if customer := self.one(second, Customer):
            convert_lead(self.one(first, Lead), by=self.by, into=customer)

    def do_merge(self, first, second):
        model = (Lead, Customer)[first % 2]
        rows = self.records(model)
        if len(rows) > 1:
            keep, gone = rows[second % len(rows)], rows[(second + 1) % len(rows)]
            ACTIONS["*.merged"](model, by=self.by, keep=keep.pk, merge=[gone.pk], take={})

    def do_link(self, first, second):
        link_contact(self.one(first, Contact), by=self.by, record=self.one(second, Lead, Customer))

    def do_undo(self, first, _second):
        events = list(Event.objects.filter(cause=None, undoes=None).order_by("-pk")[: first + 1])
        if events:
            undo(events[-1], by=self.by)

    def do_redo(self, _first, _second):
        if event := Event.objects.filter(cause=None).exclude(undoes=None).order_by("pk").last():
            undo(event, by=self.by)

    def belongs(self, record):
        """The same as the timeline should find it, told naively."""
        if isinstance(record, Contact):
            links = ContactLink.objects.filter(contact=record)
            parties = {each.lead or each.customer for each in links}
            return {record} | self.joined(parties)
        parties = self.joined({record})
        people = {
            link.contact
            for link in ContactLink.objects.all()
            if (link.lead or link.customer) in parties
        }
        return parties | people

    def joined(self, parties):
        while True:
            more = {lead.customer for lead in Lead.objects.all() if lead in parties} - {None}
            more |= {lead for lead in Lead.objects.all() if lead.customer in parties}
            if more <= parties:
                return parties
            parties = parties | more

    def written_about(self, records):
        names = {(each._meta.label_lower, each.pk) for each in records}
        rows = [
            *((note, note.text) for note in Note.objects.all()),
            *((call, call.text) for call in Call.objects.all()),
            *((link, link.task.subject) for link in TaskLink.objects.all()),
            *((link, link.event.subject) for link in EventLink.objects.all()),
        ]
        return {word for row, word in rows if (row.about_type, row.about_id) in names}


def told(record, by, **asked):
    """Each word with how often it is told as something that was written and stands."""
    found, after = Counter(), ""
    while after is not None:
        page, entries, _others = story(record, by=by, size=7, after=after, **asked)
        for entry in entries:
            if entry.event.name.endswith(WROTE) and not entry.is_undone:
                said = " ".join([entry.body, *map(str, entry.sentences)])
                found.update({word for word in said.split() if word.startswith("word")})
        after = page.next
    return found


@often
@given(steps=STEPS)
def test_a_relationship_tells_exactly_what_was_written_once(alice, steps):
    with a_world_of_its_own():
        world = World(alice)
        for step in steps:
            world.step(*step)

        for record in world.records(Lead, Customer, Contact):
            belongs = world.belongs(record)
            expected = world.written_about(belongs)

            assert told(record, alice, whole=True) == Counter(expected), (record, belongs)
            own = told(record, alice, kinds=["notes", "calls", "tasks", "meetings"])
            assert own.keys() >= world.written_about({record})
            assert set(own.values()) <= {1}
