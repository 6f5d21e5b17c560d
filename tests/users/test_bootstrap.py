"""What a new install may do, and what an upgrade leaves alone."""

import pytest

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import Lead
from doorstep.users.access import Reach
from doorstep.users.bootstrap import prepare
from doorstep.users.defaults import READ_ONLY, ROLES, SALES_REP, verbs_of
from doorstep.users.models import Grant, Role, Territory, User
from doorstep.users.testing import grant, make_user

pytestmark = pytest.mark.django_db


def of(name):
    return make_user(roles=[Role.objects.get(name=name)])


def test_a_new_install_knows_five_roles():
    assert tuple(Role.objects.values_list("name", flat=True)) == ROLES


def test_an_administrator_may_do_everything():
    ada = of("Administrator")

    assert ada.is_administrator
    assert {ada.reach(Lead, verb) for verb in verbs_of(Lead)} == {Reach.ALL}
    assert ada.reach(User, "edit") == Reach.ALL


def test_a_sales_rep_sees_the_team_and_changes_their_own():
    ada = of(SALES_REP)

    assert ada.reach(Lead, "view") == Reach.TEAM
    assert ada.reach(Lead, "convert") == Reach.OWN
    assert ada.reach(Lead, "export") == Reach.NONE
    assert ada.reach(User, "edit") == Reach.NONE


def test_who_may_only_read_may_only_read():
    ada = of(READ_ONLY)

    assert {verb for verb in verbs_of(Lead) if ada.reach(Lead, verb) != Reach.NONE} == {"view"}


def test_an_upgrade_grants_what_is_new():
    with unrecorded():
        Grant.objects.filter(model="parties.lead").delete()

    prepare()

    assert of(SALES_REP).reach(Lead, "view") == Reach.TEAM


def test_an_upgrade_leaves_alone_what_somebody_decided():
    role = Role.objects.get(name=SALES_REP)
    grant(role, Lead, view=Reach.NONE)

    prepare()

    assert of(SALES_REP).reach(Lead, "view") == Reach.NONE


def test_a_role_that_was_deleted_stays_deleted():
    with unrecorded():
        Role.objects.filter(name=READ_ONLY).delete()

    prepare()

    assert not Role.objects.filter(name=READ_ONLY).exists()


def test_there_is_one_root_and_one_system_however_often_we_start():
    prepare()
    prepare()

    assert Territory.objects.get().parent is None
    assert User.system() == User.objects.get(kind="SYSTEM")
