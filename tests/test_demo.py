"""The demo company: it feels lived in, and was made by nothing but actions."""

from datetime import timedelta

import pytest
from django.db.models import Count, Max, Min
from django.utils.timezone import now

from doorstep.billing.models import CreditNote, SalesInvoice
from doorstep.catalog.models import Item, PriceList
from doorstep.catalog.queries import rate_on
from doorstep.dedupe.finding import duplicates_of
from doorstep.demo.company import fill
from doorstep.history.models import Event
from doorstep.parties.models import Address, Contact, Customer, Lead, LeadStatus
from doorstep.pricing.prices import price_for
from doorstep.records.models import Company, CustomField
from doorstep.selling.models import DeliveryNote, Quotation, SalesOrder
from doorstep.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The company, once for all of these; they only read it, and it is taken back after them."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


def test_it_is_made_once(demo):
    before = Event.objects.count()

    assert fill() == demo
    assert Event.objects.count() == before


def test_leads_stand_at_every_status(demo):
    held = dict(Lead.objects.values_list("status__name").annotate(Count("pk")))

    assert set(held) == set(LeadStatus.objects.values_list("name", flat=True))


def test_its_history_goes_back_for_weeks_and_never_into_the_future(demo):
    span = Event.objects.aggregate(first=Min("at"), last=Max("at"))

    assert span["first"] < now() - timedelta(weeks=8)
    assert span["last"] <= now()


def test_time_runs_as_the_events_do(demo):
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))

    assert moments == sorted(moments)


def test_a_record_is_as_old_as_the_event_that_made_it(demo):
    for lead in Lead.objects.all():
        made = Event.objects.get(name="lead.created", result_id=lead.pk)
        assert lead.created_at == made.at


def test_what_was_sold_is_a_customer_with_its_orders(demo):
    sold = Lead.objects.filter(status__name="Converted")

    assert sold.count() >= 4
    assert all(lead.customer.sales_orders.exists() for lead in sold)
    statuses = set(SalesOrder.objects.values_list("status", flat=True))
    assert statuses >= {"DRAFT", "TO_DELIVER_AND_BILL"}


def test_its_documents_stand_where_they_stand_in_a_company(demo):
    def statuses(model):
        return set(model.objects.values_list("status", flat=True))

    assert statuses(Quotation) >= {"DRAFT", "OPEN", "EXPIRED", "LOST", "ORDERED"}
    assert statuses(SalesOrder) >= {"ON_HOLD", "TO_DELIVER_AND_BILL", "COMPLETED", "CLOSED"}
    assert statuses(DeliveryNote) >= {"DRAFT", "TO_BILL", "COMPLETED", "RETURN"}
    assert statuses(SalesInvoice) >= {"DRAFT", "UNPAID", "PARTLY_PAID", "OVERDUE", "PAID"}
    assert statuses(CreditNote) == {"DRAFT", "SUBMITTED"}
    assert Quotation.objects.filter(accepted_at__isnull=False, orders=None).exists()
    assert not SalesOrder.objects.filter(currency="").exists()


def test_its_places_lie_in_many_countries(demo):
    assert Address.objects.values("country").distinct().count() >= 12


def test_there_are_fields_of_its_own_and_they_are_filled(demo):
    names = set(CustomField.objects.values_list("name", flat=True))

    assert names >= {"ceiling_height", "project_stage"}
    assert Lead.objects.filter(custom__has_key="project_stage").count() > 20


def test_there_are_duplicates_to_look_at(demo):
    ines = User.objects.get(email="ines@hollin.example")

    for kind, name in ((Lead, "Nadja Ferrante"), (Contact, "Oskar Lindahl")):
        assert duplicates_of(kind.objects.filter(name=name).first(), ines)


def test_one_contact_belongs_to_several(demo):
    assert Contact.objects.get(name="Arvid Nes").links.count() == 4
    assert Customer.objects.count() >= 10
    assert Company.objects.get().name == "Hollin Lighting"


def test_it_sells_things_at_prices_in_three_currencies(demo):
    hotel = Customer.objects.get(name="Alderwick Hotel AB")
    lamp = Item.objects.get(code="P-110")
    day = now().date()

    assert Item.objects.count() >= 40
    assert {each.money for each in PriceList.objects.all()} == {"EUR", "GBP", "NOK"}
    assert price_for(lamp, day=day).rate == 212
    assert price_for(lamp, customer=hotel, day=day).rate == 189
    assert rate_on("EUR", "NOK", day) > 11
