"""One message of the ledger fetched once more: it failed, or a rule ignored what is wanted."""

from __future__ import annotations

from django_tasks import task

from doorstep.history.source import Source, acting_from
from doorstep.mail.fetching.imap import Server, Unreachable
from doorstep.mail.fetching.taking import largest, refuse_large, take
from doorstep.mail.models import SeenMessage


@task()
def fetch_in_worker(row_id: int) -> None:
    row = SeenMessage.objects.select_related("folder__mailbox").filter(pk=row_id).first()
    if row is not None:
        with acting_from(Source.MAIL):
            try:
                fetch_again(row)
            except Unreachable:
                return  # the row still says why it failed, and the mailbox what is wrong


def fetch_again(row: SeenMessage) -> str:
    """The outcome; "" where the server does not hold it any more."""
    folder = row.folder
    folder.mailbox = row.mailbox
    with Server(row.mailbox) as server:
        if server.open(folder).uidvalidity != row.uidvalidity:
            return ""
        for outline in server.outlines([row.uid]):
            if outline.size > largest():
                return refuse_large(folder, outline, server.heads([row.uid])[row.uid])
            for each, raw in server.messages([outline]):
                is_wanted = row.outcome == SeenMessage.Outcome.IGNORED
                return take(folder, each, raw, is_wanted=is_wanted)
    SeenMessage.objects.filter(pk=row.pk).update(is_gone=True)
    return ""
