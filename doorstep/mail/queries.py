"""What the pages of conversations and of the ledger show, each in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.timezone import now

from doorstep.history.rows import records_now
from doorstep.kit.keyset import Page, keyset_page
from doorstep.mail.models import (
    Mailbox,
    MailFolder,
    Message,
    MessageLink,
    MessageRecipient,
    SeenMessage,
    Thread,
)
from doorstep.records.models import Attachment
from doorstep.users.models import User
from doorstep.users.models.user import KEEP

Outcome = SeenMessage.Outcome
A_PAGE = 40
MOST = 200  # messages of one conversation that are shown
CAPPED = 1_000
Belongs = list[tuple[Any, str]]


@dataclass
class Row:
    """A conversation in the list."""

    thread: Thread
    who: str
    says: str
    is_new: bool
    is_linked: bool
    waits: bool


@dataclass
class Shown:
    """A message in the reading pane, with its people and files."""

    message: Message
    people: list[MessageRecipient] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)


@dataclass
class Tally:
    """What became of what was seen; ``last_at`` is when the servers were read."""

    linked: int = 0
    ignored: int = 0
    waiting: int = 0
    failed: int = 0
    unexplained: int = 0
    last_at: datetime | None = None
    error: str = ""

    @property
    def seen(self) -> int:
        return self.linked + self.ignored + self.waiting + self.failed

    @property
    def parts(self) -> list[tuple[int, str]]:
        """Percentages for the meter, that add up."""
        counts = [
            (self.linked, "c-1"),
            (self.ignored, "c-3"),
            (self.waiting, "lamp"),
            (self.failed, "danger"),
        ]
        return [(max(1, round(100 * n / self.seen)), tone) for n, tone in counts if n]


@dataclass
class Box:
    """A mailbox and its sum. ``is_kept``: who looks may change it; ``is_mine``: it is theirs."""

    mailbox: Mailbox
    tally: Tally
    spans: list[tuple[str, int, int]]
    is_kept: bool = False
    is_mine: bool = False


def threads_for(user: User, show: str) -> QuerySet[Thread]:
    """Those that hold something the user may read: open, mine, unlinked or all."""
    visible = Message.objects.visible_to(user).exclude(state=Message.State.DRAFT)
    found = Thread._base_manager.filter(Exists(visible.filter(thread=OuterRef("pk"))))
    if show == "all":
        return found
    if show == "unlinked":
        waiting = SeenMessage._base_manager.filter(outcome=Outcome.WAITING)
        return found.filter(Exists(waiting.filter(message__thread=OuterRef("pk"))))
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=now())
    found = found.filter(awake, status=Thread.Status.OPEN)
    if show == "mine":
        own = visible.filter(Q(owner=user.pk) | Q(author=user.pk), thread=OuterRef("pk"))
        found = found.filter(Q(owner=user.pk) | Exists(own))
    return found


def count_of(threads: QuerySet[Thread]) -> int:
    return len(threads.order_by()[:CAPPED].values_list("pk"))


def thread_page(user: User, show: str, after: str = "") -> Page:
    """A page of rows, the latest first."""
    page = keyset_page(threads_for(user, show), sort="-last_at", after=after, size=A_PAGE)
    return Page(_rows(user, page.items), page.next)


def messages_of(thread: Thread, user: User) -> list[Shown]:
    """What the user may read of a conversation, the oldest first."""
    visible = Message.objects.visible_to(user).filter(thread=thread)
    drafts = Q(state=Message.State.DRAFT)
    messages = list(
        visible.exclude(drafts).select_related("mailbox").order_by("-at", "-pk")[:MOST]
    )
    found = {each.pk: Shown(each) for each in reversed(messages)}
    people = MessageRecipient._base_manager.filter(message__in=found).order_by("pk")
    for row in people.exclude(kind=MessageRecipient.Kind.BCC):
        found[row.message_id].people.append(row)
    about = {"about_type": Message._meta.label_lower, "about_id__in": found}
    for file in Attachment._base_manager.filter(**about).order_by("pk"):
        found[file.about_id].files.append(file)
    return list(found.values())


def tally_for(user: User, days: int = 7) -> Tally:
    """Over all mailboxes whose ledger the user may see."""
    found = Tally()
    for box in boxes_for(user, days):
        for name in ("linked", "ignored", "waiting", "failed", "unexplained"):
            setattr(found, name, getattr(found, name) + getattr(box.tally, name))
        found.error = found.error or box.tally.error
        reads = [each for each in (found.last_at, box.tally.last_at) if each]
        found.last_at = min(reads) if reads else None
    return found


def boxes_for(user: User, days: int = 7) -> list[Box]:
    """Each mailbox with its sum, and from which number to which its folders were read."""
    rows = ledger_for(user, days)
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for mailbox, outcome, n in (
        rows.order_by().values_list("mailbox", "outcome").annotate(n=Count("pk"))
    ):
        counts[mailbox][outcome.lower()] = n
    spans: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    numbered = rows.order_by().values_list("mailbox", "folder__name")
    for mailbox, name, first, last in numbered.annotate(first=Min("uid"), last=Max("uid")):
        spans[mailbox].append((name, first, last))
    kept = set(Mailbox.objects.permitted(user, KEEP).values_list("pk", flat=True))
    return [
        Box(
            each,
            _tally(each, counts[each.pk]),
            sorted(spans[each.pk]),
            is_kept=each.pk in kept,
            is_mine=each.owner_id == user.pk and not each.is_shared,
        )
        for each in Mailbox._base_manager.filter(_seen_by(user)).order_by("kind", "address_key")
    ]


def ledger_for(user: User, days: int = 0) -> QuerySet[SeenMessage]:
    """The rows a user may see; with ``days`` only the latest."""
    rows = SeenMessage.objects.visible_to(user)
    return rows.filter(arrived_at__gte=now() - timedelta(days=days)) if days else rows


def ledger_page(rows: QuerySet[SeenMessage], user: User, after: str = "") -> Page:
    """A page of rows; each with the records it is linked to that the user may see."""
    chosen = rows.select_related("mailbox", "folder", "message")
    page = keyset_page(chosen, sort="-arrived_at", after=after, size=50)
    return Page(with_records(page.items, user), page.next)


def with_records(rows: Sequence[SeenMessage], user: User) -> list[tuple[SeenMessage, Belongs]]:
    """Each row with the records its message belongs to, and why, as far as the user sees them."""
    links = MessageLink.objects.visible_to(user).filter(
        message__in=[row.message_id for row in rows if row.message_id]
    )
    found = list(links.order_by("pk"))
    records = records_now((link.about_type, link.about_id) for link in found)
    by_message: dict[Any, Belongs] = defaultdict(list)
    for link in found:
        if record := records.get((link.about_type, link.about_id)):
            by_message[link.message_id].append((record, link.get_why_display()))
    return [(row, by_message[row.message_id]) for row in rows]


def folders_of(mailbox: Mailbox) -> list[MailFolder]:
    return list(mailbox.folders.filter(is_watched=True).order_by("pk"))


def _seen_by(user: User) -> Q:
    return Q(owner=user.pk) | Q(kind=Mailbox.Kind.SHARED)


def _tally(mailbox: Mailbox, counts: dict[str, int]) -> Tally:
    held = {"last_at": mailbox.synced_at, "error": mailbox.sync_error}
    return Tally(**counts, unexplained=mailbox.unexplained, **held)


def _rows(user: User, threads: list[Thread]) -> list[Row]:
    pks = [each.pk for each in threads]
    visible = Message.objects.visible_to(user).filter(thread__in=pks)
    names = ("thread_id", "pk", "direction", "from_name", "from_address", "snippet")
    last: dict[int, Any] = {}
    wrote: dict[int, Any] = {}
    shown = visible.exclude(state=Message.State.DRAFT).order_by("at", "pk")
    for row in shown.values(*names):
        last[row["thread_id"]] = row
        if row["direction"] == Message.Direction.IN:
            wrote[row["thread_id"]] = row
    to = _first_recipients([row["pk"] for pk, row in last.items() if pk not in wrote])
    links = MessageLink._base_manager.filter(message__thread__in=pks)
    linked = set(links.values_list("message__thread", flat=True))
    rows = SeenMessage._base_manager.filter(message__thread__in=pks, outcome=Outcome.WAITING)
    waiting = set(rows.values_list("message__thread", flat=True))
    found = []
    for thread in threads:
        row, other = last[thread.pk], wrote.get(thread.pk)
        who = (other["from_name"] or other["from_address"]) if other else to.get(row["pk"], "")
        is_new = row["direction"] == Message.Direction.IN and thread.status == Thread.Status.OPEN
        waits = thread.pk in waiting
        found.append(Row(thread, who, row["snippet"], is_new, thread.pk in linked, waits))
    return found


def _first_recipients(messages: list[int]) -> dict[int, str]:
    rows = MessageRecipient._base_manager.filter(message__in=messages).order_by("-pk")
    return {row.message_id: str(row) for row in rows}
