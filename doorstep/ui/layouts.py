"""Other ways to look at a kind of record, beside its list and its board: a page an app has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from doorstep.records.types import RecordType


@dataclass(frozen=True)
class Layout:
    """``forecast`` is the page ``opportunity_forecast``, and takes what the list takes."""

    name: str
    label: str | Promise
    icon: str


_layouts: dict[type[Any], list[Layout]] = defaultdict(list)


def add_layout(model: type[Any], name: str, label: str | Promise, icon: str) -> None:
    _layouts[model].append(Layout(name, label, icon))


def layouts_of(records: RecordType) -> list[Layout]:
    return _layouts[records.model]
