"""Input for the pages of activity. Forms check shape; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone, now
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import Call, Task
from doorstep.activity.one_line import LONGEST, read_line
from doorstep.kit.errors import Refusal
from doorstep.ui.record_forms import DAY, PickField
from doorstep.users.models import User

LONG = 100_000
SAYS_MORE = {"rows": 3}


class LineField(forms.CharField):
    """When something is to be, in a line; it is read once here, to be refused at its field."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST} | options)

    def clean(self, value: Any) -> str:
        line: str = super().clean(value)
        if line:
            try:
                read_line(line, at=now(), zone=get_current_timezone())
            except Refusal as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return line


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=LONG, widget=forms.Textarea({"rows": 6}))


class CallForm(forms.Form):
    """How a call went, and what comes next."""

    text = forms.CharField(
        label=_("What was said"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(SAYS_MORE | {"placeholder": _("What was said?")}),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Call.Direction.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Call.Outcome.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440, required=False)
    line = LineField(label=_("Next step"), required=False)
    is_planned = forms.BooleanField(label=_("This was the planned contact"), required=False)


class AskForm(forms.Form):
    """Who is to do what, by when."""

    subject = forms.CharField(label=_("What is to be done"), max_length=300)
    to = PickField(User.objects.none(), label=_("Who does it"))
    due_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, format=DAY)
    )
    priority = forms.ChoiceField(
        label=_("Priority"), choices=Task.Priority.choices, initial=Task.Priority.NORMAL
    )
    details = forms.CharField(
        label=_("Details"), max_length=LONG, required=False, widget=forms.Textarea(SAYS_MORE)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = User.objects.staff()  # type: ignore[attr-defined]


class MeetForm(forms.Form):
    """What is to happen, and when, in one line."""

    line = LineField(label=_("When"))
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    location = forms.CharField(label=_("Place"), max_length=300, required=False)
    details = forms.CharField(
        label=_("Details"), max_length=LONG, required=False, widget=forms.Textarea(SAYS_MORE)
    )


class LineForm(forms.Form):
    line = LineField(label=_("Next step"))


class DoneForm(forms.Form):
    """What came of it, and what comes next."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(SAYS_MORE),
    )
    line = LineField(label=_("What comes next"), required=False)
