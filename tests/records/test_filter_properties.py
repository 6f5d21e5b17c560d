"""Whatever one asks of a list, it holds exactly the records that a slow look finds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_lead
from doorstep.records.filters import Scope
from doorstep.records.models import Tag, Tagging
from doorstep.records.query import ListQuery
from doorstep.users.access import Reach
from doorstep.users.testing import make_role, make_territory, make_user
from tests.records.reference import meets

DAYS = ["today", "yesterday", "this-week", "last-month", "this-quarter", "last-year", "overdue"]
DAYS += ["last-7-days", "next-3-days", "2026-11-20", "2026-11-21", "2027-01-01"]
WORDS = st.sampled_from(["Ada", "ada", "é", "É", "a'b", "50%", "_", "x\\", "straße", "", "  b "])
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
SIMPLE = ("name", "organisation", "job_title", "email", "phone", "request")


@pytest.fixture
def rows(alice, bob, carol, time_machine):
    """A few dozen leads that differ in everything one can filter by."""
    time_machine.move_to("2026-11-21 10:00+00:00", tick=False)
    inner = make_territory(name="Nord")
    outer = make_territory(name="Oslo", parent=inner)
    texts = ["Ada", "ÉCLAIR", "éclair", "a'b", "50% off", "x\\y", "STRASSE", "", "__", "  b "]
    options = _options(alice)
    with unrecorded():
        tags = [Tag.objects.create(name=name) for name in ("VIP", "Fair")]
    for n in range(36):
        made = make_lead(
            name=texts[n % 10],
            organisation=texts[(n * 3 + 1) % 10],
            job_title=texts[(n * 7) % 10],
            owner=[alice, bob, carol, None][n % 4],
            territory=[inner, outer, None][n % 3],
            value=[None, Decimal("0"), Decimal("99.50"), Decimal(1250)][n % 4],
            score=n % 5 * 25,
            next_contact_at=None if n % 5 == 0 else now() + timedelta(hours=31 * (n - 18)),
            created_at=now() - timedelta(hours=37 * n),
        )
        with unrecorded():
            _set_options(made, options, n)
            for tag in tags[: n % 3]:
                Tagging.to(made, tag=tag).save()
    return list(Lead._base_manager.select_related("owner", "territory__parent"))


def _options(user):
    """What can be chosen in the filters by lists and choices, whatever these are."""
    found = {}
    for name in ("source", "campaign"):
        each = LEADS.known_filters.get(name)
        if each and each.kind and each.kind.control == "options":
            found[name] = each.kind.options(Scope(each, Lead, user, name))
    return found


def _set_options(lead, options, n):
    for name, found in options.items():
        if found and n % (len(found) + 1):
            field = Lead._meta.get_field(name)
            setattr(lead, field.attname, found[n % (len(found) + 1) - 1].key)
    lead.save()


@st.composite
def asked(draw, user):
    """One parameter and its values."""
    each = draw(st.sampled_from(sorted(LEADS.known_filters.values(), key=lambda f: f.name)))
    kind = each.kind
    code = draw(st.sampled_from(kind.codes()))
    if code == "empty":
        return each, code, [draw(st.sampled_from(["yes", "no"]))]
    values = {
        "options": lambda: st.sampled_from(_values(each, user) or ["none there"]),
        "number": lambda: st.sampled_from(["0", "25", "99.5", "99.50", "1250", "-1"]),
        "date": lambda: st.sampled_from(DAYS if not code else [d for d in DAYS if d != "overdue"]),
        "days": lambda: st.sampled_from(["0", "1", "30"]),
        "text": lambda: WORDS.filter(bool),
    }[kind.control]()
    most = 3 if code in kind.repeats else 1
    return each, code, draw(st.lists(values, min_size=1, max_size=most, unique=True))


def _values(each, user):
    options = each.kind.options(Scope(each, Lead, user, each.name))
    return [option.value for option in options]


@pytest.mark.django_db
def test_a_list_holds_what_a_slow_look_finds(rows, north):
    dora = make_user("dora@example.org", team=north, roles=[make_role("All", Reach.ALL)])

    @settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
    @given(st.data())
    def check(data):
        wanted = {}
        for _number in range(data.draw(st.integers(1, 3))):
            each, code, values = data.draw(asked(dora))
            if values != ["none there"]:
                wanted[each.param(code)] = (each, code, values)
        query = ListQuery(filters={param: values for param, (_f, _c, values) in wanted.items()})

        found = set(LEADS.queryset(dora, query).values_list("pk", flat=True))

        assert found == {
            row.pk for row in rows if all(meets(row, *each, user=dora) for each in wanted.values())
        }

    check()
