import pytest

from doorstep.history.models import Event
from doorstep.history.telling import tell
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead, move_lead
from doorstep.parties.models import Lead, LeadStatus
from doorstep.parties.records import LEADS
from doorstep.parties.testing import make_lead
from doorstep.records.actions import update
from doorstep.records.query import ListQuery
from doorstep.users.testing import make_territory


def test_the_convert_dialog_goes_to_the_new_customer(as_alice, alice):
    lead = make_lead(owner=alice)

    response = as_alice.post(f"/leads/{lead.pk}/convert/", headers={"HX-Request": "true"})

    lead.refresh_from_db()
    assert response.headers["HX-Redirect"] == lead.customer.get_absolute_url()


def test_the_convert_dialog_shows_why_it_was_refused(as_alice, alice):
    lead = make_lead(owner=alice, organisation="Commercial")  # the name of a group

    response = as_alice.post(f"/leads/{lead.pk}/convert/")

    assert response.status_code == 422
    assert "customer group called" in response.text


def test_a_lead_out_of_reach_is_not_found(as_alice, carol):
    lead = make_lead(owner=carol)

    assert as_alice.get(f"/leads/{lead.pk}/").status_code == 404
    assert as_alice.get(f"/leads/{lead.pk}/timeline/").status_code == 404
    assert as_alice.post(f"/leads/{lead.pk}/convert/").status_code == 404


def test_a_manager_sees_what_her_team_sees(alice, bob, carol):
    hers, his, _theirs = (make_lead(owner=owner) for owner in (alice, bob, carol))

    assert set(Lead.objects.visible_to(bob)) == {hers, his}
    assert set(Lead.objects.visible_to(alice)) == {hers}


@pytest.mark.parametrize("sort", ["name", "value", "created_at", "score"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_hold_every_lead_once(alice, sign, sort):
    places = [make_territory(name=name) for name in "NS"]
    for n in range(23):
        make_lead(owner=alice, name=f"Lead {n % 5}", territory=[*places, None][n % 3])

    found, after = [], ""
    while after is not None:
        page = LEADS.page(alice, ListQuery(sort=sign + sort, after=after), size=4)
        found += [row["id"] for row in page.items]
        after = page.next

    assert len(found) == len(set(found)) == 23


def test_a_list_is_a_page_or_only_its_rows(as_alice, alice, django_assert_max_num_queries):
    for n in range(60):
        make_lead(owner=alice, name=f"Lead {n}")

    with django_assert_max_num_queries(9):
        page = as_alice.get("/leads/?sort=-name&status=Open&q=analytical").text
    rows = as_alice.get("/leads/", headers={"HX-Request": "true", "HX-Target": "rows"}).text

    assert "<table" in page
    assert "hx-get" in page
    assert "<table" not in rows


def test_a_lead_as_it_was_on_a_day(as_alice, alice, time_machine):
    lead = make_lead(owner=alice, name="Ada")
    time_machine.move_to("2026-12-01 12:00")
    update(lead, by=alice, name="Augusta")

    assert "Augusta" in as_alice.get(f"/leads/{lead.pk}/").text
    assert "Augusta" in as_alice.get(f"/leads/{lead.pk}/?on=2026-12-01").text
    assert "Ada<" in as_alice.get(f"/leads/{lead.pk}/?on=2026-11-30").text
    assert as_alice.get(f"/leads/{lead.pk}/?on=never").status_code == 404


def test_a_timeline_tells_and_offers_undo(as_alice, alice):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, phone="2")
    event = Event.objects.get()

    text = as_alice.get(f"/leads/{lead.pk}/timeline/").text
    as_alice.post(f"/events/{event.pk}/undo/", {"next": f"/leads/{lead.pk}/"})

    lead.refresh_from_db()
    assert "<b>Phone</b> 1 → <b>2</b>" in text
    assert lead.phone == "1"


def test_who_asks_to_convert_a_converted_lead_is_led_to_its_customer(as_alice, alice):
    lead = make_lead(owner=alice, organisation="Oak")
    customer = convert_lead(lead, by=alice)

    response = as_alice.get(f"/leads/{lead.pk}/convert/")

    assert response.url == customer.get_absolute_url()


def test_a_contact_linked_to_lead_and_customer_of_one_name_is_told_once(alice):
    lead = make_lead(owner=alice, name="Ada Byron", organisation="Oak")
    convert_lead(lead, by=alice)

    event = Event.objects.get(name="lead.converted")
    told = [str(each) for each in tell([event])[event.pk]]

    assert told.count("Ada Byron linked to Oak") == 1


def test_a_converted_lead_offers_its_customer_instead_of_converting(as_alice, alice):
    lead = make_lead(owner=alice, organisation="Oak")
    assert f"/leads/{lead.pk}/convert/" in as_alice.get(f"/leads/{lead.pk}/").text
    customer = convert_lead(lead, by=alice)

    page = as_alice.get(f"/leads/{lead.pk}/").text

    assert f"/leads/{lead.pk}/convert/" not in page
    assert "Make for Oak" in page
    assert f'Became <a class="a" href="{customer.get_absolute_url()}">Oak</a>' in page


def test_a_customer_one_may_not_see_is_not_offered_on_its_lead(as_alice, alice, bob, carol):
    lead = make_lead(owner=alice, organisation="Oak")
    customer = convert_lead(lead, by=alice)
    with unrecorded():
        type(customer).objects.filter(pk=customer.pk).update(
            name="Secret Ltd", owner=carol, account_manager=carol
        )

    page = as_alice.get(f"/leads/{lead.pk}/").text

    assert "Became" not in page
    assert "Make for" not in page


def test_a_status_that_moved_on_meanwhile_is_not_overwritten(as_alice, alice):
    lead = make_lead(owner=alice)
    was, (replied, lost) = lead.status, LeadStatus.objects.exclude(code="CONVERTED")[1:3]
    move_lead(lead, by=alice, status=replied)
    url = f"/leads/{lead.pk}/status/"

    text = as_alice.post(url, {"status": lost.pk, "was": was.pk}, follow=True).text

    lead.refresh_from_db()
    assert lead.status == replied
    assert f"Meanwhile it was moved to “{replied}”" in text
    as_alice.post(url, {"status": lost.pk, "was": replied.pk})
    lead.refresh_from_db()
    assert lead.status == lost
