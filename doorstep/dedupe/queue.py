"""What waits for somebody to decide: groups of records that may be one, and known people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst

from doorstep.dedupe.grouping import Groups, Row, beside, groups_of, leads_its_group
from doorstep.dedupe.models import Apart, Merged, Pair
from doorstep.dedupe.traits import KINDS, in_words
from doorstep.kit.keyset import Page, keyset_page
from doorstep.kit.naming import kind_of
from doorstep.parties.models import Contact, ContactLink, Lead
from doorstep.users.access import Reach
from doorstep.users.models import User

A_PAGE = 20


@dataclass(frozen=True)
class Two:
    """Two records that may be the same, as somebody sees them; ``more`` are others like them.

    Where ``is_known``, one is a lead and the other a contact who has its e-mail or phone.
    """

    kind: str
    one: Any
    other: Any
    percent: int
    reasons: tuple[str, ...]
    more: tuple[Any, ...] = ()

    @property
    def is_known(self) -> bool:
        return type(self.one) is not type(self.other)

    @property
    def ids(self) -> list[int]:
        """Of all that may be one, the likeliest first."""
        return [each.pk for each in (self.one, self.other, *self.more)]


def may_decide(user: User) -> bool:
    """Whether there are records that a user could merge, at all."""
    return any(user.reach(kind, "edit") != Reach.NONE for kind in KINDS)


def pairs_for(user: User) -> QuerySet[Pair]:
    """Those of which a user sees both, and which nobody has told apart."""
    seen = Q(pk__in=())
    for kind in KINDS:
        if user.reach(kind, "view") != Reach.NONE:
            label = kind._meta.label_lower
            both = _sees(kind, user, "one_id"), _sees(kind, user, "other_id")
            seen |= Q(*both, record_type=label, other_type="")
    if all(user.reach(kind, "view") != Reach.NONE for kind in (Lead, Contact)):
        seen |= _known_to(user)
    return (
        Pair.objects.filter(seen)
        .exclude(_are_apart("one_id", "other_id", OuterRef("other_type")))
        .exclude(_are_apart("other_id", "one_id", ""))
    )


def pairs_of(record: Any, user: User, limit: int = 3) -> list[Two]:
    """The others of its kind that may be the same, the likeliest first."""
    own = {"record_type": record._meta.label_lower, "other_type": ""}
    found = pairs_for(user).filter(Q(one_id=record.pk) | Q(other_id=record.pk), **own)
    twos = shown(found.order_by("-percent", "-pk")[:limit])
    return [two if two.one == record else _turned(two) for two in twos]


def known_as(record: Any, user: User, limit: int = 3) -> list[Two]:
    """Of a lead the contacts who have its e-mail or phone; of a contact the leads."""
    label, pair = record._meta.label_lower, pairs_for(user).exclude(other_type="")
    if isinstance(record, Lead):
        found = pair.filter(record_type=label, one_id=record.pk)
    elif isinstance(record, Contact):
        found = pair.filter(other_type=label, other_id=record.pk)
    else:
        return []
    return shown(found.order_by("-percent", "-pk")[:limit])


def waiting(user: User, after: str = "") -> Page:
    """A page of those to decide on, the likeliest first. A group stands where its likeliest two
    do, and once.
    """
    pairs = pairs_for(user)
    page = keyset_page(pairs, sort="-percent", after=after, size=A_PAGE)
    groups = groups_of(page.items, pairs.filter(other_type=""))
    first = [each for each in page.items if leads_its_group(each, groups)]
    return Page(shown(first, groups), page.next)


def decided(model: type[Merged] | type[Apart], user: User, after: str = "") -> Page:
    """A page of what was merged, or told apart, the latest first; each with its record."""
    rows = model.objects.visible_to(user).select_related("owner")
    page = keyset_page(rows, sort="-created_at", after=after, size=A_PAGE)
    about = _records((row.about_type, row.about_id) for row in page.items)
    found = [(row, about.get((row.about_type, row.about_id))) for row in page.items]
    return Page([each for each in found if each[1] is not None], page.next)


def shown(pairs: Iterable[Pair], groups: Groups | None = None) -> list[Two]:
    """The pairs with their records, and with those of their groups: one query a kind."""
    pairs = list(pairs)
    more = {each.pk: beside(each, groups or {}) for each in pairs}
    rows = [row for each in pairs for row in (*each.rows, *more[each.pk])]
    records = _records(rows)
    found = []
    for each in pairs:
        one, other = (records.get(row) for row in each.rows)
        if one is not None and other is not None:
            like_them = tuple(records[row] for row in more[each.pk] if row in records)
            why = in_words(each.reasons)
            found.append(Two(kind_of(type(one)), one, other, each.percent, why, like_them))
    return found


def told(record: Any) -> str:
    """What is said under a name: "Lead · Studio Quill"."""
    names = ("organisation", "email", "city", "territory")
    more = next((str(getattr(record, name)) for name in names if getattr(record, name, None)), "")
    return " · ".join(filter(None, (capfirst(str(record._meta.verbose_name)), more)))


def _records(rows: Iterable[Row]) -> dict[Row, Any]:
    by_type: dict[str, set[int]] = defaultdict(set)
    for label, pk in rows:
        by_type[label].add(pk)
    found = {}
    for label, pks in by_type.items():
        model: Any = apps.get_model(label)
        for record in model._base_manager.filter(pk__among=sorted(pks)):
            found[label, record.pk] = record
    return found


def _known_to(user: User) -> Q:
    """An open lead and a contact: not where the lead has a customer, or they are linked."""
    open_leads = Lead.objects.visible_to(user).filter(customer=None).order_by()
    linked = ContactLink._base_manager.filter(
        lead=OuterRef("one_id"), contact=OuterRef("other_id")
    )
    return Q(
        Exists(open_leads.filter(pk=OuterRef("one_id"))),
        _sees(Contact, user, "other_id"),
        ~Exists(linked),
        record_type=Lead._meta.label_lower,
        other_type=Contact._meta.label_lower,
    )


def _sees(kind: Any, user: User, column: str) -> Exists:
    visible = kind._default_manager.visible_to(user).order_by()
    return Exists(visible.filter(pk=OuterRef(column)))


def _are_apart(one: str, other: str, other_type: Any) -> Exists:
    names = {"about_type": OuterRef("record_type"), "about_id": OuterRef(one)}
    apart = Apart._base_manager.filter(**names, other_id=OuterRef(other), other_type=other_type)
    return Exists(apart)


def _turned(two: Two) -> Two:
    return Two(two.kind, two.other, two.one, two.percent, two.reasons)
