"""The ledger as a file: streamed, so that no number of rows is too large."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from doorstep.kit.guarded import csv_line
from doorstep.kit.naming import kind_of
from doorstep.mail.models import SeenMessage
from doorstep.mail.queries import Belongs, with_records
from doorstep.users.models import User

AT_ONCE = 500


def ledger_lines(rows: QuerySet[SeenMessage], user: User) -> Iterator[str]:
    """The head, then a line a row, the latest first; moments in UTC."""
    yield csv_line(
        [
            *(_("Time"), _("Mailbox"), _("Folder"), _("Number on the server"), _("From")),
            *(_("Subject"), _("Outcome"), _("Why"), _("Belongs to"), _("Size"), "Message-ID"),
        ]
    )
    chosen = rows.select_related("mailbox", "folder", "message").order_by("-arrived_at", "-pk")
    found = iter(chosen.iterator(AT_ONCE))
    while part := list(islice(found, AT_ONCE)):
        for row, links in with_records(part, user):
            yield csv_line(_cells(row, links))


def _cells(row: Any, links: Belongs) -> list[str]:
    return [
        row.arrived_at.isoformat(timespec="seconds"),
        str(row.mailbox),
        str(row.folder),
        str(row.uid),
        row.sender,
        row.subject,
        row.get_outcome_display(),
        row.says if not links else links[0][1],
        ", ".join(f"{kind_of(type(record))}:{record.pk}" for record, _why in links),
        str(row.size),
        row.header_id,
    ]
