"""What the pages of sequences ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.mail.models import MailTemplate
from doorstep.marketing.models import LONGEST, MailSequence
from doorstep.users.models import User


class StepForm(forms.Form):
    """One more letter."""

    after_days = forms.IntegerField(
        label=_("Days after the start"), min_value=0, max_value=LONGEST
    )
    template = forms.ModelChoiceField(label=_("Template"), queryset=MailTemplate.objects.none())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, auto_id="step_%s", **options)
        self.fields["template"].queryset = MailTemplate.objects.offered()  # type: ignore[attr-defined]


class EnrolForm(forms.Form):
    """Into which sequence, and from when on."""

    sequence = forms.ModelChoiceField(
        label=_("Sequence"), queryset=MailSequence.objects.none(), empty_label=None
    )
    starts_on = forms.DateField(
        label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, auto_id="enrol_%s", **options)
        rows = MailSequence.objects.permitted(by, "enrol")
        rows = rows.filter(status=MailSequence.Status.ACTIVE).order_by("name")
        self.fields["sequence"].queryset = rows  # type: ignore[attr-defined]
