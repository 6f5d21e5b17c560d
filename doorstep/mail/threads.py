"""Conversations and what follows from their messages. It writes: only inside an action."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from doorstep.kit.normal.emails import email_key
from doorstep.mail.keys import subject_key
from doorstep.mail.models import Message, MessageRecipient, Thread, ThreadId
from doorstep.mail.reading.letter import Letter
from doorstep.mail.reply_address import thread_named_by
from doorstep.users.models import User

BACK = timedelta(days=30)  # so long an answer without references may be looked for
SHORTEST = 4  # letters of a subject that tells something


def thread_of(letter: Letter, at: datetime, ours: Collection[str]) -> Thread | None:
    """The conversation it goes on with: by what it refers to, by our signed address, or by the
    same subject between the same people. Those that turn out to be one become one.
    """
    ids = [each for each in (letter.message_id, *letter.ids) if each]
    found = _threads_with(ids) or _thread_addressed(letter)
    if not found and not letter.ids:
        found = _threads_like(letter, at, ours)
    if not found:
        return None
    keep, *others = found
    for other in others:
        _join(keep, other)
    return keep


def remember_ids(thread: Thread, ids: Iterable[str]) -> None:
    """What refers to one of these belongs to this conversation."""
    rows = (ThreadId(header=each, thread=thread) for each in dict.fromkeys(ids) if each)
    ThreadId.objects.bulk_create(rows, ignore_conflicts=True)


def _threads_with(ids: list[str]) -> list[Thread]:
    """Those that hold or name one of these, the oldest first."""
    named = ThreadId.objects.filter(header__in=ids).values("thread")
    held = Message._base_manager.filter(message_id__in=ids).values("thread")
    found = Thread._base_manager.filter(Q(pk__in=named) | Q(pk__in=held))
    return list(found.order_by("pk"))


def _thread_addressed(letter: Letter) -> list[Thread]:
    numbers = {thread_named_by(each.address) for each in letter.recipients} - {None}
    return list(Thread._base_manager.filter(pk__in=numbers).order_by("pk")[:1])


def _threads_like(letter: Letter, at: datetime, ours: Collection[str]) -> list[Thread]:
    """An answer whose program forgot to say what it answers."""
    key = subject_key(letter.subject)
    if len(key) < SHORTEST or key == " ".join(letter.subject.split()).casefold():
        return []
    people = {email_key(each.address) for each in (letter.sender, *letter.recipients)}
    people -= {"", *ours}
    spoke = MessageRecipient._base_manager.filter(address_key__in=people).values("message")
    near = Message._base_manager.filter(at__gte=at - BACK, at__lte=at + BACK)
    shared = near.filter(Q(from_key__in=people) | Q(pk__in=spoke))
    found = Thread._base_manager.filter(subject_key=key, pk__in=shared.values("thread"))
    return list(found.order_by("-last_at")[:1])


def _join(keep: Thread, other: Thread) -> None:
    Message.objects.filter(thread=other).update(thread=keep)
    ThreadId.objects.filter(thread=other).update(thread=keep)
    count_thread(other)


def new_thread(subject: str, at: datetime, owner: User | None = None) -> Thread:
    key = subject_key(subject)
    thread = Thread(subject=subject[:500], subject_key=key, last_at=at, owner=owner)
    thread.save()
    return thread


def count_thread(thread: Thread) -> None:
    """How many messages it holds and when the last came; what is not sent yet counts not."""
    known = Message._base_manager.filter(thread=thread).exclude(state__in=Message.UNSENT)
    found = known.aggregate(n=Count("pk"), last=Max("at", filter=~Q(at=None)))
    thread.message_count = found["n"]
    thread.last_at = found["last"] or thread.last_at
    thread.save()
