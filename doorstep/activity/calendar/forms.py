"""The form of an event: all there is to say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.activity.calendar.occurring import Occurrence
from doorstep.activity.calendar.repeats import CHOICES, WEEKDAYS, chosen_in, rule_from
from doorstep.activity.calendar.spans import DAY, zone_named
from doorstep.activity.models import CalendarEvent
from doorstep.history.rows import model_of
from doorstep.kit.naming import kind_of
from doorstep.office.choices import time_zones
from doorstep.records.types import REGISTRY
from doorstep.ui.record_forms import PickField
from doorstep.users.models import User

ABOUT = ("lead", "customer", "contact")
PLAIN = ("subject", "kind", "location", "details", "is_private", "sends_invitations")
ADDRESS = re.compile(r"^(?:(?P<name>[^<>]*)<)?(?P<email>[^<>\s]+@[^<>\s]+?)>?$")


class EventForm(forms.Form):
    """Times are meant in ``timezone``."""

    subject = forms.CharField(label=gettext_lazy("What"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("How"), choices=CalendarEvent.Kind.choices)
    all_day = forms.BooleanField(label=gettext_lazy("All day"), required=False)
    starts_on = forms.DateField(
        label=gettext_lazy("Starts"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    starts_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Ends"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    ends_time = forms.TimeField(
        label=gettext_lazy("at"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), required=False)
    repeats = forms.ChoiceField(label=gettext_lazy("Repeats"), choices=CHOICES, required=False)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    rule = forms.CharField(label=gettext_lazy("Rule"), max_length=500, required=False)
    location = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    details = forms.CharField(
        label=gettext_lazy("Details"),
        max_length=100_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    colleagues = forms.MultipleChoiceField(
        label=gettext_lazy("Colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label=gettext_lazy("Others, by e-mail"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 2}),
    )
    sends_invitations = forms.BooleanField(
        label=gettext_lazy("Send invitations by e-mail"), required=False
    )
    is_private = forms.BooleanField(
        label=gettext_lazy("Private: others only see that I am busy"), required=False
    )
    keeps = forms.MultipleChoiceField(
        label=gettext_lazy("About"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        user: User,
        *args: Any,
        about: Iterable[Any] = (),
        hidden: Iterable[Any] = (),
        **options: Any,
    ) -> None:
        """``about`` can be unticked; ``hidden`` is what this user may not see, and stays."""
        super().__init__(*args, **options)
        self.hidden = list(hidden)
        self.linked = {f"{kind_of(type(each))}:{each.pk}": each for each in about}
        self.fields["timezone"].choices = time_zones()  # type: ignore[attr-defined]
        self.staff = {str(each.pk): each for each in User.objects.staff().order_by("name", "pk")}
        self.fields["colleagues"].choices = [  # type: ignore[attr-defined]
            (pk, str(each)) for pk, each in self.staff.items() if each.pk != user.pk
        ]
        self.fields["keeps"].choices = [  # type: ignore[attr-defined]
            (key, str(each)) for key, each in self.linked.items()
        ]
        for kind, model in _pickable(user).items():
            found = model._default_manager.visible_to(user)
            label = model._meta.verbose_name.capitalize()
            self.fields[f"about_{kind}"] = PickField(queryset=found, label=label, required=False)

    @property
    def abouts(self) -> list[Any]:
        """The fields that search for a record it is about."""
        return [self[name] for name in self.fields if name.startswith("about_")]

    def clean_guests(self) -> list[dict[str, str]]:
        """One a line or by comma: ``Nadia Ferrante <nadia@quill.example>``, or only the e-mail."""
        found = []
        for line in re.split(r"[\n,;]+", self.cleaned_data["guests"]):
            if not line.strip():
                continue
            parts = ADDRESS.match(line.strip())
            if parts is None:
                raise forms.ValidationError(_("“%s” is no e-mail.") % line.strip()[:80])
            found.append({"email": parts["email"], "name": (parts["name"] or "").strip(' "')})
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("all_day") and said.get("starts_on") and not said.get("starts_time"):
            self.add_error("starts_time", _("Say at what time, or that it takes all day."))
        return said

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        said = self.cleaned_data
        found = {name: said[name] for name in PLAIN}
        found["all_day"] = said["all_day"]
        found["timezone"] = "" if said["all_day"] else said["timezone"]
        found["starts_at"], found["ends_at"] = self._times()
        found["recurrence"] = rule_from(said["repeats"], said["days"], said["until"], said["rule"])
        found["participants"] = self._seats()
        kept = [self.linked[key] for key in said["keeps"]]
        kept += self.hidden
        found["records"] = kept + [said[each.name] for each in self.abouts if said[each.name]]
        return found

    def _times(self) -> tuple[datetime, datetime]:
        said = self.cleaned_data
        zone: tzinfo = UTC if said["all_day"] else zone_named(said["timezone"])
        if said["all_day"]:
            last = said["ends_on"] or said["starts_on"]
            return _at(said["starts_on"], None, UTC), _at(last, None, UTC) + DAY
        starts = _at(said["starts_on"], said["starts_time"], zone)
        if not said["ends_time"]:
            return starts, starts + timedelta(minutes=30)
        return starts, _at(said["ends_on"] or said["starts_on"], said["ends_time"], zone)

    def _seats(self) -> list[dict[str, Any]]:
        chosen = [{"user": self.staff[pk]} for pk in self.cleaned_data["colleagues"]]
        return [*chosen, *self.cleaned_data["guests"]]


def said_of(one: Occurrence, zone_name: str) -> dict[str, Any]:
    """What the form shows of an event as it stands."""
    event = one.event
    zone_name = event.timezone or zone_name
    zone = UTC if event.all_day else zone_named(zone_name)
    start, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    seats = list(event.participants.order_by("pk"))
    last = end - DAY if event.all_day and end > start else end
    links = event.links.order_by("pk")
    return {
        **{name: getattr(event, name) for name in PLAIN},
        "subject": one.subject,
        "location": one.location,
        "all_day": event.all_day,
        "starts_on": start.date(),
        "starts_time": None if event.all_day else start.time(),
        "ends_on": last.date(),
        "ends_time": None if event.all_day else end.time(),
        "timezone": zone_name,
        "colleagues": [str(each.user_id) for each in seats if each.user_id],
        "guests": "\n".join(
            f"{each.name} <{each.email}>" if each.name else each.email
            for each in seats
            if not each.user_id
        ),
        "keeps": [f"{kind_of(model_of(each.about_type))}:{each.about_id}" for each in links],
        **chosen_in(event.recurrence),
    }


def blank(day: datetime, minutes: int) -> dict[str, Any]:
    """What the form of a new event begins with."""
    end = day + timedelta(minutes=minutes)
    return {
        "kind": CalendarEvent.Kind.MEETING,
        "starts_on": day.date(),
        "starts_time": day.time(),
        "ends_on": end.date(),
        "ends_time": end.time(),
        "timezone": get_current_timezone_name(),
    }


def _at(day: Any, hour: time | None, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour or time.min, zone).astimezone(UTC)


def _pickable(user: User) -> dict[str, Any]:
    found = {records.kind: model for model, records in REGISTRY.items()}
    return {
        kind: found[kind] for kind in ABOUT if kind in found and user.reaches(found[kind], "view")
    }
