"""By what two records are compared, how sure that makes us, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from doorstep.kit.folding import fold
from doorstep.kit.normal.emails import email_key
from doorstep.kit.normal.phones import phone_key
from doorstep.parties.models import Contact, ContactLink, Customer, Lead, sales_policy

KINDS: tuple[type[Any], ...] = (Lead, Contact, Customer)
ENOUGH = 55  # percent: less is not worth a look
ALIKE = 80  # percent of a name: less says nothing
EMAIL, PHONE, NAME, PLACE = 0.9, 0.75, 0.7, 0.3  # how much each says by itself
BEGINNING = 4  # letters of a word by which misspelt ones are met

Why = tuple[str, ...]  # "email", "phone", "name:92", "place"


@dataclass(frozen=True)
class Traits:
    """What two records are compared by."""

    name: str
    emails: frozenset[str]
    phones: frozenset[str]
    places: frozenset[str]

    @classmethod
    def said(cls, values: Mapping[str, Any]) -> Traits:
        """Those of values as they are typed."""
        region = sales_policy().country
        emails = [values.get("email", ""), *values.get("emails", ())]
        phones = [values.get("phone", ""), values.get("mobile", ""), *values.get("phones", ())]
        return cls(
            fold(str(values.get("name") or values.get("organisation") or "")),
            _some(email_key(each) for each in emails if each),
            _some(phone_key(each, region) for each in phones if each),
            _some(fold(str(values.get(each) or "")) for each in ("organisation", "city")),
        )


def likeness(one: Traits, other: Traits) -> tuple[int, Why]:
    """How sure it is in percent, each reason leaving less doubt; and the reasons."""
    doubt = 1.0
    why: list[str] = []
    if one.emails & other.emails:
        doubt, why = doubt * (1 - EMAIL), [*why, "email"]
    if one.phones & other.phones:
        doubt, why = doubt * (1 - PHONE), [*why, "phone"]
    alike = round(fuzz.token_sort_ratio(one.name, other.name)) if one.name and other.name else 0
    if alike >= ALIKE:
        doubt *= 1 - NAME * (alike / 100) ** 2
        why.append(f"name:{alike}")
    if one.places & other.places:
        doubt, why = doubt * (1 - PLACE), [*why, "place"]
    return round(100 * (1 - doubt)), tuple(why)


def in_words(why: Iterable[str]) -> tuple[str, ...]:
    """The reasons as people read them."""
    says = {
        "email": _("Same e-mail"),
        "phone": _("Same phone"),
        "name:100": _("Same name"),
        "place": _("Same organisation or town"),
    }
    return tuple(says.get(each) or _("Name %s %% alike") % each.partition(":")[2] for each in why)


def traces(traits: Traits) -> set[int]:
    """Numbers that two records share if they may be the same; nobody can read them back.

    Of a name: all of it in any order, how its words begin, and each word with the first letters
    of the others, so that one of them may be misspelt.
    """
    keys = set[str]()
    tokens = sorted(traits.name.split())[:5]
    if tokens:
        keys.add("n " + " ".join(tokens))
        keys.add("b " + " ".join(each[:BEGINNING] for each in tokens))
        keys |= {f"w {_beside(token, tokens)}" for token in tokens if len(token) > 2}
    return {_number(each) for each in keys} | certain_traces(traits)


def certain_traces(traits: Traits) -> set[int]:
    """Those of e-mails and phones."""
    keys = {f"e {each}" for each in traits.emails} | {f"p {each}" for each in traits.phones}
    return {_number(each) for each in keys}


def traits_among(kind: Any, pks: Sequence[int]) -> dict[int, Traits]:
    """By what the records with these ids are compared, read without making records of them."""
    columns = ("name", *PLACES.get(kind, ()))
    rows = kind._base_manager.filter(pk__among=pks).order_by().values_list("pk", *columns)
    said = {pk: tuple(values) for pk, *values in rows}
    emails, phones = (_read(kind, list(said), paths[kind]) for paths in (EMAILS, PHONES))
    return {
        pk: Traits(
            fold(name),
            _some(emails.get(pk, ())),
            _some(phones.get(pk, ())),
            _some(fold(place) for place in places),
        )
        for pk, (name, *places) in said.items()
    }


PLACES: dict[Any, tuple[str, ...]] = {Lead: ("organisation", "city"), Contact: ("organisation",)}
PEOPLE = "contact_links__contact__"
EMAILS: dict[Any, tuple[str, ...]] = {
    Lead: ("email_key",),
    Contact: ("emails__email_key",),
    Customer: (f"{PEOPLE}emails__email_key",),
}
PHONES: dict[Any, tuple[str, ...]] = {
    Lead: ("phone_key", "mobile_key"),
    Contact: ("phones__number_key",),
    Customer: (f"{PEOPLE}phones__number_key",),
}


def _read(kind: Any, pks: list[int], paths: tuple[str, ...]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    for path in paths:
        for pk, key in _rows(kind, pks, path):
            if key:
                held.setdefault(pk, set()).add(key)
    return held


def _rows(kind: Any, pks: list[int], path: str) -> Iterable[tuple[int, str | None]]:
    """Of a customer those of its own people: one who speaks for several tells nothing of any."""
    if kind is not Customer:
        found: Any = kind._base_manager.filter(pk__among=pks).order_by()
        return found.values_list("pk", path)  # type: ignore[no-any-return]
    links = ContactLink._base_manager.exclude(customer=None)
    elsewhere = links.filter(contact=OuterRef("contact")).exclude(customer=OuterRef("customer"))
    own = links.filter(~Exists(elsewhere), customer__among=pks).order_by()
    return own.values_list("customer_id", path.removeprefix("contact_links__"))


def _some(found: Iterable[str | None]) -> frozenset[str]:
    return frozenset(filter(None, found))


def _beside(token: str, tokens: list[str]) -> str:
    others = [each[0] for each in tokens if each is not token]
    return " ".join([token, *others])


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
