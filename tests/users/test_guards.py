"""What holds whoever does whatever, an undo as well."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Refusal
from doorstep.office.actions import (
    add_role,
    add_territory,
    add_user,
    change_role,
    change_territory,
    change_user,
    give_role,
    set_reach,
    suspend_user,
    take_role,
)
from doorstep.users.guards import LastAdministrator
from doorstep.users.models import Grant, Membership, Role, Territory, User, UserTerritory
from doorstep.users.testing import grant, make_role, make_territory, make_user


@pytest.fixture
def administrators(db):
    return Role.objects.get(is_administrator=True)


@pytest.fixture
def ada(administrators):
    return make_user("ada@example.org", roles=[administrators])


@pytest.fixture
def keeper(db):
    """May look after users and roles, and see leads; no administrator."""
    role = make_role("Keeper")
    verbs = dict.fromkeys(("view", "create", "edit", "delete", "undo"), "ALL")
    for model in (User, Role, Grant, Membership, UserTerritory):
        grant(role, model, **verbs)
    return make_user("keeper@example.org", roles=[role])


def test_the_last_administrator_is_not_suspended(ada):
    with pytest.raises(LastAdministrator):
        suspend_user(ada, by=ada)


def test_the_last_administrator_keeps_the_role(ada, administrators):
    with pytest.raises(LastAdministrator):
        take_role(ada, by=ada, role=administrators)
    with pytest.raises(LastAdministrator):
        change_user(ada, by=ada, roles=[])


def test_with_another_one_there_an_administrator_may_go(ada, administrators):
    make_user("bea@example.org", roles=[administrators])

    suspend_user(ada, by=ada)

    assert not User.objects.get(pk=ada.pk).is_active


def test_an_undo_does_not_take_the_last_administrator_away(ada, administrators, alice):
    give_role(alice, by=ada, role=administrators)
    given = Event.objects.get(name="role.given")
    alice = User.objects.get(pk=alice.pk)
    suspend_user(ada, by=alice)

    with pytest.raises(Refusal):
        undo(given, by=alice)

    assert User.objects.get(pk=alice.pk).is_administrator


@pytest.mark.django_db(transaction=True)
def test_two_who_suspend_each_other_do_not_both_succeed(ada, administrators):
    bea = make_user("bea@example.org", roles=[administrators])

    def suspend(pair):
        try:
            suspend_user(pair[0], by=pair[1])
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(suspend, [(ada, bea), (bea, ada)]))

    assert User.objects.filter(is_active=True, memberships__role=administrators).count() == 1


def test_nobody_gives_themselves_a_role(keeper):
    with pytest.raises(Forbidden):
        give_role(keeper, by=keeper, role=make_role("Everything", "ALL"))


def test_nobody_widens_a_role_of_their_own(keeper):
    role = keeper.memberships.get().role

    with pytest.raises(Forbidden):
        set_reach(role, by=keeper, model="parties.lead", reaches={"view": "ALL"})
    with pytest.raises(Forbidden):
        change_role(role, by=keeper, name="Kept", needs_second_step=False)


def test_nobody_gives_what_they_do_not_have(keeper, alice, administrators):
    with pytest.raises(Forbidden):
        give_role(alice, by=keeper, role=administrators)
    with pytest.raises(Forbidden):
        give_role(alice, by=keeper, role=make_role("Everything", "ALL"))
    with pytest.raises(Forbidden):
        add_user(User, by=keeper, email="x@example.org", name="X", roles=[administrators])


def test_nobody_makes_a_role_that_reaches_further(keeper):
    made = add_role(Role, by=keeper, name="New")

    with pytest.raises(Forbidden):
        set_reach(made, by=keeper, model="parties.lead", reaches={"view": "ALL"})
    with pytest.raises(Forbidden):
        add_role(Role, by=keeper, name="Newer", like=Role.objects.get(name="Sales Manager"))


def test_nobody_but_an_administrator_changes_an_administrator(keeper, ada):
    with pytest.raises(Forbidden):
        change_user(ada, by=keeper, email="mine@example.org")
    with pytest.raises(Forbidden):
        suspend_user(ada, by=keeper)


def test_nobody_takes_over_who_reaches_further(keeper):
    """With another address one would choose the password, and sign in as them."""
    manager = make_user("m@example.org", roles=[Role.objects.get(name="Sales Manager")])

    with pytest.raises(Forbidden):
        change_user(manager, by=keeper, email="mine@example.org")


def test_what_is_within_reach_may_be_given(keeper, alice):
    small = make_role("Small")

    give_role(alice, by=keeper, role=small)

    assert alice.memberships.filter(role=small).exists()


def test_an_undo_does_not_bring_back_what_the_undoer_could_not_give(keeper, ada):
    role = make_role("Everything", "ALL")
    give_role(keeper, by=ada, role=role)
    take_role(keeper, by=ada, role=role)
    taken = Event.objects.get(name="role.taken")

    with pytest.raises((Forbidden, Conflict, Event.DoesNotExist)):
        undo(taken, by=User.objects.get(pk=keeper.pk))

    assert not keeper.memberships.filter(role=role).exists()


def test_a_territory_keeps_out_of_its_own_parts_through_an_undo(ada):
    north = make_territory(name="North")
    oslo = make_territory(name="Oslo", parent=north)
    change_territory(oslo, by=ada, name="Oslo", parent=Territory.objects.root())
    moved = Event.objects.get(name="territory.updated")
    change_territory(north, by=ada, name="North", parent=oslo)

    with pytest.raises(Conflict):
        undo(moved, by=ada)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_do_not_make_a_ring(ada):
    north, south = make_territory(name="North"), make_territory(name="South")

    def move(pair):
        try:
            change_territory(pair[0], by=ada, name=pair[0].name, parent=pair[1])
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(move, [(north, south), (south, north)]))

    root = Territory.objects.root()
    assert Territory.objects.below(root.pk) == set(Territory.objects.values_list("pk", flat=True))


def test_there_is_one_root(ada):
    change_territory(Territory.objects.root(), by=ada, name="World", parent=make_territory())

    assert Territory.objects.root().name == "World"
    assert add_territory(Territory, by=ada, name="Moon").parent == Territory.objects.root()
