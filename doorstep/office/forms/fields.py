"""A custom field, as the settings ask for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from doorstep.records.models import CustomField
from doorstep.records.types import REGISTRY, RecordType

K = CustomField.Kind


class CustomFieldForm(forms.Form):
    """One input for each choice there is: a new text in it renames the choice everywhere."""

    label = forms.CharField(label=_("Label"), max_length=60)
    name = forms.CharField(label=_("Name in the API"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=K)
    section = forms.ChoiceField(label=_("Shown in"), required=False)
    more_choices = forms.CharField(
        label=_("New choices, one on each line"),
        required=False,
        widget=forms.Textarea,
        max_length=10_000,
    )
    links_to = forms.ChoiceField(label=_("Links to"), required=False)
    unit = forms.CharField(label=_("Unit of a number"), max_length=20, required=False)
    default = forms.CharField(label=_("Filled in for new records"), max_length=500, required=False)
    help = forms.CharField(label=_("Help"), max_length=200, required=False)
    required = forms.BooleanField(label=_("Has to be filled in"), required=False)
    filterable = forms.BooleanField(label=_("Lists can be filtered by it"), required=False)

    def __init__(
        self, *args: Any, records: RecordType, field: CustomField | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.field = field
        sections: Any = self.fields["section"]
        sections.choices = [(str(each.label), each.label) for each in records.facts]
        sections.choices += [("", _("More"))]
        links: Any = self.fields["links_to"]
        links.choices = [("", "–")] + [
            (each.kind, capfirst(str(each.model._meta.verbose_name))) for each in REGISTRY.values()
        ]
        for number, choice in enumerate(field.choices if field else (), start=1):
            title = _("Choice %d") % number
            own = forms.CharField(label=title, max_length=60, required=False)
            self.fields[f"choice.{choice['key']}"] = own

    @classmethod
    def held(cls, field: CustomField) -> dict[str, Any]:
        """What the form shows of a field that is there."""
        names = [name for name in cls.base_fields if name not in ("more_choices", "default")]
        held = {name: getattr(field, name) for name in names}
        default = field.default
        if field.kind == K.CHOICE:
            default = {each["key"]: each["label"] for each in field.choices}.get(default)
        held["default"] = "yes" if default is True else "" if default is None else default
        return held | {f"choice.{each['key']}": each["label"] for each in field.choices}

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = dict(self.cleaned_data)
        more = given.pop("more_choices").splitlines()
        choices: list[Any] = []
        for name in [name for name in given if name.startswith("choice.")]:
            if label := given.pop(name).strip():
                choices.append({"key": name.removeprefix("choice."), "label": label})
        given["choices"] = choices + [line.strip() for line in more if line.strip()]
        given["default"] = self._default(given["kind"], given["default"].strip())
        if given["kind"] != K.LINK:
            given["links_to"] = ""
        if not given["name"]:
            del given["name"]
        return given

    def _default(self, kind: str, text: str) -> Any:
        if not text:
            return None
        if kind == K.CHECK:
            return text.casefold() in ("yes", "true", "1", str(_("Yes")).casefold())
        return text
