"""What actions of the office share: checking a row in words, and keeping links in step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from doorstep.kit.errors import Invalid
from doorstep.kit.journaled import Journaled


def check(row: models.Model) -> None:
    """Refuse what does not fit, naming each field; the database keeps the rest."""
    relations = {field.name for field in row._meta.fields if field.is_relation}
    problems: dict[str, str] = {}
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        problems = {name: messages[0] for name, messages in error.message_dict.items()}
    if problems := problems or dict(_broken_constraints(row)):
        raise Invalid(_("Please correct the marked fields."), **problems)


def _broken_constraints(row: models.Model) -> Iterator[tuple[str, str]]:
    """A broken constraint belongs to the first field it is about."""
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as error:
            fields = getattr(constraint, "fields", ()) or ("name",)
            yield fields[0], error.messages[0]


def sync(links: type[Journaled], **ends: Any) -> None:
    """Make exactly the links named: ``sync(Membership, user=ada, role=[rep, manager])``."""
    (one, owner), (other, wanted) = ends.items()
    ids = {each.pk for each in _as_list(wanted)}
    held = links._default_manager.filter(**{one: owner})
    held.exclude(**{f"{other}__in": ids}).delete()
    known = set(held.values_list(f"{other}_id", flat=True))
    for pk in sorted(ids - known):
        links(**{one: owner, f"{other}_id": pk}).save()


def _as_list(rows: Any) -> Iterable[Any]:
    return rows if isinstance(rows, Iterable) else [rows]
