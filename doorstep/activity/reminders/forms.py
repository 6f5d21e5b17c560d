"""How somebody wants to be reminded."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.activity.models import MINUTES, ReminderChoice, WorkingHours
from doorstep.activity.models.working_hours import WEEK

BEFORE = {
    0: _("when it begins"),
    5: _("5 minutes before"),
    10: _("10 minutes before"),
    15: _("15 minutes before"),
    30: _("half an hour before"),
    60: _("an hour before"),
    120: _("2 hours before"),
    1440: _("a day before"),
}


class ReminderForm(forms.ModelForm):
    minutes = forms.TypedChoiceField(
        label=_("how long before"), coerce=int, choices=[(each, BEFORE[each]) for each in MINUTES]
    )

    class Meta:
        model = ReminderChoice
        fields = (
            *("by_page", "by_mail", "by_push", "minutes"),
            *("morning_at", "morning_mail", "team_overdue"),
        )
        widgets = {"morning_at": forms.TimeInput({"type": "time"}, format="%H:%M")}


class WorkingHoursForm(forms.ModelForm):
    """When somebody works, by their own clock."""

    days = forms.MultipleChoiceField(
        label=_("on"), choices=WEEK, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = WorkingHours
        fields = ("since", "until", "days")
        widgets = {
            name: forms.TimeInput({"type": "time"}, format="%H:%M") for name in ("since", "until")
        }

    def clean_days(self) -> str:
        return "".join(sorted(self.cleaned_data["days"]))
