"""Files of records in the API: listed, received, handed out, removed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from doorstep.history.keys import Key
from doorstep.kit.naming import kind_of
from doorstep.records.actions import attach, remove_file
from doorstep.records.models import Attachment
from doorstep.records.types import RecordType
from doorstep.ui.answers import json_answer, once, only
from doorstep.ui.files import file_answer
from doorstep.ui.http import Request, seen_of

router = Router(tags=["Files"])


def list_files(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """The files of a record, newest first."""
    only(request)
    found = Attachment.objects.about(_record(request, records, pk)).select_related("owner")
    return json_answer({"items": [_shown(each) for each in found.order_by("-pk")]})


def receive_file(request: Request, records: RecordType, pk: int) -> HttpResponse:
    """Attach the file that is sent as \"file\" of a form."""
    only(request)
    record = _record(request, records, pk)

    def keep(key: Key | None) -> HttpResponse:
        file = request.FILES.get("file")
        return json_answer(_shown(attach(record, by=request.user, file=file, key=key)), 201)

    return once(request, keep)


@router.get("/{int:pk}", operation_id="read_attachment")
def read_file(request: Request, pk: int) -> HttpResponse:
    """What is known of a file."""
    only(request)
    return json_answer(_shown(_found(request, pk)))


@router.get("/{int:pk}/content", operation_id="download_attachment")
def download_file(request: Request, pk: int) -> FileResponse:
    """The file itself."""
    only(request)
    return file_answer(_found(request, pk))


@router.delete("/{int:pk}", operation_id="remove_attachment")
def delete_file(request: Request, pk: int) -> HttpResponse:
    """Take a file off its record. Undo the event to have it back."""
    only(request)
    remove_file(_found(request, pk), by=request.user, seen=seen_of(request))
    return HttpResponse(status=204)


def _record(request: Request, records: RecordType, pk: int) -> Any:
    manager: Any = records.model._default_manager
    return get_object_or_404(manager.visible_to(request.user), pk=pk)


def _found(request: Request, pk: int) -> Attachment:
    seen = Attachment.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(seen, pk=pk)


def _shown(attachment: Attachment) -> dict[str, Any]:
    plain = ("name", "size", "sha256", "content_type", "created_at")
    return {
        "id": attachment.pk,
        **{name: getattr(attachment, name) for name in plain},
        "about": f"{kind_of(apps.get_model(attachment.about_type))}:{attachment.about_id}",
        "owner": attachment.owner and attachment.owner.email,
        "content": f"/api/v1/attachments/{attachment.pk}/content",
    }
