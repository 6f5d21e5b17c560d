"""The record types that the API offers, and the smallest record of each."""

from __future__ import annotations

import pytest

from doorstep.catalog.models import Item
from doorstep.catalog.testing import make_item
from doorstep.kit.noting import unrecorded
from doorstep.records.types import MASTERS, REGISTRY
from doorstep.users.models import Role, User
from doorstep.users.testing import grant
from tests.test_record_types import make

RECORDS = [each for each in REGISTRY.values() if each.fields]
LISTS = [each for each in MASTERS.values() if each.fields]
EVERY_TYPE = pytest.mark.parametrize("records", RECORDS, ids=lambda each: each.kind)
EVERY_LIST = pytest.mark.parametrize("records", LISTS, ids=lambda each: each.kind)
EVERYTHING = pytest.mark.parametrize("records", RECORDS + LISTS, ids=lambda each: each.kind)
JSON = "application/json"


def url(records, *rest):
    return "/".join(["/api/v1", records.plural, *map(str, rest)])


def make_any(records, owner, **fields):
    """A record of any type, or a row of any list."""
    if records.model in REGISTRY:
        return make(records, owner=owner, **fields)
    with unrecorded():
        number = records.model.objects.count()
        if records.face("parent"):
            fields = {"parent": records.model.objects.filter(parent=None).first()} | fields
        return records.model.objects.create(**{"name": f"Name {number}"} | fields)


def changeable(records):
    """A text that any record of this type may be given, and that nothing else follows."""
    names = ("organisation", "line1", "code", "name", "title", "subject", "note", "currency")
    return next(name for name in names if (face := records.face(name)) and not face.readonly)


def another(records, sent):
    """The same with another value where most stand only once: a name, a code, a currency."""
    name = changeable(records)
    return apart(records, sent, 1) | ({name: ANOTHER[name]} if name in ANOTHER else {})


def apart(records, sent, number):
    """A record that is told from another by more than what ``changeable`` names."""
    more = {
        "item_price": lambda: {"from_quantity": f"{number}.000"},
        "shop_item": lambda: {"slug": f"place-{number}", "item": free_item().code},
        "shop_page": lambda: {"slug": f"place-{number}"},
    }.get(records.kind, dict)
    return sent | more()


def free_item():
    """One that the shop does not show yet."""
    alice = User.objects.get(email="alice@example.org")
    return make_item(code=f"FREE-{Item.objects.count()}", owner=alice)


ANOTHER = {"name": "Another", "code": "Another", "currency": "PLN"}


def let(user, records, *verbs, reach="ALL"):
    """Grant verbs on a type to the role of a user."""
    grant(role_of(user), records.model, **dict.fromkeys(verbs, reach))


def role_of(user):
    return Role.objects.get(memberships__user=user)


def written(records, shown):
    """What of a shown record can be sent to make another."""
    writable = {face.name for face in records.faces if not face.readonly}
    return {name: plain(value) for name, value in shown.items() if name in writable}


def plain(value):
    """Rows without the numbers they have in the database."""
    if not isinstance(value, list):
        return value
    apart = ("id", "origin")
    return [
        {name: each for name, each in row.items() if name not in apart}
        if isinstance(row, dict)
        else row
        for row in value
    ]
