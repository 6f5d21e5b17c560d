"""Who may be the same: by e-mail, phone and name, with the reasons and how sure we are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from doorstep.dedupe.models import Apart
from doorstep.dedupe.traits import EMAILS, ENOUGH, PHONES, Traits, in_words, likeness, traits_among
from doorstep.users.models import User

MOST = 200  # names that are compared with one


@dataclass(frozen=True)
class Likeness:
    """A record that may be the same, how sure that is in percent, and why."""

    record: Any
    percent: int
    reasons: tuple[str, ...]


def similar_to(
    values: Mapping[str, Any], kind: type[Any], by: User, *, besides: int = 0, limit: int = 5
) -> list[Likeness]:
    """The records of a kind that may be what these values describe, the likeliest first.

    Only those that ``by`` may see; not those that were told apart from ``besides``.
    """
    asked = Traits.said(values)
    pks = set(_candidates(kind, asked, values)) - {besides} - _told_apart(kind, besides)
    found = kind.objects.visible_to(by).filter(pk__among=list(pks)) if pks else ()
    traits = traits_among(kind, [each.pk for each in found])
    compared = [(each, *likeness(asked, traits[each.pk])) for each in found]
    alike = [Likeness(each, sure, in_words(why)) for each, sure, why in compared if sure >= ENOUGH]
    return sorted(alike, key=lambda each: (-each.percent, each.record.pk))[:limit]


def duplicates_of(record: Any, by: User, limit: int = 5) -> list[Likeness]:
    """The other records of its kind that may be the same."""
    traits = traits_among(type(record), [record.pk])[record.pk]
    values = {
        "name": record.name,
        "emails": traits.emails,
        "phones": traits.phones,
        "organisation": getattr(record, "organisation", ""),
        "city": getattr(record, "city", ""),
    }
    return similar_to(values, type(record), by, besides=record.pk, limit=limit)


def _candidates(kind: Any, asked: Traits, values: Mapping[str, Any]) -> Iterable[int]:
    """Those with a key in common, by index; and names that begin or end alike."""
    for path in EMAILS[kind] if asked.emails else ():
        yield from _some(kind, Q(**{f"{path}__in": asked.emails}))
    for path in PHONES[kind] if asked.phones else ():
        yield from _some(kind, Q(**{f"{path}__in": asked.phones}))
    words = str(values.get("name") or values.get("organisation") or "").split()
    longest = max(words, key=len, default="")
    if len(longest) > 2:
        begins = Q(name__istartswith=" ".join(words)[:4])
        yield from _some(kind, Q(name__iexact=" ".join(words)))
        yield from _some(kind, begins | Q(name__icontains=longest))


def _some(kind: Any, condition: Q) -> Iterable[int]:
    found: Collection[int] = kind.objects.filter(condition).values_list("pk", flat=True)[:MOST]
    return found


def _told_apart(kind: Any, pk: int) -> set[int]:
    label = kind._meta.label_lower
    alike = {"about_type": label, "other_type": ""}
    about = Apart.objects.filter(Q(about_id=pk) | Q(other_id=pk), **alike) if pk else ()
    return {each for row in about for each in (row.about_id, row.other_id)}
