"""Keys that let a caller repeat a request without doing it twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from doorstep.history.models import Event
from doorstep.kit.errors import Invalid
from doorstep.kit.images import encode
from doorstep.users.models import User

LONGEST = 80


class KeyReused(Invalid):
    """The key was given before, with something else."""

    code = "key_reused"


@dataclass(frozen=True)
class Key:
    """What a caller calls a request, and a digest of what the request said."""

    text: str
    digest: str

    @classmethod
    def of(cls, text: str, *said: str | bytes) -> Key:
        """``Key.of(header, request.method, request.path, request.body)``."""
        parts = [part.encode() if isinstance(part, str) else part for part in said]
        lengths = b" ".join(b"%d" % len(part) for part in parts)  # "ab","c" is not "a","bc"
        return cls(text, sha256(b"\n".join([lengths, *parts])).hexdigest())

    @property
    def stored(self) -> str:
        short = len(self.text) <= LONGEST
        return self.text if short else sha256(self.text.encode()).hexdigest()


def digest_of(name: str, subject: Any, arguments: Mapping[str, Any]) -> str:
    """A digest of a call, for keys that came without one."""
    said = json.dumps([name, pack(subject), pack(arguments)], sort_keys=True, default=str)
    return sha256(said.encode()).hexdigest()


def done_before(by: User, key: Key) -> Event | None:
    """The event of the first request with this key; a request that said otherwise is refused."""
    first = Event.objects.filter(by=by, key=key.stored).first()
    if first and first.digest != key.digest:
        raise KeyReused(_("This key was used for something else."))
    return first


def pack(value: Any) -> Any:
    """A value as JSON that tells records from numbers."""
    match value:
        case models.Model():
            return {"record": value._meta.label_lower, "id": value.pk}
        case type():
            return {"model": value.__name__}
        case Mapping():
            return {"map": {str(name): pack(each) for name, each in value.items()}}
        case list() | tuple() | set() | frozenset():
            return [pack(each) for each in value]
        case models.QuerySet():
            return {"query": str(value.query)}
        case _:
            return encode(value)


def unpack(value: Any) -> Any:
    """What ``pack`` was given, as far as it can be had again."""
    match value:
        case {"record": str(label), "id": pk}:
            return apps.get_model(label)._base_manager.filter(pk=pk).first()
        case {"map": dict(held)}:
            return {name: unpack(each) for name, each in held.items()}
        case list():
            return [unpack(each) for each in value]
        case _:
            return value
