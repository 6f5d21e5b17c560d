"""Addresses of items in the shop: by their title, with the code where that is taken."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import slugify

from doorstep.catalog.models import Item
from doorstep.portal.models import ShopItem

LONGEST_SLUG = 120


def free_slug(title: str, code: str) -> str:
    """By the title; where that is taken with the code behind it, then with a number."""
    for slug in slugs(title, code):
        if not ShopItem._base_manager.filter(slug=slug).exists():
            return slug
    raise AssertionError("numbers do not end")


def slugs(title: str, code: str) -> Iterable[str]:
    plain = slugify(title)[: LONGEST_SLUG - 20].strip("-") or slugify(code)[:80] or "item"
    yield plain
    with_code = f"{plain}-{slugify(code)[:12]}".strip("-")
    yield with_code
    for number in range(2, 10_000):
        yield f"{with_code}-{number}"


def taken_slugs(items: list[Item]) -> set[str]:
    """The addresses that these items would like and others have."""
    wanted = {slug for item in items for slug in _few(item)}
    return set(ShopItem._base_manager.filter(slug__in=wanted).values_list("slug", flat=True))


def _few(item: Item) -> list[str]:
    return [slug for slug, _turn in zip(slugs(item.name, item.code), range(4), strict=False)]
