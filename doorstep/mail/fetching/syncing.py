"""A mailbox read: each folder from where it was left, after a new numbering, and as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.timezone import now

from doorstep.mail.fetching.folders import watched
from doorstep.mail.fetching.imap import Opened, Outline, Server
from doorstep.mail.fetching.taking import digest_of, largest, refuse_large, take
from doorstep.mail.models import Mailbox, MailFolder, SeenMessage
from doorstep.mail.reading.parsing import read_head

TOGETHER = 200  # messages between two notes of how far we are
Beat = Callable[[], object]


def read_mailbox(mailbox: Mailbox, beat: Beat = lambda: None) -> Counter[str]:
    """Take in what is new; how many of each outcome. ``beat`` is called every now and then."""
    told: Counter[str] = Counter()
    with Server(mailbox) as server:
        for folder in watched(mailbox, server.folders()):
            told += _read_folder(server, folder, beat)
    return told


def reconcile(mailbox: Mailbox, beat: Beat = lambda: None) -> int:
    """Compare the whole mailbox with the ledger: take in what is missing, note what has gone.

    The answer is how many messages on the server the ledger cannot explain after that.
    """
    unexplained = 0
    with Server(mailbox) as server:
        for folder in watched(mailbox, server.folders()):
            _read_folder(server, folder, beat)
            unexplained += _compare(server, folder, beat)
    Mailbox.objects.filter(pk=mailbox.pk).update(unexplained=unexplained, reconciled_at=now())
    return unexplained


def _read_folder(server: Server, folder: MailFolder, beat: Beat) -> Counter[str]:
    opened = _opened(server, folder, beat)
    if folder.last_uid:
        outlines = server.outlines_from(folder.last_uid + 1)
    else:
        numbers = server.numbers(opened.count, folder.mailbox.reads_since)
        outlines = server.outlines(numbers - _known(folder))
    known = _known(folder, folder.last_uid)
    told = _take_all(server, folder, [o for o in outlines if o.uid not in known], beat)
    folder.on_server, folder.read_at = opened.count, now()
    folder.last_uid = max([folder.last_uid, *(each.uid for each in outlines)])
    folder.save()
    return told


def _opened(server: Server, folder: MailFolder, beat: Beat) -> Opened:
    """Open it; where the server numbers anew, find the old rows again first."""
    opened = server.open(folder)
    if folder.uidvalidity and folder.uidvalidity != opened.uidvalidity:
        _renumber(server, folder, opened, beat)
    elif not folder.uidvalidity:
        folder.uidvalidity = opened.uidvalidity
        folder.save()
    return opened


def _take_all(
    server: Server, folder: MailFolder, outlines: list[Outline], beat: Beat
) -> Counter[str]:
    """Fetch and take in, and note how far that is: whoever comes after a crash goes on there."""
    told: Counter[str] = Counter()
    for start in range(0, len(outlines), TOGETHER):
        part = outlines[start : start + TOGETHER]
        large = {each.uid: each for each in part if each.size > largest()}
        for outline, raw in server.messages(each for each in part if each.uid not in large):
            told[take(folder, outline, raw)] += 1
        for uid, head in server.heads(large).items() if large else ():
            told[refuse_large(folder, large[uid], head)] += 1
        beat()
    return told


def _known(folder: MailFolder, above: int = 0) -> set[int]:
    """The numbers in the ledger."""
    rows = SeenMessage._base_manager.filter(folder=folder, uidvalidity=folder.uidvalidity)
    return set(rows.filter(uid__gt=above).values_list("uid", flat=True))


def _compare(server: Server, folder: MailFolder, beat: Beat) -> int:
    opened = server.open(folder)
    there = server.numbers(opened.count)
    since = folder.mailbox.reads_since
    wanted = server.numbers(opened.count, since) if since else there
    missing = wanted - _known(folder)
    _take_all(server, folder, server.outlines(missing), beat)
    rows = SeenMessage.objects.filter(folder=folder, uidvalidity=folder.uidvalidity)
    held = dict(rows.filter(is_gone=False).values_list("uid", "pk"))
    _mark_gone(pk for uid, pk in held.items() if uid not in there)
    folder.unexplained = len(wanted - _known(folder))
    folder.on_server, folder.reconciled_at = opened.count, now()
    folder.save()
    return folder.unexplained


def _renumber(server: Server, folder: MailFolder, opened: Opened, beat: Beat) -> None:
    """Every message has another number: each row finds its message by what its headers are.

    What is found is written at once, so that an interruption costs nothing.
    """
    old = SeenMessage.objects.filter(folder=folder, is_gone=False)
    old = old.exclude(uidvalidity=opened.uidvalidity)
    by_digest, by_header = defaultdict(list), defaultdict(list)
    for pk, digest, header in old.order_by("uid").values_list("pk", "digest", "header_id"):
        by_digest[digest].append(pk)
        by_header[header].append(pk)
    folder.uidvalidity, before = opened.uidvalidity, folder.uidvalidity
    numbers = sorted(server.numbers(opened.count, folder.mailbox.reads_since) - _known(folder))
    taken: set[int] = set()
    for start in range(0, len(numbers), TOGETHER):
        heads = server.heads(numbers[start : start + TOGETHER])
        with transaction.atomic():
            for uid, head in sorted(heads.items()):
                found = _first_free(by_digest[digest_of(head)], taken)
                if found is None and (header := read_head(head).message_id):
                    found = _first_free(by_header[header], taken)
                if found is not None:
                    taken.add(found)
                    _move(found, opened.uidvalidity, uid)
        beat()
    _mark_gone(old.filter(uidvalidity=before).values_list("pk", flat=True))
    folder.last_uid = 0
    folder.save()


def _first_free(rows: list[int], taken: set[int]) -> int | None:
    return next((pk for pk in rows if pk not in taken), None)


def _move(pk: int, uidvalidity: int, uid: int) -> None:
    SeenMessage.objects.filter(pk=pk).update(uidvalidity=uidvalidity, uid=uid)


def _mark_gone(rows: Iterable[int]) -> None:
    found = list(rows)
    for start in range(0, len(found), 500):
        SeenMessage.objects.filter(pk__in=found[start : start + 500]).update(is_gone=True)
