"""Whatever roles, teams and territories there are: what a list holds, what one record answers and
what is explained is what a slow, plain reading of the rules says.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doorstep.kit.errors import Forbidden
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_lead
from doorstep.records.models import Share
from doorstep.users.access import Reach, allow, owner_fields
from doorstep.users.explain import who_may, why
from doorstep.users.models import Role, Territory, User
from doorstep.users.testing import grant, make_role, make_team, make_territory, make_user

SOME = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PEOPLE, TEAMS, ROLES, PLACES = 4, 2, 3, 5
NOBODY = st.none()
REACHES = st.sampled_from([*Reach.values, "nothing said"])
WORLDS = st.fixed_dictionaries(
    {
        "parents": st.lists(st.integers(0, PLACES - 1), min_size=PLACES, max_size=PLACES),
        "roles": st.lists(REACHES, min_size=ROLES, max_size=ROLES),
        "administrator": st.sampled_from([None, None, None, 0]),
        "people": st.lists(
            st.tuples(
                st.one_of(NOBODY, st.integers(0, TEAMS - 1)),
                st.sets(st.integers(0, ROLES - 1)),
                st.sets(st.integers(0, PLACES - 1), max_size=2),
                st.sampled_from([True, True, True, False]),
            ),
            min_size=PEOPLE,
            max_size=PEOPLE,
        ),
        "leads": st.lists(
            st.tuples(
                st.one_of(NOBODY, st.integers(0, PEOPLE - 1)),
                st.one_of(NOBODY, st.integers(0, PLACES - 1)),
            ),
            max_size=6,
        ),
        "shares": st.sets(st.tuples(st.integers(0, 5), st.integers(0, PEOPLE - 1)), max_size=4),
    }
)


def build(world):
    """Users and leads of a world, beginning with a tree in which nothing lies in itself."""
    places = []
    for number, parent in enumerate(world["parents"]):
        below = places[parent % number] if number else Territory.objects.root()
        places.append(make_territory(name=f"Place {number}", parent=below))
    teams = [make_team(name=f"Team {number}") for number in range(TEAMS)]
    roles = []
    for number, reach in enumerate(world["roles"]):
        role = make_role(f"Role {number}", is_administrator=number == world["administrator"])
        if reach in Reach.values:
            grant(role, Lead, view=reach)
        roles.append(role)
    users = [
        make_user(
            f"user{number}@example.org",
            team=None if team is None else teams[team],
            roles=[roles[each] for each in held],
            territories=[places[each] for each in works_in],
            is_active=is_active,
        )
        for number, (team, held, works_in, is_active) in enumerate(world["people"])
    ]
    for owner, place in world["leads"]:
        make_lead(
            owner=None if owner is None else users[owner],
            territory=None if place is None else places[place],
        )
    leads = list(Lead.objects.order_by("pk"))
    with unrecorded():
        for lead, user in world["shares"]:
            if lead < len(leads):
                Share.to(leads[lead], user=users[user]).save()
    return [User.objects.get(pk=user.pk) for user in users]


def may_view(user, lead):
    """The rules, one role after the other, asking nothing that the product asks."""
    return user.is_active and any(
        link.role.is_administrator
        or any(
            reaches(user, lead, each.reach) or (each.reach != "NONE" and is_shared(user, lead))
            for each in link.role.grants.filter(model="parties.lead", verb="view")
        )
        for link in user.memberships.all()
    )


def is_shared(user, lead):
    return Share.objects.about(lead).filter(user=user).exists()


def reaches(user, lead, reach):
    owners = [owner for name in owner_fields(Lead) if (owner := getattr(lead, name))]
    own = user in owners
    team = user.team is not None and any(owner.team == user.team for owner in owners)
    works_in = {link.territory for link in user.works_in.all()}
    return {
        "NONE": False,
        "OWN": own,
        "TEAM": own or team,
        "TERRITORY": own or bool(works_in & set(lineage(lead.territory))),
        "ALL": True,
    }[reach]


def lineage(territory):
    while territory:
        yield territory
        territory = territory.parent


def is_allowed(user, lead):
    try:
        allow(user, "view", lead)
    except Forbidden:
        return False
    return True


@pytest.mark.django_db
@SOME
@given(world=WORLDS)
def test_everybody_sees_exactly_what_the_rules_say(world):
    with transaction.atomic():
        users = build(world)
        leads = list(Lead.objects.all())

        for user in users:
            expected = {lead for lead in leads if may_view(user, lead)}
            assert set(Lead.objects.visible_to(user)) == expected
            assert {lead for lead in leads if is_allowed(user, lead)} == expected
            assert {lead for lead in leads if why(user, lead)} == expected
        for lead in leads:
            told = {reasons[0].user for reasons in who_may(lead)}
            assert told == {user for user in users if may_view(user, lead)}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_two_roles_reach_adds_up(alice, bob, carol, north):
    place = make_territory(name="Berlin")
    near, far = make_role("Near"), make_role("Far")
    grant(near, Lead, view=Reach.TEAM)
    grant(far, Lead, view=Reach.TERRITORY)
    dora = make_user("dora@example.org", team=north, roles=[near, far], territories=[place])
    in_team, in_place = make_lead(owner=bob), make_lead(owner=carol, territory=place)
    make_lead(owner=carol)

    assert set(Lead.objects.visible_to(dora)) == {in_team, in_place}


@pytest.mark.django_db
def test_the_reasons_name_role_and_tie(alice, bob):
    lead = make_lead(owner=alice)

    (reason,) = why(bob, lead)

    assert (reason.role_name, reason.reach) == ("Records of the team", "TEAM")
    assert reason.because == "It belongs to their team, North."
    assert Role.objects.filter(pk=reason.role.pk).exists()
