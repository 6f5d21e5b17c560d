"""Whole corpora of hostile texts: each is kept as it is, or refused with its field named."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from doorstep.kit.errors import Invalid
from doorstep.kit.normal.words import words
from doorstep.parties.models.person import PARTS
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_lead
from doorstep.records.actions import add_field
from doorstep.records.models import CustomField
from doorstep.records.query import ListQuery
from doorstep.users.testing import make_role, make_user
from tests.bad_input import forms_of
from tests.shared_data import DATA, needs_data
from tests.whole_company import Faults

pytestmark = needs_data
CHOICES = [{"key": "a", "label": "A"}]
CUSTOM = {
    **{"remark": {"kind": "TEXT"}, "height": {"kind": "NUMBER"}, "since": {"kind": "DATE"}},
    **{"room": {"kind": "CHOICE", "choices": CHOICES}, "pet": {"kind": "CHECK"}},
    "friend": {"kind": "LINK", "links_to": "customer"},
}
# What a text can be sent as: the kind of record, the field, and how many of all texts are sent.
# Those that are refused cost little; of those that are kept a part goes to each field.
FIELDS = [
    *(("leads", name, 1) for name in ("value", "employees", "annual_revenue", "next_contact_at")),
    *(("leads", name, 4) for name in ("email", "website", "source", "status", "owner", "type")),
    *(("leads", name, 4) for name in ("phone", "custom.remark")),
    *(("leads", name, 8) for name in ("organisation", "request", "name", "city", "tags")),
    *(("leads", f"custom.{name}", 2) for name in CUSTOM if name != "remark"),
    *(("tasks", "details", 4), ("tasks", "due_on", 1), ("tasks", "priority", 1)),
    *(("calendar-events", "starts_at", 2), ("tasks", "records", 2), ("suppliers", "name", 8)),
    *(("customers", "details", 16), ("contacts", "emails", 2), ("contacts", "phones", 2)),
]
USUAL = {
    "leads": {"name": "Ada"},
    "tasks": {"subject": "Call"},
    "calendar-events": {"subject": "Visit", "starts_at": "2027-01-02T10:00:00Z"},
    "suppliers": {"name": "Oak"},
    "customers": {"name": "Oak"},
    "contacts": {"name": "Ada"},
}
INSIDE = {"tags": lambda text: [text], "emails": lambda text: [{"email": text}]}
INSIDE |= {"phones": lambda text: [{"number": text}], "records": lambda text: [text]}


@pytest.fixture(scope="module")
def texts():
    found = json.loads((DATA / "naughty-strings/blns.json").read_text("utf-8"))
    for path in sorted((DATA / "injection-payloads").glob("*.txt")):
        found += path.read_text("utf-8", "replace").splitlines()
    return list(dict.fromkeys(filter(None, found)))


@pytest.fixture
def chief(db):
    found = make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])
    for name, how in CUSTOM.items():
        add_field(CustomField, by=found, record_type="parties.lead", name=name, label=name, **how)
    return found


@pytest.fixture
def as_chief(client, chief):
    client.force_login(chief)
    return client


def batch(client, plural, items):
    for start in range(0, len(items), 1000):
        body = json.dumps({"items": items[start : start + 1000]})
        path = f"/api/v1/{plural}/batch"
        answer = client.post(path, data=body, content_type="application/json")
        assert answer.status_code == 200, answer.text[:300]
        yield from answer.json()["results"]


def body_of(plural, field, text):
    name, _, inner = field.partition(".")
    value = {inner: text} if inner else INSIDE.get(field, lambda text: text)(text)
    return USUAL[plural] | {name: value}


@pytest.mark.parametrize(("plural", "field", "part"), FIELDS, ids=lambda each: str(each))
def test_a_text_is_kept_as_it_is_or_refused_by_name(plural, field, part, as_chief, texts):
    sent = texts[len(field) % part :: part]

    found = list(batch(as_chief, plural, [body_of(plural, field, text) for text in sent]))

    assert len(found) == len(sent)
    for text, result in zip(sent, found, strict=True):
        name, _, inner = field.partition(".")
        if result["status"] == 201:
            item = result["item"][name]
            shown = item.get(inner) if inner else item
            assert is_same(text, shown), f"{text!r} became {shown!r}"
        else:
            assert result["status"] in (409, 422), result
            assert names(result["error"]["fields"], name, inner), result


def names(fields, name, inner):
    """A whole name that is too long is too long in one of its parts."""
    known = {name, inner, *(PARTS if name == "name" else ())}
    return bool(known & {each.partition(".")[0] for each in fields})


def is_same(text, shown):
    """But for spaces, and what a field brings into one form: an address of the web, a number."""
    if isinstance(shown, list):
        return all(is_same(text, first_of(each)) for each in shown)
    return bare(text) == bare(str(shown or "")) or is_number(text, shown)


def bare(text):
    return words(text).casefold().removeprefix("https:").strip("/#? ")


def first_of(entry):
    return next(iter(entry.values())) if isinstance(entry, dict) else entry


def is_number(text, shown):
    try:
        return float(text) == float(shown)
    except (TypeError, ValueError):
        return False


def test_a_body_that_is_only_a_text_is_refused(as_chief, texts):
    results = list(batch(as_chief, "leads", texts))

    assert {result["status"] for result in results} == {422}


def test_a_name_of_a_field_that_nobody_knows_is_named(as_chief, texts):
    results = list(batch(as_chief, "leads", [{"name": "Ada", text: 1} for text in texts]))

    assert {result["status"] for result in results} == {422}


def test_a_list_can_be_asked_for_any_text(chief, texts):
    make_lead(owner=chief)
    params = ("name", "name.contains", "owner", "value.min", "created_at", "status", "tags")
    params += tuple(f"custom_{name}" for name in CUSTOM)

    refused = []
    for turn, text in enumerate(texts):
        filters = {params[turn % len(params)]: [text]}
        try:
            LEADS.page(chief, ListQuery.of(ListQuery(text=text, filters=filters).urlencode()))
        except Invalid as refusal:
            refused.append(refusal)
    assert refused
    assert all(each.fields for each in refused)


class Shape(HTMLParser):
    """The elements of a page and their attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.add((tag, *sorted(name for name, _value in attrs)))
        assert not [value for _name, value in attrs if str(value).startswith("javascript:")]

    def handle_data(self, text):
        self.words.add(words(text))


def test_a_page_shows_every_text_and_is_built_no_other_way(as_chief, texts):
    some = [text for text in texts if len(text) <= 200 and words(text)][::9]
    plain = [f"Oak {number}" for number in range(len(some))]

    (usual, shown, record), (hostile, seen, other) = (
        looked_at(as_chief, n) for n in (plain, some)
    )

    assert {words(text) for text in plain} <= shown
    assert {words(text) for text in some} <= seen
    assert hostile <= usual
    assert other <= record


def looked_at(client, organisations):
    """The list of these leads, all pages of it, and some of their own pages."""
    made = [
        {"name": "Bo", "organisation": text, "job_title": text[:100]} for text in organisations
    ]
    made = [each | {"request": each["organisation"]} for each in made]
    ids = [each["item"]["id"] for each in batch(client, "leads", made)]
    elements, found, page = set(), set(), "/leads/?sort=-created_at"
    for _turn in range(-(-len(ids) // 50)):
        text = client.get(page).text
        elements |= Shape(text).elements
        found |= Shape(text).words
        page = [link for link in HrefsOf(text).found if "after=" in link or link == page][-1]
    pages = (Shape(client.get(f"/leads/{pk}/").text).elements for pk in ids[::40])
    return elements, found, set().union(*pages)


class HrefsOf(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        link = found.get("href") or found.get("hx-get") or ""
        self.found.append(f"/leads/{link}" if link.startswith("?") else link)


@pytest.mark.parametrize("path", ["/leads/new/", "/tasks/new/", "/customers/new/"])
def test_a_form_keeps_or_refuses_every_text(path, as_chief, texts):
    faults, turn = Faults(), 0
    (form,) = [each for each in forms_of(path, as_chief.get(path).text) if each.action == path]
    for name in form.fields:
        for text in texts[turn % 240 :: 240]:
            answer = faults.ask(as_chief.post, form.action, form.values | {name: text})
            assert answer is None or answer.status_code in (200, 302, 303, 409, 422)
        turn += 37
    faults.show()
