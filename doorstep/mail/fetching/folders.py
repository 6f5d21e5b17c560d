"""Which folders of a mailbox are read."""

from __future__ import annotations

from collections.abc import Iterable

from doorstep.mail.fetching.imap import Listed
from doorstep.mail.models import Mailbox, MailFolder

Role, Reads = MailFolder.Role, Mailbox.Reads


def watched(mailbox: Mailbox, listed: Iterable[Listed]) -> list[MailFolder]:
    """Those to be read, the inbox first; new ones are remembered."""
    known = {folder.name: folder for folder in mailbox.folders.all()}
    found = []
    for each in listed:
        role = Role.SENT if each.name == mailbox.sent_folder else each.role
        folder = known.get(each.name) or MailFolder(mailbox=mailbox, name=each.name)
        if mailbox.reads == Reads.CHOSEN:
            is_watched = folder.pk is not None and folder.is_watched
        else:
            is_watched = _is_read(mailbox, each, role)
        if folder.pk is None and not is_watched:
            continue
        if (folder.pk, folder.role, folder.is_watched) != (folder.pk or 0, role, is_watched):
            folder.role, folder.is_watched = role, is_watched
            folder.save()
        if is_watched:
            folder.mailbox = mailbox
            found.append(folder)
    order = {Role.INBOX: 0, Role.SENT: 1}
    return sorted(found, key=lambda folder: (order.get(folder.role, 2), folder.name))


def _is_read(mailbox: Mailbox, listed: Listed, role: str) -> bool:
    if mailbox.reads == Reads.ALL:
        return listed.is_wanted
    return role == Role.INBOX or (role == Role.SENT and mailbox.reads == Reads.INBOX_AND_SENT)
