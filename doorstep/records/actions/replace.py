"""One row of a list in the place of another."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doorstep.history.action import action
from doorstep.history.onces import onces
from doorstep.kit.errors import Forbidden, Invalid
from doorstep.kit.journaled import Journaled
from doorstep.records.doing import doing
from doorstep.records.models import Master
from doorstep.records.registry import MASTERS
from doorstep.records.uses import Use, uses_of
from doorstep.users.access import Reach
from doorstep.users.models import User


@action(
    "*.replaced",
    verb="delete",
    label=gettext_lazy("Merge into another"),
    told=gettext_lazy("put another in its place"),
    icon="git-merge",
)
def replace(row: Journaled, *, by: User, into: Any) -> Any:
    """Give everything that has this row of a list another one, and remove it: one undo."""
    _check(row, into)
    for use in uses_of(type(row)):
        _refuse_beyond_reach(use, row, by)
        _drop_doubles(use, row, into)
        use.rows(row.pk).update(**{use.field.attname: into.pk})
    doing(type(row), "deleted")(row, by=by)
    if isinstance(row, Master) and isinstance(into, Master):
        into.refresh_from_db()
        into.answer_to(row.key, *row.former.split("\n"))
        into.save()
    return into


def _check(row: Any, into: Any) -> None:
    if type(row) not in MASTERS or type(into) is not type(row) or into.pk == row.pk:
        says = _("Choose another one of the same list.")
        raise Invalid(says, into=says)
    if getattr(into, "disabled", False):
        says = _("“%s” is not used for new choices any more.") % into
        raise Invalid(says, into=says)
    if hasattr(into, "take_over"):
        into.take_over(row)
    above = getattr(into, "parent", None)
    while above:
        if above.pk == row.pk:
            says = _("“%(into)s” is a part of “%(row)s”.") % {"into": into, "row": row}
            raise Invalid(says, into=says)
        above = above.parent


def _refuse_beyond_reach(use: Use, row: Any, by: User) -> None:
    """Whoever keeps a list changes no records by it that they could not change themselves."""
    if Reach.ALL in by.reaches(use.model, "edit") or by.kind == User.Kind.SYSTEM:
        return
    manager = use.model._default_manager
    if not hasattr(manager, "permitted"):
        return
    mine = manager.permitted(by, "edit").filter(**{use.field.attname: row.pk})
    if use.rows(row.pk).exclude(pk__in=mine.values("pk")).exists():
        says = _("Some of what has “%s” is not yours to change.") % row
        raise Forbidden(says)


def _drop_doubles(use: Use, row: Any, into: Any) -> None:
    """What has both already, such as a record with two tags that become one, keeps one of them."""
    name = use.field.attname
    for once in onces(use.model):
        others = [each for each in once.columns if each != name]
        if name in once.columns and others:
            twins = use.rows(into.pk).filter(**{each: OuterRef(each) for each in others})
            use.rows(row.pk).filter(Exists(twins)).delete()
