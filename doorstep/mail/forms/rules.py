"""A rule as it is typed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doorstep.mail.models import IgnoreRule


class RuleForm(forms.Form):
    """What to look at, and for what."""

    what = forms.ChoiceField(label=_("Look at"), choices=IgnoreRule.What.choices)
    value = forms.CharField(label=_("For"), max_length=200)
