"""Forms that two people may have open at once: what one changed is shown to the other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from doorstep.ui.http import Request

WAS = "was:"


def is_as_seen(request: Request, form: Any) -> bool:
    """Whether every field still holds what the person saw when the form was opened.

    ``form.was`` is what they see now; it goes along in the form. Where something was changed
    meanwhile, its field says so, and saving once more means it.
    """
    now = {name: form.get_initial_for_field(each, name) for name, each in form.fields.items()}
    form.was = {f"{WAS}{name}": _text(value) for name, value in now.items()}
    seen = {
        name: _text(request.POST.get(f"{WAS}{name}", form.was[f"{WAS}{name}"])) for name in now
    }
    moved = [name for name in now if seen[name] != form.was[f"{WAS}{name}"]]
    if request.method != "POST" or not moved:
        return True
    form.full_clean()
    form.add_error(None, _("Somebody changed this since you opened it. Save again to keep yours."))
    for name in moved:
        said = _said(form.fields[name], now[name])
        form.add_error(name, _("Meanwhile it was changed to “%s”.") % said)
    return False


def _text(value: Any) -> str:
    """The same for what is the same, whether it came as a record, as its id or as a list."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | models.QuerySet):
        return ",".join(sorted(map(_text, value)))
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _said(field: forms.Field, value: Any) -> str:
    """As people read it."""
    if value in (None, "", []):
        return "–"
    if isinstance(field, forms.ModelChoiceField):
        many = value if isinstance(value, list | tuple | set | models.QuerySet) else [value]
        chosen = field.queryset.filter(pk__in=[_text(each) for each in many])
        return ", ".join(map(str, chosen)) or "–"
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    labels = dict(getattr(field, "choices", ()) or ())
    return str(labels.get(value, value))
