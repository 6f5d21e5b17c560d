"""What an administrator does to the fields of a kind of record."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.kit.errors import Conflict, Invalid
from doorstep.records.check import check
from doorstep.records.custom import Definition, filled, filled_count
from doorstep.records.kinds import Wrong
from doorstep.records.models import CustomField, Record
from doorstep.records.names import Names
from doorstep.users.models import User

MOST = 10_000  # values that go with a deleted field
FIXED = ("name", "kind", "links_to", "record_type")


@action("custom_field.created", verb="create", label=gettext_lazy("Add a field"), icon="plus")
def add_field(model: type[CustomField], *, by: User, **values: Any) -> CustomField:
    """Give a kind of record one more field. Its index is made in the same breath."""
    field = model(**values)
    if "position" not in values:
        field.position = model.objects.filter(record_type=field.record_type).count()
    return _saved(field, by)


@action("custom_field.updated", verb="edit", label=gettext_lazy("Edit a field"), icon="pencil")
def change_field(field: CustomField, *, by: User, **values: Any) -> CustomField:
    """Change a field. What its values depend on stays as it is once there are any."""
    changed = [name for name in FIXED if name in values and values[name] != getattr(field, name)]
    if changed and (count := filled_count(field)):
        says = _("Cannot change, %(count)d values use it.") % {"count": count}
        raise Conflict(says, **dict.fromkeys(changed, says))
    _refuse_chosen(field, values.get("choices"))
    for name, value in values.items():
        setattr(field, name, value)
    return _saved(field, by)


@action(
    "custom_field.deleted",
    verb="delete",
    label=gettext_lazy("Delete this field"),
    told=gettext_lazy("deleted this field"),
    icon="trash-2",
)
def delete_field(field: CustomField, *, by: User) -> None:
    """Delete a field and what was filled in; an undo brings both back."""
    rows = dict(filled(field).values_list("pk", "custom")[: MOST + 1])
    if len(rows) > MOST:
        says = _("More than %(most)d records hold a value of “%(field)s”: archive it instead.")
        raise Conflict(says % {"most": MOST, "field": field})
    left = {
        pk: {"custom": {name: value for name, value in custom.items() if name != field.name}}
        for pk, custom in rows.items()
    }
    if left:
        apps.get_model(field.record_type)._base_manager.all().rewrite(left)
    field.delete()


@action(
    "custom_field.archived",
    verb="edit",
    label=gettext_lazy("Archive this field"),
    told=gettext_lazy("archived this field"),
    icon="archive",
)
def archive_field(field: CustomField, *, by: User) -> CustomField:
    """Hide a field everywhere; what was filled in is kept."""
    field.archived = True
    field.save()
    return field


@action(
    "custom_field.restored",
    verb="edit",
    label=gettext_lazy("Bring this field back"),
    told=gettext_lazy("brought this field back"),
    icon="undo-2",
)
def restore_field(field: CustomField, *, by: User) -> CustomField:
    """Show a field again, with what was filled in."""
    field.archived = False
    field.save()
    return field


@action("custom_field.many_moved", verb="edit", label=gettext_lazy("Order fields"), icon="list")
def order_fields(model: type[CustomField], *, by: User, ids: list[int]) -> int:
    """Put fields into this order."""
    rows = {row.pk: row for row in model.objects.filter(pk__in=ids)}
    for position, pk in enumerate(ids):
        if pk in rows:
            rows[pk].position = position
            rows[pk].save()
    return len(rows)


def _saved(field: CustomField, by: User) -> CustomField:
    check(field)
    wrong = dict(_wrong(field, by))
    if wrong:
        raise Invalid(_("Please correct the marked fields."), **wrong)
    field.save()
    return field


def _wrong(field: CustomField, by: User) -> Any:
    definition = Definition(field)
    if not _holds_custom(field.record_type):
        yield "record_type", _("There is no such kind of record.")
    if field.kind == CustomField.Kind.CHOICE:
        labels = [each["label"].casefold() for each in field.choices]
        if not all(labels) or not labels or len(set(labels)) < len(labels):
            yield "choices", _("Name each choice, and each by another name.")
    if field.kind == CustomField.Kind.LINK and not definition.targets:
        yield "links_to", _("Say to which kind of record it links.")
    if field.default is not None:
        try:
            field.default = definition.take(field.default, Names(by))
        except Wrong as error:
            yield "default", error.message


def _refuse_chosen(field: CustomField, choices: Any) -> None:
    """A choice that would be there no more must not be chosen anywhere."""
    if choices is None:
        return
    kept = {each.get("key") for each in choices if isinstance(each, dict)}
    chosen = filled(field)
    for each in field.choices:
        if each["key"] not in kept and (count := chosen.filter(custom_value=each["key"]).count()):
            says = _("“%(choice)s” is chosen in %(count)d records: choose another there first.")
            says = says % {"choice": each["label"], "count": count}
            raise Conflict(says, choices=says)


def _holds_custom(record_type: str) -> bool:
    try:
        return issubclass(apps.get_model(record_type), Record)
    except (LookupError, ValueError):
        return False
