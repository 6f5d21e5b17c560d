"""Removing a row of a list, or merging it into another: what has it, and who may."""

from doorstep.history.actions import undo
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.parties.models import CustomerGroup, Lead, LeadSource, LeadStatus, sales_policy
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import tag
from doorstep.records.models import Tag, Tagging
from doorstep.users.models import Territory
from doorstep.users.testing import grant, make_territory

HOME = "/settings/lists/"
SOURCES, STATUSES = f"{HOME}lead-sources/", f"{HOME}lead-statuses/"


def status(code):
    return LeadStatus.objects.get(code=code)


def source(name):
    return LeadSource.objects.get(name=name)


def toasts(response):
    return [str(note) for note in response.wsgi_request._messages]


def test_an_unused_row_is_removed_and_comes_back(as_ada, ada):
    fair = source("Trade show")

    as_ada.post(f"{SOURCES}{fair.pk}/remove/")

    assert not LeadSource.objects.filter(pk=fair.pk).exists()
    undo(Event.objects.get(name="lead_source.deleted"), by=ada)
    assert source("Trade show").pk == fair.pk


def test_a_row_in_use_is_not_removed_and_it_is_said_by_how_many(as_ada, alice):
    for _number in range(2):
        make_lead(owner=alice, source=source("Trade show"))

    asked = as_ada.get(f"{SOURCES}{source('Trade show').pk}/remove/").content.decode()
    page = as_ada.post(f"{SOURCES}{source('Trade show').pk}/remove/")

    assert "In use: 2 leads." in asked
    assert page.status_code == 422
    assert "“Trade show” is still in use: 2 leads." in page.content.decode()


def test_removing_a_row_gives_what_has_it_another_with_one_undo(as_ada, ada, alice):
    fair, site = source("Trade show"), source("Website")
    leads = [make_lead(owner=alice, source=fair) for _number in range(3)]

    answer = as_ada.post(f"{SOURCES}{fair.pk}/remove/", {"into": site.pk})

    assert toasts(answer) == ["“Trade show” is “Website” now."]
    assert set(Lead.objects.values_list("source__name", flat=True)) == {"Website"}
    assert not LeadSource.objects.filter(pk=fair.pk).exists()
    undo(Event.objects.get(name="lead_source.replaced"), by=ada)
    assert {Lead.objects.get(pk=lead.pk).source for lead in leads} == {fair}


def test_the_history_of_a_lead_says_that_its_source_was_merged(as_ada, alice, ada):
    lead = make_lead(owner=alice, source=source("Trade show"))

    as_ada.post(f"{SOURCES}{source('Trade show').pk}/remove/", {"into": source("Website").pk})

    page = as_ada.get(f"/leads/{lead.pk}/").content.decode()
    assert "Trade show" in page
    assert "Website" in page


def test_the_leads_of_a_status_move_to_another(as_ada, alice):
    lead = make_lead(owner=alice, status=status("REPLIED"))

    as_ada.post(f"{STATUSES}{status('REPLIED').pk}/remove/", {"into": status("INTERESTED").pk})

    assert Lead.objects.get(pk=lead.pk).status == status("INTERESTED")


def test_no_lead_becomes_converted_because_its_status_is_removed(as_ada, alice):
    lead = make_lead(owner=alice, status=status("REPLIED"))

    page = as_ada.post(
        f"{STATUSES}{status('REPLIED').pk}/remove/", {"into": status("CONVERTED").pk}
    )

    assert page.status_code == 422
    assert "Convert the leads instead" in page.content.decode()
    assert Lead.objects.get(pk=lead.pk).status == status("REPLIED")


def test_a_row_is_not_merged_into_itself_nor_into_a_disabled_one(as_ada, alice):
    fair, site = source("Trade show"), source("Website")
    as_ada.post(f"{SOURCES}{site.pk}/set/", {"disabled": "yes"})

    for into in (fair, site):
        page = as_ada.post(f"{SOURCES}{fair.pk}/remove/", {"into": into.pk})
        assert page.status_code == 422
    assert source("Trade show")


def test_what_the_sales_policy_says_moves_too(as_ada, alice):
    first = status("OPEN")
    replied = status("REPLIED")
    with unrecorded():
        policy = sales_policy()
        policy.lead_status = replied
        policy.save()

    as_ada.post(f"{STATUSES}{replied.pk}/remove/", {"into": first.pk})

    assert sales_policy().lead_status == first


def test_whoever_keeps_a_list_moves_no_records_out_of_reach(client, bob, carol, sales_manager):
    grant(sales_manager, LeadSource, edit="ALL", delete="ALL")
    lead = make_lead(owner=carol, source=source("Trade show"))
    client.force_login(bob)

    page = client.post(
        f"{SOURCES}{source('Trade show').pk}/remove/", {"into": source("Website").pk}
    )

    assert "not yours to change" in page.content.decode()
    assert Lead.objects.get(pk=lead.pk).source == source("Trade show")


def test_two_tags_become_one_on_a_record_that_had_both(as_ada, ada, alice):
    both, one = make_lead(owner=alice), make_lead(owner=alice)
    tag(both, by=ada, names=["vip", "v.i.p."])
    tag(one, by=ada, names=["v.i.p."])
    keep, gone = Tag.objects.get(name="vip"), Tag.objects.get(name="v.i.p.")

    as_ada.post(f"{HOME}tags/{gone.pk}/remove/", {"into": keep.pk})

    assert [each.tag for each in Tagging.objects.all()] == [keep, keep]
    undo(Event.objects.get(name="tag.replaced"), by=ada)
    assert Tagging.objects.about(both).count() == 2


def test_a_group_is_not_merged_into_one_that_is_divided(as_ada, alice):
    group = CustomerGroup.objects.get(name="Commercial")
    make_customer(owner=alice, group=group)
    root = CustomerGroup.objects.get(parent=None)

    page = as_ada.post(f"{HOME}customer-groups/{group.pk}/remove/", {"into": root.pk})

    assert "is divided further" in page.content.decode()


def test_a_branch_is_not_merged_into_a_part_of_itself(as_ada):
    outer = make_territory(name="North")
    inner = make_territory(name="Oslo", parent=outer)

    page = as_ada.post(f"{HOME}territories/{outer.pk}/remove/", {"into": inner.pk})

    assert "is a part of" in page.content.decode()
    assert Territory.objects.get(pk=outer.pk)
