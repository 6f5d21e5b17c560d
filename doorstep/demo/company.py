"""A believable small company, made only by calling actions."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password
from django.db import transaction

from doorstep.demo import diary
from doorstep.demo.accounts import account
from doorstep.demo.deals import DEALS, deal, found_lists
from doorstep.demo.desks import desk
from doorstep.demo.goods import agreements, fill_catalogue
from doorstep.demo.letters import mail
from doorstep.demo.offers import offers
from doorstep.demo.past import Past, Story, ago
from doorstep.demo.people import (
    CAMPAIGNS,
    COLLEAGUES,
    COMPANY,
    CUSTOMERS,
    FIELDS,
    STAFF,
    SUPPLIERS,
    TERRITORIES,
    VIEWS,
    leads,
)
from doorstep.demo.sales import sales
from doorstep.demo.shop import open_shop
from doorstep.demo.stories import Cast, colleague, customer, installer, lead, supplier
from doorstep.history.source import Source, acting_from
from doorstep.office.actions import add_team, add_territory, add_user, change_company
from doorstep.parties.models import Campaign, Lead
from doorstep.records.actions import add_field, create
from doorstep.records.models import Company, CustomField, PinnedView, SavedView, Tag
from doorstep.users.models import Role, Team, Territory, User

PASSWORD = "a quiet evening"
LONG_AGO = 120  # days


def fill() -> list[str]:
    """Make the company once; the e-mails one can sign in with."""
    if not User.objects.staff().exists():
        with transaction.atomic(), acting_from(Source.PAGE):
            past = Past()
            cast = past.do(ago(LONG_AGO), lambda: _found(User.system()))
            past.tell(_stories(cast))
            past.date()
    return [user.email for user in User.objects.staff().order_by("pk")]


def _found(system: User) -> Cast:
    """The company as it stood before anybody asked for anything."""
    change_company(Company, by=system, **COMPANY)
    staff = list(_staff(system))
    for name in CAMPAIGNS.values():
        create(Campaign, by=staff[0], name=name)
    for name in sorted({name for row in leads() for name in row["tags"].split(";") if name}):
        create(Tag, by=staff[0], name=name)
    fill_catalogue(staff[0])
    found_lists(staff[0])
    open_shop(staff[0])
    for label, kind, more in FIELDS:
        place = {"record_type": Lead._meta.label_lower, "section": "Need"}
        add_field(CustomField, by=staff[0], label=label, kind=kind, **place, **more)
    for position, (name, asked) in enumerate(VIEWS):
        kept = {"record_type": Lead._meta.label_lower, "query_string": asked, "is_shared": True}
        view = SavedView.objects.create(user=staff[0], name=name, position=position, **kept)
        PinnedView.objects.create(user=staff[0], view=view)
    return Cast(staff, dict(_territories(staff[0])))


def _staff(system: User) -> Iterator[User]:
    team = add_team(Team, by=system, name="Sales")
    password = make_password(PASSWORD)  # once: it is slow on purpose
    roles = {role.name: role for role in Role.objects.all()}
    for first, last, role in STAFF:
        email = f"{first.lower()}@hollin.example"
        user = add_user(
            User, by=system, email=email, name=f"{first} {last}", team=team, roles=[roles[role]]
        )
        user.password = password
        user.save()
        yield user


def _territories(by: User) -> Iterator[tuple[str, Territory]]:
    for name, countries in TERRITORIES.items():
        made = add_territory(Territory, by=by, name=name)
        yield from ((country, made) for country in countries)


def _stories(cast: Cast) -> Iterator[Story]:
    for turn, facts in enumerate(SUPPLIERS):
        yield supplier(facts, turn, cast)
    for turn, facts in enumerate(CUSTOMERS):
        yield customer(facts, turn, cast)
        yield account(facts, turn, cast)
    for turn, row in enumerate(leads()):
        yield lead(row, turn, cast)
    for turn, facts in enumerate(COLLEAGUES):
        yield colleague(facts, turn, cast)
    for turn, said in enumerate(DEALS):
        yield deal(said, turn, cast)
    yield installer(cast)
    yield agreements(cast.staff[0])
    yield from sales(cast.staff[0])
    yield from offers(cast.staff[0])
    yield from (diary.meetings(cast), diary.visits(cast), diary.tasks(cast))
    yield desk(cast)
    yield mail(cast)
