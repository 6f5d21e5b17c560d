"""Forms made from a model, with the inputs of the design: a field that searches for whatever is
referred to, and only among what the user may see.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db import models

from doorstep.kit.addresses import address
from doorstep.kit.naming import kind_of
from doorstep.kit.numbers import row_number
from doorstep.users.models import User

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


class PickField(forms.ModelChoiceField):
    """A reference, found by typing. The value travels in a hidden input."""

    widget = forms.HiddenInput

    @property
    def pick_url(self) -> str:
        return address("pick", kind_of(self.queryset.model))


def record_form(
    model: type[models.Model], names: tuple[str, ...] | list[str], user: User
) -> type[forms.ModelForm[Any]]:
    """A form of some fields of a model, as ``user`` may fill it."""
    return forms.modelform_factory(
        model, fields=list(names), formfield_callback=partial(_form_field, user)
    )


def picked(bound: Any) -> str:
    """What the chosen row of a bound PickField is called."""
    value = bound.value()
    if not value:
        return ""
    chosen = getattr(getattr(bound.form, "instance", None), bound.name, None)
    if chosen is None or str(chosen.pk) != str(value):
        chosen = bound.field.queryset.filter(pk=row_number(str(value))).first()
    return str(getattr(chosen, "name", "") or chosen or "")


def _form_field(user: User, field: Any, **options: Any) -> forms.Field | None:
    if isinstance(field, models.ForeignKey):
        return field.formfield(form_class=PickField, queryset=_choosable(user, field), **options)
    if isinstance(field, models.DateTimeField):
        options["widget"] = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)
    elif isinstance(field, models.DateField):
        options["widget"] = forms.DateInput({"type": "date"}, format=DAY)
    elif isinstance(field, models.DecimalField):
        options["widget"] = forms.TextInput({"inputmode": "decimal"})
    elif "phone" in field.name or field.name == "mobile":
        options["widget"] = forms.TextInput({"type": "tel", "autocomplete": "off"})
    made = field.formfield(**options)
    if isinstance(made, forms.ChoiceField):
        made.choices = [(value, label if value else "–") for value, label in made.choices]
    return made


def _choosable(user: User, field: models.ForeignKey[Any, Any]) -> models.QuerySet[Any]:
    manager: Any = field.remote_field.model._default_manager
    if issubclass(manager.model, User):
        return manager.staff()
    return manager.visible_to(user) if hasattr(manager, "visible_to") else manager.all()
