"""The lists an administrator edits, and the tree of customer groups."""

import pytest

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.errors import Conflict, Forbidden, Invalid
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import (
    create_customer,
    create_group,
    create_lead,
    create_status,
    delete_status,
    update_customer,
    update_group,
    update_policy,
    update_status,
)
from doorstep.parties.models import (
    Customer,
    CustomerGroup,
    Lead,
    LeadSource,
    LeadStatus,
    sales_policy,
)
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import delete
from doorstep.users.testing import make_role, make_user
from tests.test_concurrency import at_once


@pytest.fixture
def chief(db):
    return make_user("chief@example.org", roles=[make_role("Chief", is_administrator=True)])


def status(code):
    return LeadStatus.objects.get(code=code)


def group(name, parent=None):
    with unrecorded():
        root = CustomerGroup.objects.get(parent=None)
        return CustomerGroup.objects.create(name=name, parent=parent or root)


def test_a_status_in_use_stays_and_says_how_many_have_it(chief):
    ice = create_status(LeadStatus, by=chief, name="On ice", kind="WORKING")
    make_lead(owner=chief, status=ice)

    with pytest.raises(Conflict, match="“On ice” is still in use: 1 lead"):
        delete_status(ice, by=chief)


def test_a_disabled_status_stands_where_it_is_and_is_offered_no_more(as_alice, alice, chief):
    ice = create_status(LeadStatus, by=chief, name="On ice", kind="WORKING")
    lead = make_lead(owner=alice, status=ice)

    update_status(ice, by=chief, disabled=True)

    assert ice not in LeadStatus.objects.offered()
    assert Lead.objects.get().status == ice
    assert "On ice" in as_alice.get(f"/leads/{lead.pk}/").text
    assert "On ice" not in as_alice.get("/leads/new/").text


def test_a_new_name_of_a_status_shows_on_the_leads_that_have_it(as_alice, alice, chief):
    lead = make_lead(owner=alice)

    update_status(status("OPEN"), by=chief, name="Brand new")

    assert as_alice.get(f"/api/v1/leads/{lead.pk}").json()["status"] == "Brand new"
    assert "Brand new" in as_alice.get(f"/leads/{lead.pk}/").text


@pytest.mark.parametrize("values", [{"kind": "LOST"}, {"disabled": True}])
def test_what_doorstep_sets_by_itself_keeps_its_meaning(chief, values):
    with pytest.raises(Conflict, match="sets “Converted” by itself"):
        update_status(status("CONVERTED"), by=chief, **values)
    with pytest.raises(Conflict, match="sets “Converted” by itself"):
        delete_status(status("CONVERTED"), by=chief)


def test_two_statuses_of_one_name_are_refused_whatever_the_case(chief):
    with pytest.raises(Invalid) as refused:
        create_status(LeadStatus, by=chief, name="  rePLied ", kind="WORKING")

    assert set(refused.value.fields) == {"name"}


def test_a_salesperson_edits_no_list(alice):
    with pytest.raises(Forbidden):
        create_status(LeadStatus, by=alice, name="On ice", kind="WORKING")
    with pytest.raises(Forbidden):
        create_group(CustomerGroup, by=alice, name="Hotels")


def test_a_new_lead_begins_as_the_policy_says(alice, chief):
    walk_in = LeadSource.objects.get(name="Walk-in")
    update_policy(sales_policy(), by=chief, lead_status=status("REPLIED"), lead_source=walk_in)

    lead = create_lead(Lead, by=alice, name="Ana")

    assert (lead.status.code, lead.source) == ("REPLIED", walk_in)


def test_a_new_lead_does_not_begin_at_an_end(chief):
    with pytest.raises(Invalid, match="cannot begin as “Converted”"):
        update_policy(sales_policy(), by=chief, lead_status=status("CONVERTED"))


def test_a_group_without_a_parent_stands_under_the_root(chief):
    made = create_group(CustomerGroup, by=chief, name="Hotels")

    assert made.parent == CustomerGroup.objects.get(parent=None)


def test_there_is_one_root_and_it_stays(chief):
    root, hotels = CustomerGroup.objects.get(parent=None), group("Hotels")

    with pytest.raises(Invalid, match="one root"):
        update_group(hotels, by=chief, parent=None)
    with pytest.raises(Invalid, match="one root"):
        update_group(root, by=chief, parent=hotels)
    with pytest.raises(Conflict):
        delete(root, by=chief)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_group_does_not_stand_under_itself_or_a_part_of_itself(chief, depth):
    first = group("A")
    second = group("B", first)
    chain = [first, second, group("C", second)]

    with pytest.raises(Conflict, match="under itself") as refused:
        update_group(chain[0], by=chief, parent=chain[depth])

    assert set(refused.value.fields) == {"parent"}
    chain[0].refresh_from_db()
    assert chain[0].parent.parent is None


def test_a_group_that_holds_groups_or_customers_is_not_deleted(chief):
    outer, used = group("Outer"), group("Used")
    group("Inner", outer)
    make_customer(owner=chief, group=used)

    for each in (outer, used):
        with pytest.raises(Conflict, match="still in use"):
            delete(each, by=chief)


def test_a_move_in_the_tree_is_undone(chief):
    a, b = group("A"), group("B")
    update_group(b, by=chief, parent=a)

    undo(Event.objects.latest("pk"), by=chief)

    b.refresh_from_db()
    assert b.parent.parent is None


def test_an_undo_makes_no_circle_either(chief):
    a, b = group("A"), group("B", group("C"))
    update_group(b, by=chief, parent=a)
    moved = Event.objects.latest("pk")
    c = CustomerGroup.objects.get(name="C")
    update_group(c, by=chief, parent=b)

    with pytest.raises(Conflict):
        undo(moved, by=chief)


def test_a_customer_belongs_to_a_leaf(alice):
    root = CustomerGroup.objects.get(parent=None)
    with pytest.raises(Invalid, match="holds other groups") as refused:
        create_customer(Customer, by=alice, name="Oak", group=root)
    assert set(refused.value.fields) == {"group"}

    customer = create_customer(Customer, by=alice, name="Oak", group=group("Hotels"))
    with pytest.raises(Invalid, match="holds other groups"):
        update_customer(customer, by=alice, group=root)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", range(3))
def test_two_who_put_each_group_under_the_other_at_once_make_no_circle(chief, _again):
    a, b = group("A"), group("B")

    results = at_once(
        lambda: update_group(a, by=chief, parent=b), lambda: update_group(b, by=chief, parent=a)
    )

    assert sum(isinstance(each, Conflict) for each in results) == 1
    rows = dict(CustomerGroup.objects.values_list("pk", "parent_id"))
    for node in rows:
        steps = 0
        while rows[node] and (steps := steps + 1) < 10:
            node = rows[node]
        assert rows[node] is None


@pytest.mark.django_db(transaction=True)
def test_a_group_deleted_while_another_moves_under_it_leaves_a_tree(chief):
    a, b = group("A"), group("B")

    at_once(lambda: delete(a, by=chief), lambda: update_group(b, by=chief, parent=a))

    rows = dict(CustomerGroup.objects.values_list("pk", "parent_id"))
    assert all(parent is None or parent in rows for parent in rows.values())
