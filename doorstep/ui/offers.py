"""What a user is offered: one registry feeds menus, the command palette, the API and MCP."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from doorstep.history.action import ACTIONS, Action
from doorstep.kit.addresses import address, has_address
from doorstep.kit.naming import kind_of
from doorstep.users.access import Reach
from doorstep.users.models import User

Hint = Callable[[Any], str]
_hints: dict[str, Hint] = {}
_pages: set[str] = set()


def hint(name: str) -> Callable[[Hint], Hint]:
    """The function says of a record what an action would do to it: "22 pieces left"."""

    def register(function: Hint) -> Hint:
        _hints[name] = function
        return function

    return register


def hint_of(action: Action[Any], record: models.Model) -> str:
    tell = _hints.get(action.name)
    return tell(record) if tell else ""


@dataclass(frozen=True)
class Made:
    """A kind of record that is made for another: its dialog, its words, its keys."""

    model: type[models.Model]
    label: str | Promise
    icon: str
    keys: str

    def url(self, record: models.Model) -> str:
        page = address(f"{kind_of(self.model)}_create")
        return f"{page}?{kind_of(type(record))}={record.pk}"


_made: dict[type[models.Model], list[Made]] = defaultdict(list)


def makes(model: type[models.Model], made: Made) -> None:
    """Offer in the "Make" menu of a ``model`` what is made for it."""
    _made[model].append(made)


def made_for(record: models.Model, user: User) -> list[Made]:
    return [
        each
        for each in _made[type(record)]
        if user.reach(each.model, "create") != Reach.NONE
        and has_address(f"{kind_of(each.model)}_create")
    ]


def opens_page(name: str) -> None:
    """What this action asks needs a whole page, not a dialog."""
    _pages.add(name)


def how_of(action: Action[Any]) -> str:
    return "go" if action.name in _pages else "dialog"


def offered(user: User, model: type[models.Model]) -> list[Action[Any]]:
    """The actions on a record type that ``user`` may do to at least some of its records."""
    return [
        action
        for action in ACTIONS.values()
        if issubclass(model, action.model) and user.reach(model, action.verb) != Reach.NONE
    ]


def offered_on(user: User, record: models.Model) -> list[Action[Any]]:
    """Those that can be started from the record's page: they have one, or ask for nothing."""
    known = offered(user, type(record))
    own = [action for action in known if not action.creates and action.fits(record)]
    return [action for action in own if url_of(action, record)]


def url_of(action: Action[Any], record: models.Model) -> str:
    """``lead.converted`` has the page ``lead_convert``; what asks for nothing needs no page."""
    page = f"{kind_of(type(record))}_{action.verb}"
    if has_address(page, record.pk):
        return address(page, record.pk)
    return address("action_do", action.name, record.pk) if asks_for_nothing(action) else ""


def asks_for_nothing(action: Action[Any]) -> bool:
    """Whether a button is enough: one kind of record, and no argument it insists on."""
    insists = any(each.default is each.empty for each in action.arguments)
    has_page = hasattr(action.model, "get_absolute_url")  # to go back to
    return has_page and not (insists or action.creates or action.name.startswith("*."))


def has_page(action: Action[Any], record: models.Model) -> bool:
    return "/do/" not in url_of(action, record)


def described(action: Action[Any]) -> dict[str, Any]:
    """An action as data: a line of the palette, an entry of the API docs, a tool of MCP."""
    return {
        "name": action.name,
        "label": str(action.label),
        "verb": action.verb,
        "model": action.model._meta.verbose_name,
        "help": (action.function.__doc__ or "").partition("\n")[0],
        "undoable": action.undoable is True,
        "arguments": {each.name: each.default is each.empty for each in action.arguments},
    }
