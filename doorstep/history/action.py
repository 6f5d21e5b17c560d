"""``@action``: allowed, locked, transactional and journaled, with one line above the function."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, update_wrapper
from random import uniform
from time import sleep
from typing import Any, Generic, TypeVar, get_args

from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from doorstep.history.journal import Journal, is_recording, journal
from doorstep.history.keys import Key, digest_of, done_before, pack, unpack
from doorstep.history.models import Event
from doorstep.history.reactions import react_later
from doorstep.history.reading import record_then
from doorstep.history.sight import locked_event
from doorstep.history.source import last_event, remember, was_replay
from doorstep.kit.constraints import came_second, lost_a_race, refusal_for
from doorstep.kit.errors import Conflict, Invalid
from doorstep.kit.journaled import Journaled
from doorstep.kit.naming import kind_of
from doorstep.kit.noting import Kind, noted_in
from doorstep.users.access import allow, locked
from doorstep.users.models import User

__all__ = [
    "ACTIONS",
    "Action",
    "AlreadyDone",
    "Stale",
    "action",
    "action_of",
    "can_be_undone",
    "concern",
    "last_event",
    "remark",
    "was_replay",
]

R = TypeVar("R")
Label = str | Promise


TRIES = 4  # PostgreSQL ends one of two that wait for each other; the loser goes again


class Stale(Conflict):
    """Somebody was faster: what the person saw is not what is there."""

    code = "stale"


class AlreadyDone(Exception):
    """Raised by an action that finds nothing left to do: the answer is ``result``, and no event
    is written, for nothing happened."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


class _DoneBefore(Exception):
    """This user gave this key before."""


@dataclass(eq=False)
class Action(Generic[R]):
    """A verb of the product: called like a function, listed like data."""

    name: str
    function: Callable[..., R]
    verb: str
    label: Label
    undoable: bool | Label = True
    told: Label = ""
    icon: str = "zap"
    keys: str = ""
    fits: Callable[[Any], bool] = lambda record: True  # whether a menu offers it on a record

    def __post_init__(self) -> None:
        update_wrapper(self, self.function)
        ACTIONS[self.name] = self

    @cached_property
    def model(self) -> type[models.Model]:
        """What its first argument is: a record of this model, or the model itself."""
        subject = self._parameters[0].annotation
        of_class = get_args(subject)
        model: type[models.Model] = of_class[0] if of_class else subject
        return model

    @cached_property
    def creates(self) -> bool:
        return bool(get_args(self._parameters[0].annotation))

    @cached_property
    def arguments(self) -> list[inspect.Parameter]:
        """What it asks for beyond its subject and the actor: forms, API and MCP read this."""
        return [p for p in self._parameters[1:] if p.name != "by"]

    @cached_property
    def _parameters(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.function, eval_str=True).parameters.values())

    def __call__(
        self,
        subject: Any,
        /,
        *,
        by: User,
        seen: int | None = None,
        key: str | Key | None = None,
        **arguments: Any,
    ) -> R:
        """Do it once, or not at all; ``seen`` is the version shown, ``key`` stops repeats."""
        tries = 1 if connection.in_atomic_block else TRIES
        if isinstance(key, str):
            key = Key(key, digest_of(self.name, subject, arguments))
        taken = ""
        for turn in range(1, tries):
            try:
                return self._attempt(subject, by, seen, key, arguments)
            except (OperationalError, Invalid) as error:
                before, taken = taken, came_second(error)
                if not lost_a_race(error) and taken in ("", before):
                    raise
                sleep(uniform(0.01, 0.05) * turn)  # so that the same two do not meet again
        return self._attempt(subject, by, seen, key, arguments)

    def _name_on(self, subject: Any) -> str:
        """``lead.created`` of ``*.created``."""
        model = subject if isinstance(subject, type) else type(subject)
        return self.name.replace("*", kind_of(model))

    def _attempt(
        self,
        subject: Any,
        by: User,
        seen: int | None,
        key: Key | None,
        arguments: dict[str, Any],
    ) -> R:
        event = Event(name=self._name_on(subject), by=by)
        try:
            with _entry(event):
                _claim(event, key)
                result = self._do(event, subject, seen, arguments)
        except AlreadyDone as done:
            return done.result  # type: ignore[no-any-return]
        except _DoneBefore:
            return _first_result(event, key)  # type: ignore[no-any-return]
        except IntegrityError as error:
            raise refusal_for(error) from error
        if event.cause is None:
            remember(event, is_replay=False)
        return result

    def _do(self, event: Event, subject: Any, seen: int | None, arguments: dict[str, Any]) -> R:
        subject = _admit(event, self.verb, subject)
        if seen is not None and subject.version != seen:
            raise Stale(_("%s has changed since you opened it.") % subject)
        result = self.function(subject, by=event.by, **arguments)
        event.result_type, event.result_id = _reference(result)
        if event.key and not event.result_type:
            event.answer = pack(result)
        if not event.subject_type:
            event.subject_type, event.subject_id = event.result_type, event.result_id
        return result


ACTIONS: dict[str, Action[Any]] = {}


def action(
    name: str, *, verb: str, label: Label, **options: Any
) -> Callable[[Callable[..., R]], Action[R]]:
    """Make a function an action. ``undoable`` may be the reason why it is not.

    ``told`` is what the timeline says ("converted"); ``icon``, ``keys`` and ``fits``, on which
    records it is offered, are for menus.
    """

    def decorate(function: Callable[..., R]) -> Action[R]:
        return Action(name, function, verb, label, **options)

    return decorate


def action_of(event: Event) -> Action[Any]:
    """The action that made an event: by its own name, or by the name all record types share."""
    shared = f"*.{event.name.partition('.')[2]}"
    if found := ACTIONS.get(event.name) or ACTIONS.get(shared):
        return found
    raise Conflict(_("The action behind this is not known any more."))


def remark(text: str) -> None:
    """Say in the journal what no row shows: "38 rows, CSV"."""
    journal().open[-1].detail = text[:500]


def concern(record: models.Model) -> None:
    """Say which record this was done to, where an action that creates only finds out later."""
    event = journal().open[-1]
    event.subject_type, event.subject_id = _reference(record)


def can_be_undone(event: Event | None) -> bool:
    """Whether its kind can be, at all; undo itself looks closer."""
    try:
        return event is not None and action_of(event).undoable is True
    except Conflict:
        return False


@contextmanager
def attempt() -> Iterator[None]:
    """One of many things an action does: when it is refused the others stand."""
    try:
        with transaction.atomic(), journal().part():
            yield
    except IntegrityError as error:
        raise refusal_for(error) from error


@contextmanager
def _entry(event: Event) -> Iterator[None]:
    """One transaction and one journal for the outermost action; a savepoint for those inside."""
    outermost = not is_recording()
    with transaction.atomic(), ExitStack() as stack:
        book = stack.enter_context(noted_in(Journal())) if outermost else journal()
        with book.entry(event):
            yield
        if outermost:
            book.write()
            react_later(book.events)


def _claim(event: Event, key: Key | None) -> None:
    """Insert a keyed event first: whoever comes second waits here, and then finds it done."""
    if key is None:
        return
    if event.cause:
        raise ValueError("A key belongs to the outermost action.")
    event.key, event.digest = key.stored, key.digest
    try:
        event.save()
    except IntegrityError as error:
        raise _DoneBefore from error


def _first_result(again: Event, key: Key | None) -> Any:
    """What the first request was answered with, whatever has happened to it since."""
    first = key and done_before(again.by, key)
    if not first:  # it was refused after all, and took its event along
        raise Conflict(_("This was being done at the same moment. Try again."))
    remember(first, is_replay=True)
    if first.result_type and first.result_id is not None:
        return record_then(first.result_type, first.result_id, first.at)
    return unpack(first.answer)


def _admit(event: Event, verb: str, subject: Any) -> Any:
    """The subject the function may work on: a model as it is, a record re-read and locked."""
    if isinstance(subject, type):
        allow(event.by, verb, subject)
        return subject
    event.subject_type, event.subject_id = _reference(subject)
    if isinstance(subject, Event):
        return locked_event(event.by, verb, subject)
    record = locked(event.by, verb, subject)
    if isinstance(record, Journaled):
        record._note(Kind.CHANGED, {})  # on its timeline even when it is left as it was
    return record


def _reference(value: Any) -> tuple[str, int | None]:
    return (value._meta.label_lower, value.pk) if isinstance(value, models.Model) else ("", None)
