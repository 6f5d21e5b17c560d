"""With whom a record is shared, in the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from doorstep.history.keys import Key
from doorstep.kit.errors import Invalid
from doorstep.records.actions import share_record, stop_sharing
from doorstep.records.models import Share
from doorstep.records.types import RecordType
from doorstep.ui.answers import body_of, json_answer, once, only
from doorstep.ui.http import Request
from doorstep.users.models import User

KNOWN = {"with", "may_edit"}


def list_shares(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Who was let see a record beyond their reach."""
    only(request)
    found = Share.objects.about(_record(request, records, pk)).select_related("user", "owner")
    return json_answer({"items": [_shown(each) for each in found.order_by("pk")]})


def make_share(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Let one more person see a record, or work on it."""
    only(request)
    record = _record(request, records, pk)

    def share_it(key: Key | None) -> HttpResponse:
        to, may_edit = _asked(body_of(request))
        share = share_record(record, by=request.user, to=to, is_editor=may_edit, key=key)
        return json_answer(_shown(share), 201)

    return once(request, share_it)


def end_share(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Take back what was shared with somebody: `?with=kim@oak.example`."""
    only(request, "with")
    record = _record(request, records, pk)
    stop_sharing(record, by=request.user, to=_person(request.GET.get("with")))
    return HttpResponse(status=204)


def _record(request: Request, records: RecordType, pk: int) -> Any:
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)


def _asked(body: Any) -> tuple[User, bool]:
    if not isinstance(body, dict) or not body.keys() <= KNOWN:
        says = _('Send {"with": "kim@oak.example", "may_edit": false}.')
        raise Invalid(says, body=says)
    may_edit = body.get("may_edit", False)
    if not isinstance(may_edit, bool):
        raise Invalid(_("This is true or false."), may_edit=_("This is true or false."))
    return _person(body.get("with")), may_edit


def _person(email: Any) -> User:
    found = User.objects.staff().by_email(email) if isinstance(email, str) else None
    if found is None:
        says = _("Name a colleague by e-mail.")
        raise Invalid(says, **{"with": says})
    return found


def _shown(share: Share) -> dict[str, Any]:
    return {
        "with": share.user.email,
        "may_edit": share.is_editor,
        "by": share.owner and share.owner.email,
        "created_at": share.created_at,
    }
