"""Facts edited in place, converting with what is known, and panels."""

from doorstep.history.models import Event
from doorstep.parties.actions import convert_lead
from doorstep.parties.models import Contact, Lead
from doorstep.parties.queries import contacts_of
from doorstep.parties.testing import make_contact, make_customer, make_lead
from doorstep.records.actions import update

HTMX = {"HX-Request": "true"}


def edit(client, lead, field, value, was):
    url = f"/leads/{lead.pk}/facts/{field}/"
    return client.post(url, {field: value, "was": was}, headers=HTMX)


def test_a_fact_is_saved_and_the_page_is_told(as_alice, alice):
    lead = make_lead(owner=alice, phone="1")

    answer = edit(as_alice, lead, "phone", "2", was="1")

    assert "record-changed" in answer.headers["HX-Trigger"]
    assert Lead.objects.get().phone == "2"


def test_what_someone_else_changed_is_not_overwritten_unseen(as_alice, alice):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, phone="3")

    answer = edit(as_alice, lead, "phone", "2", was="1")

    assert answer.status_code == 409
    assert "changed to “3”" in answer.text
    assert 'name="was" value="3"' in answer.text
    assert Lead.objects.get().phone == "3"


def test_an_edit_of_another_field_does_not_disturb(as_alice, alice):
    lead = make_lead(owner=alice, phone="1")
    update(lead, by=alice, email="ada@example.org")

    assert edit(as_alice, lead, "phone", "2", was="1").status_code == 200


def test_a_wrong_value_is_marked(as_alice, alice):
    lead = make_lead(owner=alice)

    answer = edit(as_alice, lead, "email", "no address", was="")

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_only_declared_facts_are_edited(as_alice, alice):
    lead = make_lead(owner=alice)

    assert edit(as_alice, lead, "status", "LOST", was="OPEN").status_code == 404


def test_a_known_contact_comes_along_and_gains_what_it_lacked(alice):
    known = make_contact(owner=alice, email="ada@example.org", name="A. Byron")
    lead = make_lead(owner=alice, email="Ada@example.org", phone="+44 1")

    customer = convert_lead(lead, by=alice, name="Engines Ltd")

    assert (customer.name, Contact.objects.get()) == ("Engines Ltd", known)
    known.refresh_from_db()
    assert (list(contacts_of(customer)), known.phone) == ([known], "+44 1")


def test_the_conversion_is_shown_before_it_is_done(as_alice, alice):
    make_contact(owner=alice, email="ada@example.org", name="A. Byron")
    make_customer(owner=alice, name="Analytical Limited")
    lead = make_lead(owner=alice, email="ada@example.org", phone="+44 1")

    text = as_alice.get(f"/leads/{lead.pk}/convert/", headers=HTMX).text
    plan = as_alice.get(f"/api/v1/leads/{lead.pk}/conversion").json()

    assert "gains phone" in text
    assert "Use Analytical Limited" in text
    assert (plan["contact"], plan["creates_contact"]) == ("A. Byron", False)
    assert not Event.objects.exists()


def test_other_apps_show_their_panels(as_alice, alice):
    lead = make_lead(owner=alice)
    make_lead(owner=alice)

    page = as_alice.get(f"/leads/{lead.pk}/").text

    panels = as_alice.get(f"/leads/{lead.pk}/panels/").text

    assert f'hx-get="/leads/{lead.pk}/panels/"' in page
    assert "No orders yet" in panels
    assert "Possible duplicates" in panels
    assert "None found." in as_alice.get(f"/leads/{lead.pk}/panels/duplicates/").text
    assert "No orders yet" in as_alice.get(f"/leads/{lead.pk}/panels/orders/").text
    assert as_alice.get(f"/leads/{lead.pk}/panels/nothing/").status_code == 404


def test_what_was_undone_brings_one_back_to_what_is_still_there(as_alice, alice):
    lead = make_lead(owner=alice)
    customer = convert_lead(lead, by=alice)

    asked_from = {"next": customer.get_absolute_url()}
    answer = as_alice.post(f"/events/{Event.objects.get().pk}/undo/", asked_from)

    assert answer.url == lead.get_absolute_url()
