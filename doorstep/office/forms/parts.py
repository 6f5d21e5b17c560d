"""Rows that go with a row of a list, as the taxes of a template: asked for beneath its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from doorstep.office.lists import ListPage
from doorstep.records.fields import Bound
from doorstep.ui.record_forms import record_form
from doorstep.users.models import User

MORE = 3  # empty rows, for those that are to come


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """The rows of one kind, with a few empty ones. ``name`` and ``label`` are of the field."""

    name = label = ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What they say, without those that were left empty or ticked to go."""
        said = [form.cleaned_data for form in self.forms if form.cleaned_data]
        return [
            {name: value for name, value in each.items() if name != "DELETE"}
            for each in said
            if not each.get("DELETE")
        ]


def rows_forms(page: ListPage, by: User, given: Any, row: Any) -> list[Rows]:
    """One for each kind of rows that go with those of the list."""
    return [_rows(face, by, given, row) for face in page.parts if _is_asked(face, given)]


def _rows(face: Bound, by: User, given: Any, row: Any) -> Rows:
    collect: Any = face.declared.collect
    form = record_form(collect.part, collect.names, by)
    plain = type(form.__name__, (forms.Form,), dict(form.base_fields))
    made: Any = forms.formset_factory(plain, formset=Rows, extra=MORE, can_delete=True)
    found: Rows = made(given, initial=_held(collect, row), prefix=face.name)
    found.name, found.label = face.name, face.label
    return found


def _held(collect: Any, row: Any) -> list[dict[str, Any]]:
    if row is None:
        return []
    parts = collect.part._base_manager.filter(**{collect.whole: row.pk})
    held = [
        [getattr(part, name) for name in collect.names]
        for part in parts.order_by(*collect.part._meta.ordering)
    ]
    return [
        {n: getattr(v, "pk", v) for n, v in zip(collect.names, values, strict=True)}
        for values in held
    ]


def _is_asked(face: Bound, given: Any) -> bool:
    """Whoever sends nothing of them leaves them as they are."""
    return given is None or f"{face.name}-TOTAL_FORMS" in given
