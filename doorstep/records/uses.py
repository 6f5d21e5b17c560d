"""What has a row of a list: counted for its page, and asked before the row goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.utils.translation import gettext as _

from doorstep.kit.errors import Conflict
from doorstep.kit.keyset import capped_count

CAP = 1000


@dataclass(frozen=True)
class Use:
    """A column by which the rows of a table have one of a list."""

    model: Any
    field: Any

    def rows(self, pk: int) -> Any:
        return self.model._base_manager.filter(**{self.field.attname: pk})

    @property
    def keeps(self) -> bool:
        """Whether the row has to stay as long as it is had."""
        return self.field.remote_field.on_delete is models.PROTECT

    def said(self, count: int) -> str:
        return counted(self.model, count)

    def counts(self, pks: Sequence[int]) -> dict[int, int]:
        """For each of these rows how many have it, in one query; more than a thousand are many."""
        return _capped(self, pks) if self._is_indexed else _grouped(self, pks)

    @property
    def _is_indexed(self) -> bool:
        first = {index.fields[0] for index in self.model._meta.indexes if not index.condition}
        return self.field.db_index or self.field.name in first


def counted(model: Any, count: int) -> str:
    """ "61 leads"; ``counted_as`` of a model says what its rows stand for."""
    usual = (model._meta.verbose_name, model._meta.verbose_name_plural)
    one, many = getattr(model, "counted_as", usual)
    what = one if count == 1 else many
    return _("%(number)s %(what)s") % {"number": capped(count), "what": what}


def capped(count: int) -> str:
    """61 is "61", and what nobody counts further is "1,000+"."""
    return f"{CAP:,}+" if count > CAP else f"{count:,}"


@cache
def uses_of(model: type[models.Model]) -> tuple[Use, ...]:
    """Every foreign key to it, those without a way back too."""
    return tuple(
        Use(relation.field.model, relation.field)  # type: ignore[union-attr]
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and not relation.many_to_many
    )


def used(row: models.Model) -> Iterator[tuple[Use, int]]:
    """What has this row, and how often."""
    for use in uses_of(type(row)):
        count, is_capped = capped_count(use.rows(row.pk), CAP)
        if count:
            yield use, count + is_capped


def refuse_used(row: models.Model) -> None:
    """Refuse while something has it that would have to stay."""
    if found := [use.said(count) for use, count in used(row) if use.keeps]:
        names = {"name": row, "uses": ", ".join(found)}
        says = _("“%(name)s” is still in use: %(uses)s. Give them another one, or disable it.")
        raise Conflict(says % names)


class CountOf(Subquery):
    """How many rows a query finds, as a value of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _capped(use: Use, pks: Sequence[int]) -> dict[int, int]:
    found = use.rows(OuterRef("pk")).order_by().values("pk")[: CAP + 1]  # type: ignore[arg-type]
    rows = use.field.related_model._base_manager.filter(pk__in=pks)
    return dict(rows.order_by().values_list("pk", CountOf(found)))


def _grouped(use: Use, pks: Sequence[int]) -> dict[int, int]:
    """Without an index, one pass over the table is less than one for each row."""
    column = use.field.attname
    found = use.model._base_manager.filter(**{f"{column}__in": pks}).order_by().values(column)
    return dict(found.annotate(uses=Count("pk")).values_list(column, "uses"))
