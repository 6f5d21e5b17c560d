"""People, and what they belong to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from doorstep.kit.numbers import row_number
from doorstep.office.choices import languages, time_zones
from doorstep.office.queries import verbs_in_words
from doorstep.users.access import Reach
from doorstep.users.defaults import has_owner
from doorstep.users.models import ApiToken, Role, Team, Territory, User


class Several(forms.ModelMultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Any, required: bool = False) -> None:
        super().__init__(User.objects.none(), label=label, required=required)

    def clean(self, value: Any) -> Any:
        """A number that fits into no column is no choice either."""
        for each in value or ():
            if row_number(str(each)) is None:
                wrong = self.error_messages["invalid_choice"]
                raise ValidationError(wrong, "invalid_choice", {"value": each})
        return super().clean(value)


class UserForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150)
    roles = Several(_("Roles"))
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)
    territories = Several(_("Territories"))

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "roles", Role.objects.visible_to(by))
        _offer(self, "team", Team.objects.visible_to(by))
        _offer(self, "territories", Territory.objects.visible_to(by))


class SuspendForm(forms.Form):
    """Who gets what belongs to somebody who leaves."""

    successor = forms.ModelChoiceField(
        User.objects.none(), label=_("Hand over to"), required=False
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        others = User.objects.staff().filter(is_active=True).exclude(pk=user.pk)
        _offer(self, "successor", others.order_by("name"))
        self.fields["successor"].empty_label = _("Nobody: it stays theirs")  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    needs_second_step = forms.BooleanField(
        label=_("Asks for a second step at sign-in"), required=False
    )


class NewRoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    like = forms.ModelChoiceField(Role.objects.none(), label=_("Reaches as"), required=False)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "like", Role.objects.visible_to(by).filter(is_administrator=False))


class ReachForm(forms.Form):
    """How far one role may do each verb to one kind of record."""

    def __init__(self, *args: Any, model: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reaches = Reach.choices if has_owner(model) else [Reach.choices[0], Reach.choices[-1]]
        for verb, label in verbs_in_words(model):
            self.fields[verb] = forms.ChoiceField(label=label, choices=reaches)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    members = Several(_("Members"))

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "members", User.objects.visible_to(by).staff().order_by("name"))


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        usual = ("", _("As the company"))
        self.fields["language"].choices = [usual, *languages()]
        self.fields["time_zone"].choices = [usual, *time_zones()]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for"), max_length=100)
    scope = forms.ChoiceField(
        label=_("It may"), choices=ApiToken.Scope, initial=ApiToken.Scope.WRITE
    )
    days = forms.TypedChoiceField(
        label=_("Expires"),
        coerce=int,
        choices=[
            (30, _("in 30 days")),
            (90, _("in 90 days")),
            (365, _("in a year")),
            (0, _("never")),
        ],
        initial=365,
    )


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = lambda row: capfirst(str(row))
