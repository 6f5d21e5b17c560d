"""Search over all kinds of records, in the API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from doorstep.kit.errors import Invalid
from doorstep.records.searching import search
from doorstep.records.types import REGISTRY, RecordType
from doorstep.ui.answers import json_answer, only
from doorstep.ui.http import Request

router = Router(tags=["Search"])
MOST = 50


class Found(Schema):
    record: str
    kind: str
    id: int
    title: str
    detail: str
    url: str
    near: bool


class SearchOut(Schema):
    items: list[Found]


@router.get("/search", operation_id="search", response=SearchOut)
def search_records(
    request: Request,
    q: Annotated[str, Query(description="Words in any order, parts of words, a phone number.")],
    kind: Annotated[list[str], Query(description="Only records of these kinds.")] = [],  # noqa: B006
    limit: Annotated[int, Query(ge=1, le=MOST, description="At most so many of a kind.")] = 10,
) -> HttpResponse:
    """The records that hold all words, best first; close ones where the words find few."""
    only(request, "q", "kind", "limit")
    hits = search(request.user, q, kinds=_kinds(kind) if kind else None, limit=limit)
    items = [{"record": hit.record} | asdict(hit) for hit in hits]
    for item in items:
        del item["icon"]
    return json_answer({"items": items})


def _kinds(names: list[str]) -> list[RecordType]:
    known = {records.kind: records for records in REGISTRY.values()}
    for name in names:
        if name not in known:
            message = _("There is no kind “%(name)s”; there are: %(known)s.")
            says = message % {"name": name[:60], "known": ", ".join(sorted(known))}
            raise Invalid(says, kind=says)
    return [known[name] for name in names]
