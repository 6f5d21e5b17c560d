"""What a row becomes that stands for an item: its code tells which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Lower

from doorstep.catalog.models import Item
from doorstep.exchange.drafts import Draft
from doorstep.exchange.makers import MAKERS, Maker
from doorstep.kit.normal.words import words


class ItemMaker(Maker):
    """Items, each by the action that a person would use."""

    def key_of(self, draft: Draft) -> Any:
        code = draft.values.get("code")
        return words(code).lower() if isinstance(code, str) and code.strip() else None

    def known_as(self, keys: set[Any]) -> dict[Any, int]:
        return dict(_by_code(sorted(keys)))


def _by_code(codes: Sequence[str]) -> Any:
    rows = Item._base_manager.annotate(folded=Lower("code")).filter(folded__among=list(codes))
    return rows.values_list("folded", "pk")


MAKERS["item"] = ItemMaker
