"""Where rows leave their notes: the book of the open action, whoever keeps it and follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, Protocol, TypeVar

from django.db import models

Image = dict[str, Any]


class Kind(models.TextChoices):
    """What happened to a row."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    DELETED = "DELETED"


class Write(NamedTuple):
    """One write to one row. ``row`` is the row as it stands now, where the writer held it."""

    record_type: str
    record_id: int
    kind: Kind
    before: Image | None
    row: models.Model | None = None


class Book(Protocol):
    """Takes a note of every write. ``history`` keeps one that is written down."""

    def note(self, write: Write) -> None: ...


class Unrecorded:
    """Takes notes that nobody writes down; those who follow are told all the same."""

    def __init__(self) -> None:
        self.writes: list[Write] = []

    def note(self, write: Write) -> None:
        self.writes.append(write)


B = TypeVar("B", bound=Book)
_book: ContextVar[Book | None] = ContextVar("book", default=None)


class OutsideAction(RuntimeError):
    """A record was written by code that is not an action: a mistake of ours, not a refusal."""


def book() -> Book:
    """The open book. There is no writing without one."""
    if found := _book.get():
        return found
    raise OutsideAction(
        "Records are only written inside an action. Decorate the function with @action, "
        "or say unrecorded() where no history is wanted: in factories and data migrations."
    )


def open_book() -> Book | None:
    return _book.get()


@contextmanager
def noted_in(book: B) -> Iterator[B]:
    """Notes made inside go to ``book``."""
    token = _book.set(book)
    try:
        yield book
    finally:
        _book.reset(token)


@contextmanager
def unrecorded() -> Iterator[Unrecorded]:
    """Write records without history: ``with unrecorded(): ...``."""
    with noted_in(Unrecorded()) as book:
        yield book
    tell_followers(book.writes)


Follower = Callable[[Sequence[Write]], None]
_followers: list[Follower] = []


def after_writing(follower: Follower) -> Follower:
    """Have a function called with all writes of an action, in its transaction, at its end.

    For what must never differ from the rows, like an index. Register it when the app is ready.
    """
    if follower not in _followers:
        _followers.append(follower)
    return follower


def tell_followers(writes: Sequence[Write]) -> None:
    for follower in _followers if writes else ():
        follower(writes)
