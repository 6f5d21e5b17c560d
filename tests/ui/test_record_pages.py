"""The page of any record, drawn from what its type declares."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from doorstep.activity.actions import add_note
from doorstep.history.models import Event
from doorstep.kit.noting import unrecorded
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Lead
from doorstep.parties.testing import make_customer, make_lead
from doorstep.records.actions import update
from doorstep.records.models import Tag


@pytest.fixture
def lead(alice):
    return make_lead(owner=alice, name="Nadia Ferrante", organisation="Studio Quill")


def test_the_head_says_who_it_is_and_where_it_stands(as_alice, lead):
    page = as_alice.get(f"/leads/{lead.pk}/").text

    assert "<h1>Nadia Ferrante</h1>" in page
    assert "Status: Open. Change" in page
    assert "Studio Quill" in page
    assert 'aria-current="step"' in page


def test_the_make_menu_holds_what_the_registry_offers(as_alice, lead):
    page = as_alice.get(f"/leads/{lead.pk}/").text
    menu = page.partition('id="make"')[2].partition("</drop-menu>")[0]

    assert f'href="/leads/{lead.pk}/convert/"' in menu
    assert "<kbd>M</kbd><kbd>C</kbd>" in menu


@pytest.mark.parametrize(("target", "root"), [("rec", "rec"), ("next", "next")])
def test_a_part_of_the_page_comes_alone(as_alice, lead, target, root):
    headers = {"HX-Request": "true", "HX-Target": target}
    part = as_alice.get(f"/leads/{lead.pk}/", headers=headers).text

    assert f'id="{root}"' in part
    assert "<html" not in part


def test_every_kind_has_a_page_a_peek_and_notes(as_alice, alice):
    customer = make_customer(owner=alice, name="Hotel Alderwick")
    base = f"/customers/{customer.pk}/"

    assert as_alice.post(f"{base}notes/", {"text": "Pays late."}).status_code == 302
    assert "Pays late." in as_alice.get(base).text
    assert "Hotel Alderwick" in as_alice.get(f"{base}peek/").text


def test_the_doors_lead_back_to_the_lead(as_alice, alice, lead):
    customer = convert_lead(lead, by=alice)

    assert (
        f'class="path__a" href="/leads/{lead.pk}/"'
        in as_alice.get(f"/customers/{customer.pk}/").text
    )
    assert f'href="/customers/{customer.pk}/"' in as_alice.get(f"/leads/{lead.pk}/").text


def test_the_next_contact_is_planned_and_done_from_its_block(as_alice, lead):
    plan = as_alice.get(f"/leads/{lead.pk}/").text.partition('id="next"')[2]
    update(lead, by=lead.owner, next_contact_at=now())
    done = as_alice.get(f"/leads/{lead.pk}/").text.partition('id="next"')[2]

    assert f'hx-get="/next-contact/lead/{lead.pk}/"' in plan
    assert f'hx-get="/next-contact/lead/{lead.pk}/done/"' in done


def test_a_reference_is_edited_by_searching_for_it(as_alice, alice, lead):
    customer = make_customer(owner=alice, name="Hotel Alderwick")
    url = f"/leads/{lead.pk}/facts/from_customer/"

    form = as_alice.get(f"{url}?edit", headers={"HX-Request": "true"}).text
    sent = {"was": "", "from_customer": customer.pk}
    as_alice.post(url, sent, headers={"HX-Request": "true"})

    assert 'data-url="/pick/customer/"' in form
    assert Lead.objects.get(pk=lead.pk).from_customer == customer


def test_nobody_refers_to_what_they_may_not_see(as_alice, carol, lead):
    hers = make_customer(owner=carol, name="Hotel Alderwick")
    url = f"/leads/{lead.pk}/facts/from_customer/"

    sent = {"was": "", "from_customer": hers.pk}
    answer = as_alice.post(url, sent, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "Alderwick" not in answer.text
    assert Lead.objects.get(pk=lead.pk).from_customer is None


def test_a_new_record_is_asked_for_a_few_facts(as_alice):
    answer = as_alice.post("/leads/new/", {"name": "Kenji Morrow", "email": "kenji@kite.example"})

    lead = Lead.objects.get(name="Kenji Morrow")
    assert answer.url == lead.get_absolute_url()
    assert Event.objects.get().result == lead


def test_a_new_record_starts_with_what_was_typed_elsewhere(as_alice):
    assert 'value="Kenji Morrow"' in as_alice.get("/leads/new/?name=Kenji+Morrow").text


def test_a_past_day_can_only_be_read(as_alice, lead):
    day = now().date().isoformat()
    page = as_alice.get(f"/leads/{lead.pk}/?on={day}").text

    assert "Nothing can be changed here." in page
    assert "composer" not in page
    assert "?edit" not in page


def test_a_past_day_knows_nothing_of_what_came_after(as_alice, lead):
    with time_machine.travel(now() - timedelta(days=9), tick=False):
        update(lead, by=lead.owner, phone="+49 30 1")
    lead.refresh_from_db()
    update(lead, by=lead.owner, phone="+49 30 2")
    day = (now() - timedelta(days=5)).date().isoformat()

    page = as_alice.get(f"/leads/{lead.pk}/?on={day}").text

    assert "+49 30 1" in page
    assert "+49 30 2" not in page


def test_a_pinned_note_stays_in_sight(as_alice, lead):
    note = add_note(lead, by=lead.owner, text="Never call before ten.")
    as_alice.post(f"/do/note.pinned/{note.pk}/")

    assert "tl__e--pinned" in as_alice.get(f"/leads/{lead.pk}/").text

    assert as_alice.post(f"/do/note.unpinned/{note.pk}/").url == lead.get_absolute_url()
    assert "tl__e--pinned" not in as_alice.get(f"/leads/{lead.pk}/").text


def test_tags_are_put_on_and_taken_off_beside_the_record(as_alice, lead):
    with unrecorded():
        Tag.objects.create(name="hotel")
    here = {"HX-Request": "true", "HX-Target": "panel-tags"}
    url = f"/leads/{lead.pk}/tags/"

    assert "Take off hotel" in as_alice.post(url, {"add": "Hotel"}, headers=here).text
    assert "Take off hotel" not in as_alice.post(url, {"drop": "hotel"}, headers=here).text
    assert Event.objects.filter(name="lead.untagged").exists()


def test_who_deletes_a_record_is_led_to_its_list(as_alice, lead):
    answer = as_alice.post(f"/do/lead.deleted/{lead.pk}/")

    assert answer.url == "/leads/"
    assert "Undo" in as_alice.get("/leads/").text


def beside(client, lead, query):
    return client.get(f"/leads/{lead.pk}/beside/?{query}").json()


def test_who_is_next_in_the_list_one_came_from(as_alice, alice, carol):
    make_lead(owner=carol, name="Ana")
    ada, bea, cleo = (make_lead(owner=alice, name=name) for name in ("Ada", "Bea", "Cleo"))
    make_lead(owner=alice, name="Beck", status="Lost quotation")
    query = "status=Open&sort=name"

    assert beside(as_alice, ada, query) == {"previous": None, "next": f"/leads/{bea.pk}/"}
    around = {"previous": f"/leads/{ada.pk}/", "next": f"/leads/{cleo.pk}/"}
    assert beside(as_alice, bea, query) == around
    assert beside(as_alice, bea, f"{query}&after=&columns=name&density=compact") == around


def test_nobody_is_next_to_a_record_out_of_reach(as_alice, alice, carol):
    make_lead(owner=alice)
    theirs = make_lead(owner=carol)

    assert as_alice.get(f"/leads/{theirs.pk}/beside/").status_code == 404
