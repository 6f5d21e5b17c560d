"""What a combobox finds."""

from doorstep.kit.noting import unrecorded
from doorstep.parties.models import LeadSource
from doorstep.parties.testing import make_customer


def test_a_combobox_finds_records_by_what_is_typed(as_alice, alice):
    make_customer(owner=alice, name="Hotel Alderwick")
    make_customer(owner=alice, name="Oakhollow Primary School")

    found = as_alice.get("/pick/customer/?q=alder").content.decode()

    assert "Hotel Alderwick" in found
    assert "Oakhollow" not in found


def test_a_combobox_never_shows_what_is_out_of_reach(as_alice, carol):
    make_customer(owner=carol, name="Hotel Alderwick")

    found = as_alice.get("/pick/customer/?q=alder").content.decode()

    assert "Alderwick" not in found


def test_a_combobox_offers_to_make_what_is_not_there(as_alice):
    found = as_alice.get("/pick/customer/?q=Alder+%26+Sons").content.decode()

    assert 'data-create="/customers/new/?name=Alder%20%26%20Sons"' in found


def test_a_combobox_finds_people(as_alice, carol):
    found = as_alice.get("/pick/user/?q=car").content.decode()

    assert f'data-value="{carol.pk}"' in found


def test_tables_that_nobody_offered_cannot_be_picked_from(as_alice):
    assert as_alice.get("/pick/role/?q=a").status_code == 404
    assert as_alice.get("/pick/session/?q=a").status_code == 404


def test_picking_asks_for_a_sign_in(client):
    assert client.get("/pick/customer/?q=a").status_code == 302


def test_a_list_an_administrator_edits_is_picked_from_in_its_order(as_alice):
    found = as_alice.get("/pick/lead_source/?q=").text

    assert found.index("Website") < found.index("Campaign")


def test_what_was_disabled_is_offered_no_more(as_alice):
    with unrecorded():
        LeadSource.objects.filter(name="Campaign").update(disabled=True)

    assert "Campaign" not in as_alice.get("/pick/lead_source/?q=camp").text.partition("“")[0]
