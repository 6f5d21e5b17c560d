"""What is submitted never changes: held for every way of writing, undo as well."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from doorstep.documents.models import DRAFT
from doorstep.documents.refusals import Frozen
from doorstep.kit.guards import Touched, guard
from doorstep.users.models import User


def freeze(document: Any, line: Any) -> None:
    """Of a submitted document only the ``living`` columns change, of its lines theirs.

    What was a draft when the action began may be written as a whole: that is submitting it. A
    document that was taken back to a draft by an undo is one again.
    """
    of_header, of_line = document._meta.label_lower, line._meta.label_lower

    @guard(of_header, of_line)
    def submitted_documents_stay(touched: Touched, by: User) -> None:
        headers = touched.get(of_header, {})
        _check_headers(document, headers)
        _check_lines(document, line, touched.get(of_line, {}), headers)


def _check_headers(document: Any, headers: Any) -> None:
    now = dict(document._base_manager.filter(pk__in=headers).values_list("pk", "status"))
    for pk, held in headers.items():
        before = held.get("status", now.get(pk, DRAFT))
        if before == DRAFT or now.get(pk) == DRAFT:
            continue
        if pk not in now or held.keys() - document.living:
            raise _frozen(document, pk)


def _check_lines(document: Any, line: Any, rows: Any, headers: Any) -> None:
    suspects = {pk for pk, held in rows.items() if held.keys() - line.living or not held}
    if not suspects:
        return
    whole = f"{line.part_of}_id"
    found = line._base_manager.filter(pk__in=suspects).values_list("pk", whole)
    if line.comes_and_goes:
        suspects = {pk for pk, _whole in found if rows[pk]}
    of = {pk: held[whole] for pk, held in rows.items() if whole in held} | dict(found)
    wanted = {of[pk] for pk in suspects if pk in of}
    frozen = document._base_manager.filter(pk__in=wanted).exclude(status=DRAFT)
    for pk in frozen.values_list("pk", flat=True):
        held = headers.get(pk, {})
        if held.get("status", None) != DRAFT and held != {}:
            raise _frozen(document, pk)
        if pk not in headers:
            raise _frozen(document, pk)


def _frozen(document: Any, pk: int) -> Frozen:
    row = document._base_manager.filter(pk=pk).first()
    name = str(row) if row else str(document._meta.verbose_name)
    return Frozen(_("%s is submitted and does not change: cancel it, or credit it.") % name)
