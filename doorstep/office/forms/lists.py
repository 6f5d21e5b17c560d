"""A row of a list, as its page asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from doorstep.office.forms.parts import Rows, rows_forms
from doorstep.office.lists import ListPage
from doorstep.ui.record_forms import PickField, record_form
from doorstep.users.models import User


class RowForm(forms.Form):
    """The fields of a row, and the rows that go with it."""

    parts: Sequence[Rows] = ()

    def is_valid(self) -> bool:
        wrong = [each for each in self.parts if each.is_bound and not each.is_valid()]
        if wrong:
            self.add_error(None, say("Please correct the marked fields."))
        return super().is_valid()

    @property
    def rows(self) -> dict[str, Any]:
        return {each.name: each.rows for each in self.parts}


def row_form(page: ListPage, by: User, given: Any, row: Any = None) -> RowForm:
    """A form of the fields of the list; for a row that is there, with what it holds."""
    names = [name for name in page.names if not (row and page.is_fixed(row) and name in FIXED)]
    made: Any = _plain(record_form(page.model, names, by))
    held = {name: getattr(row, name) for name in names} if row else {}
    form: RowForm = made(given, initial={n: getattr(v, "pk", v) for n, v in held.items()})
    form.parts = rows_forms(page, by, given, row)
    if "tone" in form.fields:
        form.fields["tone"].tones = _tones(page.model)  # type: ignore[attr-defined]
    return form


def _tones(model: Any) -> list[str]:
    """The colours it may have; none named are all."""
    return [value for value, _label in model._meta.get_field("tone").choices or ()]


FIXED = ("kind", "parent")  # what cannot change of a row that Doorstep needs


def _plain(made: Any) -> type[RowForm]:
    """The same fields without the model: what they mean together is checked by the action."""
    return type(made.__name__, (RowForm,), dict(made.base_fields))


class RemoveForm(forms.Form):
    """Which row takes the place of one that is removed."""

    def __init__(self, *args: Any, page: ListPage, row: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = page.model._default_manager.exclude(pk=row.pk)
        if page.disables:
            rows = rows.filter(disabled=False)
        self.fields["into"] = PickField(rows, label=_("Whatever has it gets"), required=False)
